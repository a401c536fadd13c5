"""When nothing is sure: ask back with a few choices, say it is out of scope, or offer a person."""
from __future__ import annotations

from dataclasses import replace
from typing import Mapping

from bot.dialogue.chances import is_foreign
from bot.dialogue.context import Context
from bot.dialogue.memory import Memory
from bot.dialogue.plan import Act, Plan
from bot.knowledge.answers import Answer

WORTH_ASKING = 0.06
OUT_OF_SCOPE = 0.25
NEAR = 0.45
SENTENCE = 5
HARDLY = 0.06
MAX_OPTIONS = 3
MISSES = 2


def unsure(context: Context, answers: Mapping[str, Answer]) -> Plan:
    """Clarify, out of scope or fallback; the second miss in a row offers the dermatologist."""
    if is_foreign(context.turn) and context.words > 2 and context.turn.similarity:
        return refused(context)
    memory = _missed(context)
    if memory.misses >= MISSES:
        return context.plan("two_misses", memory=memory)
    if context.newest == "condition" and context.memory.outcome and not _far(context):
        return context.plan("condition", Act("condition", "again"))
    options = _options(context, answers)
    foreign = context.turn.chance("out_of_scope") >= OUT_OF_SCOPE or context.other_treatment or _far(context)
    if foreign and not context.names_needling:
        intent = "out_of_scope" if context.words > 2 and context.turn.similarity else "nlu_fallback"
        return context.plan(intent, memory=memory)
    if options:
        return context.plan("clarify", *(Act("option", option) for option in options), memory=memory)
    return context.plan("nlu_fallback", memory=memory)


def refused(context: Context) -> Plan:
    """Out of scope beyond doubt, which is understood and so no miss."""
    return context.plan("out_of_scope")


def _missed(context: Context) -> Memory:
    return replace(context.memory, misses=context.turn.memory.misses + 1)


def _options(context: Context, answers: Mapping[str, Answer]) -> list[str]:
    worth = 0.0 if context.names_needling or _ours(context) else WORTH_ASKING
    labels = [name for name, chance in context.turn.ranking if chance >= worth]
    topics = [name.removeprefix("question/") for name in labels if name.startswith("question/")]
    return [topic for topic in topics if topic in answers][:MAX_OPTIONS]


def _ours(context: Context) -> bool:
    """A sentence, and hardly about something else: offering three guesses helps more than "say it in other words"."""
    likeliest = context.turn.label.startswith("question/")
    return likeliest and context.words >= SENTENCE and context.turn.chance("out_of_scope") < HARDLY and not _far(context)


def _far(context: Context) -> bool:
    return context.turn.similarity < NEAR
