"""From a plan to messages: the one place where acts become replies, for the NLG and for the actions."""
from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping

from bot.aftercare.plan import RecoveryPlan, make_plan
from bot.aftercare.verdict import judge
from bot.booking.handoff import Summary
from bot.dialogue.memory import OTHER_PATIENT, Memory
from bot.dialogue.plan import Act, Plan
from bot.knowledge.base import Localised
from bot.knowledge.clinic import ClinicRules, load_clinic_rules
from bot.knowledge.content import Knowledge
from bot.replies import red_flag, screening, talk, timing
from bot.replies.message import Message
from bot.screening.assess import assess
from bot.screening.finding import Finding, is_plain_age
from bot.screening.interview import Interview
from bot.screening.outcome import Outcome
from bot.triage.alert import Alert

AGAIN = "again"
UNLISTED = "unlisted"
NOTED = "noted"
UNCOVERED = "uncovered"
STOPPED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "screening_form": ("stop_screening", ("start:screening", "start:booking")),
    "booking_form": ("stop_booking", ("start:booking",)),
    "lookup_form": ("stop_lookup", ("start:booking",)),
}
"""What is said when a form is left, and the ways back that are offered."""


class Renderer:
    """Says a plan's acts from the reviewed content."""

    def __init__(self, knowledge: Knowledge, clinic: ClinicRules | None = None) -> None:
        self._knowledge = knowledge
        self._clinic = clinic or load_clinic_rules()
        self._interview = Interview(knowledge.contraindications)

    def answers(self, plan: Plan) -> list[Message]:
        """The facts and the mild signs of a plan; the other kinds are the actions' to say."""
        return [self._said(act) for act in plan.acts if act.kind in ("answer", "flag")]

    def flags(self, plan: Plan) -> list[Message]:
        """The danger signs of a plan, with the findings of the message."""
        return [replace(self._flag(act), findings=plan.findings) for act in plan.of("flag")]

    def timings(self, plan: Plan) -> list[Message]:
        """One message an activity; one question for those that need the treatment time when it is not known."""
        acts, windows = plan.of("timing"), self._knowledge.windows
        problem = next((act.options["problem"] for act in acts if "problem" in act.options), None)
        waiting = [act for act in acts if act.id in windows and (problem or self._needs_time(act, plan))]
        told = [self._timing(act, plan) for act in acts if act not in waiting and not problem]
        question = timing.ask_treatment_time_message([windows[act.id] for act in waiting], problem)
        return [*told, question] if waiting or problem else told

    def screening(self, plan: Plan) -> tuple[Message, str]:
        """The outcome over everything said so far, and its verdict."""
        spoken = tuple(Finding.from_json(dict(row)) for row in plan.findings)
        supposed = self._supposed(plan, spoken)
        if supposed:
            return supposed, plan.memory.outcome or ""
        if any(act.id == UNLISTED for act in plan.of("condition")):
            return talk.say("unlisted_condition", buttons=talk.offers("start:booking", "start:screening")), ""
        memory = plan.memory
        assert plan.now is not None
        outcome = assess(memory.findings, self._knowledge.contraindications, memory.setting, plan.now)
        other = any(finding.assertion == "present" for finding in spoken) and bool(memory.extra.get(OTHER_PATIENT))
        complete = self._interview.next_group(memory.findings) is None
        message = screening.screening_result_message(
            outcome, memory.findings, self._knowledge.sources, spoken=spoken, complete=complete, other_person=other
        )
        return replace(message, category=self._category(outcome, spoken) or message.category), outcome.verdict

    def _category(self, outcome: Outcome, spoken: tuple[Finding, ...]) -> str | None:
        """Of what this message spoke of first, among the reasons that decide if there are any."""
        decisive = {reason.concept for reason in outcome.reasons if reason.verdict == outcome.verdict}
        rows = self._knowledge.contraindications
        told = [f for f in spoken if not is_plain_age(f.concept, f.assertion)]
        first = next((f.concept for f in told if f.concept in rows and (not decisive or f.concept in decisive)), None)
        return rows[first].category if first else None

    def screening_question(self, slot: str, plan: Plan) -> list[Message]:
        """What else was asked in the message, then the next question."""
        wrong = next((act for act in plan.of("misunderstood")), None)
        question = screening.screening_question_message(
            slot, self._interview, plan.memory.findings, error=wrong is not None
        )
        if wrong is not None and int(wrong.id) >= 2:
            question = replace(question, buttons=(*question.buttons, *talk.offers("say:stop")))
        asked = self.answers(plan) if plan.intent == "inform" else []
        return [*asked, replace(question, findings=plan.findings)]

    def recovery_plan(self, plan: Plan, calendar_url: str | None = None) -> Message:
        """The time line, or the question for the treatment time."""
        made = self.plan_of(plan)
        return timing.plan_message(made, calendar_url) if made else timing.ask_treatment_time_message()

    def plan_of(self, plan: Plan) -> RecoveryPlan | None:
        """All windows after the remembered treatment; None as long as its time is not known."""
        memory = plan.memory
        if memory.treated is None or plan.now is None:
            return None
        hours = {window: self._clinic_hours(window, memory) or 0.0 for window in self._knowledge.windows}
        return make_plan(self._knowledge.windows.values(), memory.treated, plan.now, memory.modifiers, hours)

    def follow_ups(self, plan: Plan) -> list[Message]:
        """Why, more, source or women: about the newest topic, whatever its kind."""
        return [self._follow_up(act, plan) for act in plan.acts] or [talk.say("no_last_topic")]

    def clarify(self, plan: Plan) -> list[Message]:
        """Did you mean one of these."""
        answers = self._knowledge.answers
        return [talk.clarify([(act.id, answers[act.id].label["en"]) for act in plan.of("option")])]

    def forget(self, plan: Plan) -> list[Message]:
        """Asks before deleting; `forget` in the meta tells the channel to delete."""
        confirmed = next((act.id for act in plan.of("confirmed")), "")
        if confirmed == "yes":
            return [replace(talk.say("forgotten"), extra={"forget": True})]
        if confirmed == "no":
            return [talk.say("not_forgotten")]
        return [talk.say("forget_me_confirm", buttons=talk.yes_no("button_delete", "button_keep"))]

    def stop(self, plan: Plan) -> list[Message]:
        """What was stopped, and a way back."""
        stopped = next((act.id for act in plan.of("stopped")), "")
        name, offers = STOPPED.get(stopped, ("stop", ()))
        return [talk.say(name, buttons=talk.offers(*offers))]

    def summary(self, memory: Memory) -> Summary:
        """What a clinic would get to know: nothing that was not said in this conversation."""
        answers, windows = self._knowledge.answers, self._knowledge.windows
        asked = [answers[v].label["en"] for v in _topics(memory, "answer") if v in answers]
        asked += [windows[v].label["en"] for v in _topics(memory, "activity") if v in windows]
        rows = self._knowledge.contraindications
        found = [
            f"{rows[f.concept].name['en']} ({f.assertion})"
            for f in memory.findings
            if f.concept in rows and f.assertion not in ("absent", "hypothetical")
        ]
        advised = [screening.verdict_label(memory.outcome)] if memory.outcome else []
        treated = memory.treated.latest.strftime("%d %B %Y") if memory.treated else ""
        return Summary(memory.extra.get("reason", ""), memory.alert or "", treated, tuple(asked), tuple(found), tuple(advised))

    def _said(self, act: Act) -> Message:
        return self._flag(act) if act.kind == "flag" else self._answer(act)

    def _answer(self, act: Act) -> Message:
        answer = self._knowledge.answers[act.id]
        part = str(act.options.get("part", "text"))
        texts: Localised | None = answer.text if part in ("text", "source", "sure") else getattr(answer, part)
        missing = {"why": "no_why", "more": "nothing_more", "women": "not_about_women"}
        text = texts["en"] if texts else talk.text(missing[part])
        if part in ("source", "sure"):
            text = talk.text("sources_intro" if part == "source" else "how_sure")
        feeling = act.options.get("feeling")
        return Message(
            text=f"{talk.text(str(feeling))} {text}" if feeling else text,
            kind="answer",
            category=answer.category,
            topic=answer.id,
            evidence=answer.evidence,
            sources=self._sources(answer.evidence),
        )

    def _flag(self, act: Act) -> Message:
        rules, sources = self._knowledge.red_flags, self._knowledge.sources
        if act.options.get("hypothetical"):
            return red_flag.hypothetical_message(act.options["hypothetical"], rules, sources)
        if "alert" in act.options:
            return red_flag.red_flag_message(Alert.from_json(act.options["alert"]), rules, sources)
        return red_flag.after_danger_message(act.options["level"], act.options["flag"], rules)

    def _needs_time(self, act: Act, plan: Plan) -> bool:
        window = self._knowledge.windows[act.id]
        timeless = window.rule == "never" or window.hours == 0 or act.options.get("already")
        return plan.memory.treated is None and not timeless

    def _timing(self, act: Act, plan: Plan) -> Message:
        memory, window = plan.memory, self._knowledge.windows.get(act.id)
        assert plan.now is not None
        if act.id == NOTED:
            return talk.say("treatment_noted", buttons=talk.offers("plan:show"), kind="timing", category="aftercare_general")
        if window is None:
            return timing.not_covered_message()
        said = memory.clinic_hours.get(act.id)
        hours = self._clinic_hours(act.id, memory)
        modifiers = {**memory.modifiers, "danger_sign": memory.in_danger}
        verdict = judge(window, memory.treated, memory.target, plan.now, modifiers, hours)
        return timing.timing_message(
            window,
            verdict,
            memory.treated,
            memory.target,
            plan.now,
            already_did=bool(act.options.get("already")),
            why=bool(act.options.get("why")),
            clinic_looser=said is not None and said < (verdict.hours or 0),
        )

    def _clinic_hours(self, window: str, memory: Memory) -> float | None:
        """The stricter of the clinic's settings and of what the patient's own sheet says."""
        stated = [hours for hours in (self._clinic.hours.get(window), memory.clinic_hours.get(window)) if hours is not None]
        return max(stated, default=None)

    def _supposed(self, plan: Plan, spoken: tuple[Finding, ...]) -> Message | None:
        """A question about a condition that nobody said to have gets the row's own words."""
        rows = self._knowledge.contraindications
        spoken = tuple(finding for finding in spoken if not is_plain_age(finding.concept, finding.assertion))
        if not spoken or any(finding.assertion != "hypothetical" for finding in spoken):
            return None
        named = [rows[finding.concept] for finding in spoken if finding.concept in rows]
        return screening.condition_message(named, spoken, self._knowledge.sources) if named else None

    def _row_only(self, row: str, plan: Plan) -> Message | None:
        """What the list says of a row that was spoken of and that nobody was said to have."""
        rows, spoken = self._knowledge.contraindications, [f for f in plan.memory.findings if f.concept == row]
        if row not in rows or any(finding.assertion != "hypothetical" for finding in spoken):
            return None
        return screening.condition_message([rows[row]], tuple(spoken), self._knowledge.sources)

    def _follow_up(self, act: Act, plan: Plan) -> Message:
        if act.kind == "answer" and act.id in self._knowledge.answers:
            return self._answer(act)
        if act.kind == "timing" and act.id in self._knowledge.windows:
            return timing.why_message(self._knowledge.windows[act.id])
        if act.kind == "condition":
            return self._row_only(act.id, plan) or self.screening(plan)[0]
        if act.kind == "flag" and act.id in self._knowledge.red_flags.flags:
            return red_flag.hypothetical_message([act.id], self._knowledge.red_flags, self._knowledge.sources)
        return talk.say("no_last_topic")

    def _sources(self, evidence: tuple[str, ...]) -> tuple[Mapping[str, str], ...]:
        """The sources of every row that an answer rests on, whichever table the row is in."""
        return self._knowledge.sources_of(one for row in evidence for one in self._row_sources(row))

    def _row_sources(self, row: str) -> tuple[str, ...]:
        tables: tuple[Mapping[str, Any], ...] = (
            self._knowledge.evidence,
            self._knowledge.contraindications,
            self._knowledge.red_flags.flags,
        )
        for table in tables:
            if row in table:
                sources: tuple[str, ...] = table[row].sources
                return sources
        return next((w.sources for w in self._knowledge.windows.values() if row in w.evidence[:1]), ())


def _topics(memory: Memory, noun: str) -> list[str]:
    return [topic.partition(":")[2] for topic in memory.topics if topic.startswith(noun + ":")]
