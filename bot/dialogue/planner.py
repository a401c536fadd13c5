"""From one message and what is known to one plan. Each step may decide; the first that does wins."""
from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Callable, Mapping, Protocol, Sequence

from bot.dialogue.chances import STRONG, TIMING, is_foreign, surely_foreign, timing_chance
from bot.dialogue.choices import Choices
from bot.dialogue.conditions import WHICH
from bot.dialogue.context import NAMED, Context
from bot.dialogue.elsewhere import OURS, another_aim
from bot.dialogue.forms import Forms
from bot.dialogue.gather import gather
from bot.dialogue.memory import URGENT, Memory
from bot.dialogue.plan import Act, Plan
from bot.dialogue.remember import hours_since, remember
from bot.dialogue.talk import talk
from bot.dialogue.turn import Turn
from bot.dialogue.unsure import refused, unsure
from bot.dialogue.wishes import asked_for
from bot.knowledge.content import Knowledge, load_knowledge
from bot.language import default_language
from bot.language.reading import Reading
from bot.triage.alert import Alert
from bot.triage.assess import Context as Situation
from bot.triage.assess import assess, hypothetical
from bot.triage.symptom import Symptom

NOT_FOR_MINORS = ("timing_", "at_home", "needle_length", "frequency", "device_choice", "cleaning", "aftercare")
MINOR = "C46"
INTENTS: Mapping[frozenset[str], str] = {
    frozenset({"condition"}): "condition",
    frozenset({"timing"}): "timing",
    frozenset({"answer"}): "question",
    frozenset({"flag"}): "question",
    frozenset({"flag", "condition"}): "sign_and_condition",
}
"""The rule that says acts of these kinds; all other mixtures are "several"."""
AGE = "screening_age"
BOOKINGS = ("book", "reschedule", "booking_status")
"""Wishes whose times are an appointment's: "a skin doctor in Karachi on Saturday"."""
RECALLED = re.compile(r"\b(slip|receipt|reciept|bill|calendar|bank|whatsapp|asked (him|her|them|the clinic)|checked|looked it up|remember(ed)?)\b")
"""Where people look up when their treatment was, so that a date beside it is no plan."""
OWN_SESSION = re.compile(
    r"\bmy (?:scalp |own |hair |head )?(?:needling|microneedling|session|treatment|dermapen|rolling)\b"
    r"|\bi (?:got|was|had|did) (?:it |my scalp |my head )?(?:needled|needling|microneedling|treated|rolled)\b"
    r"|\b(?:got|had) mine\b|\bmine (?:was|is)\b|\b(?:hairline|scalp|head|crown|temples?) (?:was|is|got|were) (?:needled|rolled|treated)\b"
    r"|(?:^|[.!?] ?)needling (?:was|is|on)\b"
)
"""A treatment of the writer's own."""
DANGER_SIGNS = "infection_signs"
PREGNANCY = "C44"
HAIR_MEDICINES = ("minoxidil", "topical_finasteride", "hair_tablets")


class Reader(Protocol):
    """What the planner needs of bot.language.Language."""

    def read(self, text: str, now: datetime, expecting: str | None = None) -> Reading:
        """Reads one message."""


