"""What a pressed button means. The channel has checked that it was offered."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Callable, Mapping

from bot.dialogue.forms import Forms
from bot.dialogue.memory import Memory
from bot.dialogue.plan import Act, Plan
from bot.dialogue.turn import Turn
from bot.knowledge.content import Knowledge
from bot.moment import Moment

SAID = {"yes": "yes", "no": "no", "not_sure": "not sure", "stop": "stop"}
STARTED = {"screening": "start_screening", "booking": "book", "timing": "start_timing", "lookup": "find_booking"}
DAYS = {"today": 0, "yesterday": 1, "2_days_ago": 2}
END_OF_DAY = time(23, 59)


class Choices:
    """Payloads have the form noun:value."""

    def __init__(self, knowledge: Knowledge, forms: Forms) -> None:
        self._knowledge = knowledge
        self._forms = forms
        self._handlers: Mapping[str, Callable[[Turn, str], Plan | None]] = {
            "activity": self._activity,
            "treated": self._treated,
            "answer": self._answer,
            "plan": lambda turn, _: _plan(turn, "recovery_plan"),
            "start": lambda turn, value: _plan(turn, STARTED.get(value, "help")),
            "why": self._why,
            "modifier": self._modifier,
            "age": self._forms.choose,
            "say": self._forms.choose,
            "city": lambda turn, value: _plan(turn, "inform", slots={"booking_city": value}),
            "callback": self._callback,
            "openings": lambda turn, value: _plan(turn, "noted", Act("openings", value)),
            "opening": self._opening,
            "booking": lambda turn, value: _plan(turn, "reschedule" if value == "move" else "cancel_booking"),
        }

    def as_turn(self, turn: Turn) -> Turn:
        """"say:" buttons are short for typing the word."""
        noun, _, value = (turn.choice or "").partition(":")
        return replace(turn, text=SAID.get(value, ""), ranking=()) if noun == "say" else turn

    def plan(self, turn: Turn) -> Plan | None:
        """The plan of a button; None for one that stands for a word where nothing is open."""
        noun, _, value = (turn.choice or "").partition(":")
        handler = self._handlers.get(noun)
        return handler(turn, value) if handler else None

    def _activity(self, turn: Turn, value: str) -> Plan | None:
        if value not in self._knowledge.windows:
            return None
        waiting = (value,) if turn.memory.treated is None else ()
        memory = replace(turn.memory.about(f"activity:{value}"), pending=waiting)
        return _plan(turn, "timing", Act("timing", value), memory=memory)

    def _treated(self, turn: Turn, value: str) -> Plan | None:
        moment = _moment(value, turn.now)
        if moment is None:
            return _plan(turn, "timing", Act("timing", "pick"))
        planned = moment.earliest > turn.now
        activities = turn.memory.pending or turn.memory.newest("activity")
        memory = replace(turn.memory, treated=moment, planned=planned, pending=())
        acts = tuple(Act("timing", activity) for activity in activities) or (Act("timing", "noted"),)
        return _plan(turn, "timing", *acts, memory=memory)

    def _modifier(self, turn: Turn, value: str) -> Plan | None:
        """Yes or not sure lengthens the wait: what is not known is not taken as no."""
        name, _, answer = value.partition(":")
        if name not in self._knowledge.modifiers:
            return None
        memory = replace(turn.memory, modifiers={**turn.memory.modifiers, name: answer != "no"})
        acts = tuple(Act("timing", activity) for activity in turn.memory.newest("activity")[:1])
        return _plan(turn, "timing", *(acts or (Act("timing", "noted"),)), memory=memory)

    def _answer(self, turn: Turn, value: str) -> Plan | None:
        if value not in self._knowledge.answers:
            return None
        memory = replace(turn.memory.about(f"answer:{value}"), misses=0)
        return _plan(turn, "question", Act("answer", value), memory=memory)

    def _why(self, turn: Turn, value: str) -> Plan | None:
        if not turn.memory.topics:
            return _plan(turn, "help")
        noun, _, topic = turn.memory.topics[0].partition(":")
        kind = {"activity": "timing"}.get(noun, noun)
        return _plan(turn, "follow_up", Act(kind, topic, {"part": "why"}))

    def _callback(self, turn: Turn, value: str) -> Plan | None:
        """The city goes with the button: one without a clinic is in no slot."""
        city = {"booking_city": value} if value else {}
        return _plan(turn, "inform", slots={"booking_opening": "callback", **city})

    def _opening(self, turn: Turn, value: str) -> Plan | None:
        if turn.memory.extra.get("moving"):
            return _plan(turn, "reschedule", Act("opening", value))
        return _plan(turn, "inform", slots={"booking_opening": value})


def _plan(
    turn: Turn, intent: str, *acts: Act, memory: Memory | None = None, slots: Mapping[str, str] | None = None
) -> Plan:
    return Plan(intent, acts, memory or turn.memory, slots or {}, (), turn.now)


def _moment(value: str, now: datetime) -> Moment | None:
    """A day counts to its end, but a treatment told in the past never lies after now."""
    if value in DAYS:
        day = now.date() - timedelta(days=DAYS[value])
        start = datetime.combine(day, time.min, now.tzinfo)
        return Moment(start, min(datetime.combine(day, END_OF_DAY, now.tzinfo), now), value.replace("_", " "))
    try:
        instant = datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return None
    return Moment.at(instant.astimezone(now.tzinfo), value) if instant.tzinfo else None
