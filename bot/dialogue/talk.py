"""Small talk, follow-ups and wishes that the classifier names."""
from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.chances import LEAD, QUESTION, is_foreign
from bot.dialogue.context import Context
from bot.dialogue.memory import Memory
from bot.dialogue.plan import Act, Plan

SURE = 0.35
SHORT = 10
"""Words up to which "what to do for him" is about the last answer."""
THEM = re.compile(r"\b(him|her|it|this|that|them|then|us|me)\b")
PLAN = re.compile(r"\b(plans?|timeline|calendar|schedule|dates?|my own|days? by days?|step by step|reminders?)\b")
INSTEAD = "options_general"
"""What "then what else is there" gets after an answer about a condition."""
QUIT = re.compile(r"\b(?:should|shud|shall|must|can|do|need to|have to)\b.{0,12}\b(?:quit|stop|leave|drop|pause) (?:it|them|taking|using|that)\b|\bchor (?:doon|dun|du)\b")
QUITTING = "stop_medicine"
"""What "should I quit it for this" gets after an answer about a condition."""
GENERAL_CARE = "first_two_days"
"""What "dos and donts" gets from somebody whose session is not known; it asks for the time itself."""
AS_IS = (
    "greet", "goodbye", "thank", "bot_challenge", "help", "privacy", "forget_me", "start_screening", "book",
    "booking_status", "reschedule", "cancel_booking", "stop", "out_of_scope", "recovery_plan", "smalltalk", "ask_human", "frustration", "distress",
)
PARTS = {"why": "why", "tell_more": "more", "where_from": "source", "how_sure": "sure", "for_women": "women"}
RENAMED = {"deny": "smalltalk", "affirm": "smalltalk", "not_sure": "smalltalk"}


def talk(context: Context) -> Plan | None:
    """The plan of a message that asks for nothing medical, or None."""
    follow_up = _follow_up(context) or _standing_answer(context)
    if follow_up is not None:
        return follow_up
    if context.reading.times.unknown and context.turn.memory.pending:
        return context.plan("timing", *(Act("timing", a, {"unknown": True}) for a in context.turn.memory.pending))
    if context.told_when:
        asks = context.question and (context.permission or context.turn.chance("ask_timing") > SURE)
        topic = context.turn.label.removeprefix(QUESTION)
        if asks and topic != context.turn.label and context.turn.confidence >= LEAD:
            return context.plan("question", Act("answer", topic), memory=context.memory.about(f"answer:{topic}"))
        return context.plan("timing", Act("timing", "uncovered" if asks else "noted"))
    label = context.turn.label
    if label == "ask_timing" and context.permission and context.memory.treated is not None:
        return context.plan("timing", Act("timing", "uncovered"))
    if not context.turn.sure and context.turn.confidence < SURE:
        return None
    if label == "ask_timing":
        return context.plan("timing", Act("timing", "uncovered"))
    if label == "state_condition" and (context.permission or context.question):
        return _condition(context)
    refers = label == "out_of_scope" and context.words <= SHORT and THEM.search(context.text) and not is_foreign(context.turn)
    if (label in RENAMED or refers) and context.newest == "condition" and context.memory.outcome:
        return _condition(context)
    intent = RENAMED.get(label, label if label in AS_IS else "")
    if intent == "out_of_scope" and (context.needling or not context.turn.similarity):
        return None
    return context.plan(intent, memory=_memory(context, intent)) if intent else None


def _standing_answer(context: Context) -> Plan | None:
    """What always gets the same answer: leaving a medicine, what else there is, what to do and leave in general."""
    about_condition = context.newest == "condition"
    general = context.turn.label == "recovery_plan" and context.turn.confidence >= SURE and context.memory.treated is None
    if about_condition and QUIT.search(context.text):
        id = QUITTING
    elif about_condition and "what_instead" in context.reading.cues:
        id = INSTEAD
    elif general and not PLAN.search(context.text):
        id = GENERAL_CARE
    else:
        return None
    return context.plan("question", Act("answer", id), memory=context.memory.about(f"answer:{id}"))


def _condition(context: Context) -> Plan | None:
    known = "again" if context.memory.outcome or context.memory.findings else "unlisted"
    return context.plan("condition", Act("condition", known), memory=context.memory.about(f"condition:{known}"))


def _follow_up(context: Context) -> Plan | None:
    """Why, more, where from, and for women: about the last topic."""
    cues = context.reading.cues
    part = next((part for cue, part in PARTS.items() if cue in cues or context.turn.label == cue), None)
    if part is None or not context.turn.memory.topics or context.words > 9:
        return None
    noun, _, value = context.turn.memory.topics[0].partition(":")
    kinds = {"activity": "timing"}
    return context.plan("follow_up", Act(kinds.get(noun, noun), value, {"part": part}))


def _memory(context: Context, intent: str) -> Memory:
    if intent == "forget_me":
        return replace(context.memory, extra={**context.memory.extra, "forgetting": True})
    if intent == "out_of_scope" and not is_foreign(context.turn):
        return replace(context.memory, misses=context.turn.memory.misses + 1)
    return context.memory