class Planner:
    """Decides in this order: button, danger, open form, what is asked, small talk, context, not sure."""

    def __init__(self, language: Reader, knowledge: Knowledge) -> None:
        self._language = language
        self._knowledge = knowledge
        self._forms = Forms()
        self._choices = Choices(knowledge, self._forms)
        self._steps: tuple[Callable[[Context], Plan | None], ...] = (
            self._danger,
            self._after_emergency,
            self._forms.answer,
            asked_for,
            self._asked,
            self._denied,
            self._talked,
            self._still_danger,
        )

    def plan(self, turn: Turn) -> Plan:
        """The decision for one message."""
        if turn.choice:
            turn = self._choices.as_turn(turn)
            chosen = self._choices.plan(turn)
            if chosen is not None:
                return self._forms.prefill(turn, chosen)
        if not any(letter.isalnum() for letter in turn.text):
            return Plan("empty", memory=turn.memory, now=turn.now)
        context = self.read(turn)
        for step in self._steps:
            plan = step(context)
            if plan is not None:
                return self._forms.prefill(turn, _settled(plan))
        return self._forms.prefill(turn, unsure(context, self._knowledge.answers))

    def read(self, turn: Turn) -> Context:
        """The message with its meaning, what is remembered after it and how urgent it is."""
        treated = turn.memory.pending or (turn.memory.treated and RECALLED.search(turn.text.lower()))
        expecting = "age" if turn.requested == AGE else "treated" if treated else None
        reading = self._language.read(turn.text, turn.now, expecting)
        memory = remember(turn.memory, reading, turn.now, self._knowledge.red_flags)
        if self._is_another_time(turn, reading):
            memory = replace(memory, treated=turn.memory.treated, planned=turn.memory.planned)
        supposed = hypothetical(reading.symptoms(), self._knowledge.red_flags)
        return Context(turn, reading, memory, self._assess(turn, reading, memory), supposed)

    def _is_another_time(self, turn: Turn, reading: Reading) -> bool:
        """A time in a talk that never was about a treatment, and not now: "parcel stuck since 10 days"."""
        booking = turn.label in BOOKINGS and turn.confidence >= STRONG and "treated" not in reading.cues
        if booking and turn.memory.treated is None and not turn.memory.pending:
            return True
        if turn.memory.pending:
            return surely_foreign(turn) and not reading.of("treatment")
        if turn.memory.treated is not None or turn.memory.topics:
            return False
        if is_foreign(turn) and not OURS.search(turn.text.lower()):
            return True
        ours = reading.of("treatment") or reading.of("activity") or "treated" in reading.cues or reading.symptoms()
        return not ours and turn.chance("inform_time") + timing_chance(turn, self._knowledge.answers) < TIMING

    def _assess(self, turn: Turn, reading: Reading, memory: Memory) -> Alert | None:
        """How urgent; what a relative has is no emergency of somebody who speaks of a session of their own."""
        alert = self._alert(turn, reading, memory, reading.symptoms())
        if alert is None or alert.level == "emergency" or not _only_own_session(turn.text.lower()):
            return alert
        return self._alert(turn, reading, memory, [one for one in reading.symptoms() if not one.other_person])

    def _alert(self, turn: Turn, reading: Reading, memory: Memory, symptoms: Sequence[Symptom]) -> Alert | None:
        present = {finding.concept for finding in memory.findings if finding.assertion == "present"}
        return assess(
            symptoms,
            self._knowledge.red_flags,
            hours_since(memory, turn.now),
            Situation(
                treated=_treated(memory, reading),
                pregnant=PREGNANCY in present,
                hair_medicine=any(mention.id in HAIR_MEDICINES for mention in reading.of("activity")),
            ),
            earlier=turn.memory.symptoms,
            told=tuple(turn.memory.extra.get("told") or ()),
        )

    def _danger(self, context: Context) -> Plan | None:
        alert = context.alert
        if alert is None or alert.level not in URGENT:
            return None
        told = [*(context.memory.extra.get("told") or ()), *alert.flags]
        memory = replace(
            context.memory.about(*(f"flag:{flag}" for flag in alert.flags)),
            alert=alert.level,
            extra={**context.memory.extra, "told": list(dict.fromkeys(told))},
        )
        return context.plan("red_flag", Act("flag", alert.flags[0], {"alert": alert.to_json()}), memory=memory)

    def _after_emergency(self, context: Context) -> Plan | None:
        """Right after an emergency only a clear wish or question leads away from it."""
        if context.turn.memory.alert != "emergency" or context.newest != "flag":
            return None
        clear_wish = context.turn.chance("book", "cancel_booking", "forget_me", "privacy", "thank", "goodbye") > 0.4
        asks = context.question and (context.reading.of("activity") or context.turn.chance("question/") > 0.5)
        return None if clear_wish or asks else _after(context)

    def _asked(self, context: Context) -> Plan | None:
        if another_aim(context):
            return refused(context)
        acts = gather(context, self._knowledge.answers)
        if self._minor(context) and any(self._needs_adult(act) for act in acts):
            acts = (Act("condition", MINOR),)
        return self.of_acts(context, acts) if acts else None

    def of_acts(self, context: Context, acts: tuple[Act, ...]) -> Plan:
        """The plan that says these acts; its intent is theirs when they are of one kind."""
        intent = INTENTS.get(frozenset(act.kind for act in acts), "several")
        memory = context.memory.about(*(f"{_noun(act)}:{act.id}" for act in acts))
        if any(act.kind == "timing" for act in acts):
            waiting = tuple(a.id for a in acts if a.kind == "timing") if memory.treated is None else ()
            memory = replace(memory, pending=waiting)
        return context.plan(intent, *acts, memory=memory)

    def _denied(self, context: Context) -> Plan | None:
        """A list of signs that are not there gets the list of what to watch for."""
        symptoms = context.reading.symptoms()
        if not symptoms or context.turn.form or any(symptom.assertion != "absent" for symptom in symptoms):
            return None
        if WHICH.search(context.text):
            return None
        if is_foreign(context.turn) and not context.names_needling:
            return None
        return self.of_acts(context, (Act("answer", DANGER_SIGNS),))

    def _talked(self, context: Context) -> Plan | None:
        plan = talk(context)
        played_down = plan is not None and plan.intent == "smalltalk" and _in_danger(context)
        return _after(context) if played_down else plan

    def _still_danger(self, context: Context) -> Plan | None:
        return _after(context) if _in_danger(context) else None

    def _minor(self, context: Context) -> bool:
        return any(f.concept == MINOR and f.assertion == "present" for f in context.memory.findings)

    def _needs_adult(self, act: Act) -> bool:
        if act.kind == "answer":
            return self._knowledge.answers[act.id].category.startswith(NOT_FOR_MINORS)
        return act.kind == "timing"


def _in_danger(context: Context) -> bool:
    """The last thing said was an alert that cannot wait."""
    return context.turn.memory.alert in URGENT and context.newest == "flag"


def _after(context: Context) -> Plan:
    """What was urgent a moment ago is so still."""
    level, newest = context.turn.memory.alert, context.turn.memory.newest("flag")
    return context.plan("red_flag", Act("flag", "after", {"level": level, "flag": next(iter(newest), "")}))


def _only_own_session(text: str) -> bool:
    """The writer's own treatment is named, and no other: "my son has fever, and my needling was yesterday"."""
    return bool(OWN_SESSION.search(text)) and not NAMED.search(OWN_SESSION.sub("", text))


def _settled(plan: Plan) -> Plan:
    """What was understood ends a run of misses."""
    missed = plan.intent in ("clarify", "out_of_scope", "nlu_fallback", "two_misses")
    return plan if missed else replace(plan, memory=replace(plan.memory, misses=0))


def _noun(act: Act) -> str:
    return {"timing": "activity"}.get(act.kind, act.kind)


def _treated(memory: Memory, reading: Reading) -> bool | None:
    """True once a treatment is known to have happened; None as long as nobody said."""
    if memory.treated is not None:
        return memory.was_treated
    return True if "treated" in reading.cues else None


def make_planner() -> Planner:
    """The planner over the shipped content."""
    return Planner(default_language(), load_knowledge())
