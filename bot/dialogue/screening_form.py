"""What a message means while the check is going on, and which questions need not be asked."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.dialogue.context import Context
from bot.dialogue.memory import Memory
from bot.dialogue.plan import Act, Plan
from bot.dialogue.turn import Turn
from bot.screening.finding import Finding
from bot.screening.findings import merge_findings
from bot.screening.interview import Answer, Interview

FORM = "screening_form"
PREFIX = "screening_"
MISUNDERSTOOD = "misunderstood"
QUESTION_CHANCE = 0.5


class ScreeningForm:
    """Takes yes, no, not sure, ages and anything volunteered; leaves questions to the others."""

    def __init__(self, interview: Interview | None = None) -> None:
        self._interview = interview or Interview()

    def answer(self, context: Context) -> Plan | None:
        """The plan when the message answers the open question or tells something, else None."""
        turn = context.turn
        if turn.form != FORM or not turn.requested:
            return None
        cues = context.reading.cues
        if "resume" in cues and not cues & {"stop", "no"}:
            return context.plan("noted", memory=_understood(context))
        if _wants_out(context):
            return context.plan("stop", Act("stopped", FORM))
        answer = self._interview.interpret(context.reading, turn.requested, turn.memory.findings)
        if answer is not None and not _asks(context):
            return _taken(context, answer)
        if _asks(context):
            return None
        if context.reading.findings():
            return context.plan("noted", memory=_understood(context))
        if turn.chance("question/", "ask_timing", "book", "privacy", "forget_me", "thank") > QUESTION_CHANCE:
            return None
        return self._misunderstood(context)

    def choose(self, turn: Turn, value: str) -> Plan | None:
        """The plan of a pressed answer button; None outside the check."""
        if turn.form != FORM or not turn.requested:
            return None
        answer = self._interview.chosen(value, turn.requested)
        if answer is None:
            return None
        memory = replace(turn.memory, findings=merge_findings(turn.memory.findings, answer.findings))
        return Plan("inform", (), memory, {turn.requested: answer.value}, _shown(answer.findings), turn.now)

    def prefill(self, turn: Turn, plan: Plan) -> dict[str, Any]:
        """Groups of which everything was said already are not asked."""
        return {
            group.slot: "known"
            for group in self._interview.groups.values()
            if turn.slots.get(group.slot) is None
            and group.slot not in plan.slots
            and self._interview.is_answered(group.id, plan.memory.findings)
        }

    def _misunderstood(self, context: Context) -> Plan:
        times = int(context.turn.memory.extra.get(MISUNDERSTOOD) or 0) + 1
        memory = replace(context.memory, extra={**context.memory.extra, MISUNDERSTOOD: times})
        return context.plan("noted", Act("misunderstood", str(times)), memory=memory)


def _taken(context: Context, answer: Answer) -> Plan:
    correction = "correction" in context.reading.cues
    findings = merge_findings(context.memory.findings, answer.findings, correction)
    memory = replace(_understood(context), findings=findings)
    plan = context.plan("inform", memory=memory, **{context.turn.requested or "": answer.value})
    return replace(plan, findings=_shown(context.reading.findings()))


def _shown(findings: tuple[Finding, ...]) -> tuple[dict[str, Any], ...]:
    """For `meta.findings`: what was said of a row, not the interview's own bookkeeping."""
    return tuple(finding.to_json() for finding in findings if not finding.concept.startswith(PREFIX))


def _understood(context: Context) -> Memory:
    return replace(context.memory, extra={**context.memory.extra, MISUNDERSTOOD: 0})


def _wants_out(context: Context) -> bool:
    return "stop" in context.reading.cues or context.turn.chance("stop") > QUESTION_CHANCE


def _asks(context: Context) -> bool:
    """A question of the patient's own; "no", "yes 34" and "not sure about that?" are answers."""
    if context.reading.of("activity"):
        return True
    strong = context.turn.chance("question/", "ask_timing") > QUESTION_CHANCE
    return context.question and (strong or context.words > 3) and not context.reading.cues & {"yes", "no", "not_sure"}
