"""What a message means while the check is going on, and which questions need not be asked."""
from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping

from bot.dialogue.context import Context
from bot.dialogue.plan import Act, Plan
from bot.dialogue.turn import Turn
from bot.knowledge.content import Knowledge
from bot.screening.finding import Finding
from bot.screening.findings import merge_findings
from bot.screening.interview import Answer, Interview

FORM = "screening_form"
PREFIX = "screening_"
GROUPS = ("age", "pregnancy", "skin", "medicines", "health", "scars", "hair", "procedures")
SLOTS = tuple(PREFIX + group for group in GROUPS)
MISUNDERSTOOD = "misunderstood"
QUESTION_CHANCE = 0.5


def group_of(slot: str) -> str:
    """The question group of a slot."""
    return slot.removeprefix(PREFIX)


class ScreeningForm:
    """Takes yes, no, not sure, ages and anything volunteered; leaves questions to the others."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._interview = Interview(knowledge.contraindications)

    def answer(self, context: Context) -> Plan | None:
        """The plan when the message answers the open question or tells something, else None."""
        turn = context.turn
        if turn.form != FORM or not turn.requested:
            return None
        if _wants_out(context):
            return context.plan("stop")
        group = group_of(turn.requested)
        answer = self._interview.interpret(context.reading, group)
        if answer is not None and not _asks(context):
            return self._taken(context, group, answer)
        if _asks(context):
            return None
        if context.reading.findings():
            return context.plan("noted", memory=_understood(context))
        if turn.chance("question/", "ask_timing", "book", "privacy", "forget_me", "thank") > QUESTION_CHANCE:
            return None
        return self._misunderstood(context)

    def prefill(self, turn: Turn, plan: Plan) -> dict[str, Any]:
        """Groups of which everything was said already are not asked."""
        open_groups = [group for group in GROUPS if turn.slots.get(PREFIX + group) is None]
        return {
            PREFIX + group: "known"
            for group in open_groups
            if PREFIX + group not in plan.slots and self._interview.is_answered(group, plan.memory.findings)
        }

    def _taken(self, context: Context, group: str, answer: Answer) -> Plan:
        findings = merge_findings(context.memory.findings, answer.findings)
        memory = replace(_understood(context), findings=findings)
        plan = context.plan("inform", memory=memory, **{PREFIX + group: answer.value})
        return replace(plan, findings=tuple(f.to_json() for f in _said(context, answer)))

    def _misunderstood(self, context: Context) -> Plan:
        times = int(context.turn.memory.extra.get(MISUNDERSTOOD) or 0) + 1
        memory = replace(context.memory, extra={**context.memory.extra, MISUNDERSTOOD: times})
        return context.plan("noted", Act("misunderstood", str(times)), memory=memory)


def findings_of_answers(findings: tuple[Finding, ...], slots: Mapping[str, Any]) -> tuple[Finding, ...]:
    """The findings; answers are merged into them as they are given, so the slots add nothing."""
    del slots
    return findings


def _said(context: Context, answer: Answer) -> tuple[Finding, ...]:
    spoken = context.reading.findings()
    return spoken or answer.findings


def _understood(context: Context) -> Any:
    return replace(context.memory, extra={**context.memory.extra, MISUNDERSTOOD: 0})


def _wants_out(context: Context) -> bool:
    return "stop" in context.reading.cues or context.turn.chance("stop") > QUESTION_CHANCE


def _asks(context: Context) -> bool:
    """A question of the patient's own; "no", "yes 34" and "not sure about that?" are answers."""
    if context.reading.of("activity"):
        return True
    strong = context.turn.chance("question/", "ask_timing") > QUESTION_CHANCE
    return context.question and (strong or context.words > 3) and not context.reading.cues & {"yes", "no", "not_sure"}
