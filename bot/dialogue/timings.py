"""The activities whose time a message asks for."""
from __future__ import annotations

import re
from typing import Mapping

from bot.dialogue.chances import STRONG, TIMING, is_foreign, timing_chance
from bot.dialogue.context import PERMISSION, Context
from bot.dialogue.facts import SHORT, fact
from bot.dialogue.plan import Act
from bot.knowledge.answers import Answer
from bot.knowledge.windows import load_windows
from bot.language.reading import Mention
from bot.language.segments import segments

ELLIPTIC = 12
"""Words up to which an activity beside a treatment time is a question: "needled yesterday. gym?"."""
TOLD_ONLY = 12
"""Words up to which an activity that is only named, with no question of its own, is asked about: "bike so helmet"."""
LIKELY_TIMING = 0.08
"""With a treatment time in the message, this much of the probability is enough for a question about a time."""
ASKING = re.compile(r"\b(?:can|could|may|should|shall|when|kab|allowed|will)\b")
NEAR = 25
"""Letters between "I went" and what it speaks of."""
AGAIN = re.compile(r"\b(?:start|restart|resume|use|put|apply|wash|do|go|get)\b.{1,40}\b(?:again|back)\b|\bgo back to\b|\bback (?:on|to)\b")
"""A wish to go on with what was left off."""
FROM_WHEN = re.compile(
    r"\b(?:from when|since when|kab se|(?:from|after|on) (?:which|what|how many) (?:day|days|date|hours)|kitne (?:din|ghante|hafte) (?:baad|bad|ke)|(?:when|how soon) (?:can|may|should|could) (?:i|we|he|she) (?:use|put|apply|start|wash|take|wear|go))\b"
)
"""A question for the earliest moment."""
TOO_SOON = re.compile(r"\btoo (early|soon)\b|\bthis (early|soon)\b|\babhi jaldi\b")
MY_HEAD = re.compile(r".{0,20}\b(?:my|mere|meri|mera) (?:hair|head|scalp|sar|sir|baal|bal|baalon|balon)\b")
ABOUT = re.compile(r"\b(?:what|how) about\b|\baur\b|^and (?:my|the)\b")
PRODUCTS = ("combination_", "alternatives_", "timing_", "aftercare_")
AFTER = re.compile(r"\b(?:after|post|following|baad|bad|ke bd)\b")
DID = re.compile(
    r"(?<!if )\b(?:i|we) (?:just |only |also |even )?did (?!it|my|the|micro|derma|needl|prp)"
    r"|(?:^|(?<!if )\b(?:i|we) (?:just |only |also |even )?)(?:went|swam|ran|played|washed|shampooed|showered|bathed|oiled|drank|smoked"
    r"|ate|rubbed|massaged|sprayed|dyed|colou?red|bleached|applied|put|wore|sat)\b"
)
"""What was done and not asked for."""


def timings(context: Context, answers: Mapping[str, Answer], screened: bool) -> tuple[Act, ...]:
    """The activities asked about, or the last ones again when only the time or the scalp changed."""
    asked = [mention for mention in context.reading.of("activity") if not _is_anothers(mention, context)]
    asked = [mention for mention in asked if mention.assertion != "absent"] or asked
    activities = list(dict.fromkeys(mention.id for mention in asked))
    options = _timing_options(context)
    if activities:
        if screened and not context.permission and not context.reading.times.treated:
            return ()
        if _asks_a_fact(context, answers) or not asks_timing(context, answers):
            return ()
        return tuple(Act("timing", activity, options) for activity in activities)
    if not _continues_timing(context) or (screened and not _lengthens(context)):
        return ()
    again = context.turn.memory.pending or context.turn.memory.newest("activity")
    return tuple(Act("timing", activity, options) for activity in again)


def _is_anothers(mention: Mention, context: Context) -> bool:
    """ "my neighbour had a facial"; "mother wants to oil my hair", and anything after one's own treatment, is one's own."""
    theirs = mention.assertion == "family" and context.memory.treated is None
    return theirs and not MY_HEAD.match(context.text[mention.end :])


def asks_timing(context: Context, answers: Mapping[str, Answer]) -> bool:
    """An activity is asked about, not only named."""
    memory, chance = context.turn.memory, timing_chance(context.turn, answers)
    if memory.treated is not None or memory.pending or context.newest == "activity":
        return True
    asked = context.permission or context.words <= ELLIPTIC or _already_did(context)
    asked = asked or (context.question and context.alert is None)
    if context.reading.times.treated and (asked or chance >= LIKELY_TIMING):
        return True
    resumes = any(wish.search(context.text) for wish in (AGAIN, TOO_SOON, FROM_WHEN))
    if resumes and context.reading.of("activity") and (context.permission or context.question):
        return True
    about_it = bool(context.needling or context.reading.times.target or context.reading.symptoms())
    ours = not is_foreign(context.turn) or (context.needling and AFTER.search(context.text))
    if context.permission and about_it and ours and (context.words <= SHORT or chance >= LIKELY_TIMING):
        return True
    return chance >= TIMING


def _asks_a_fact(context: Context, answers: Mapping[str, Answer]) -> bool:
    """A sure topic outside timing wins over a product it names: "is minoxidil better than PRP"."""
    times, memory, turn = context.reading.times, context.turn.memory, context.turn
    if times.treated or memory.pending or _already_did(context) or _asked_apart(context):
        return False
    topic = fact(turn.ranking, answers, turn.sure)
    if topic is None or (times.target and turn.confidence < STRONG):
        return False
    category = answers[topic.id].category
    if (context.permission or context.question) and _takes_up_again(context, category):
        return False
    if memory.was_treated and category.startswith(PRODUCTS) and (context.permission or ABOUT.search(context.text)):
        return False
    if not category.startswith("timing_"):
        follows = context.newest == "activity"
        if follows and context.words <= TOLD_ONLY and not context.asks:
            return False
        return not (context.words <= 4 and (memory.treated is not None or follows))
    return "why" in context.reading.cues or (memory.treated is None and not context.permission)


def _asked_apart(context: Context) -> bool:
    """ "can I take Brufen and what does a session cost": after a treatment, a part of its own asks for the activity."""
    parts = segments(context.text)
    if len(parts) < 2 or not context.memory.was_treated:
        return False
    names = [one.text.lower() for one in context.reading.of("activity")]
    return any(PERMISSION.search(part) and name in part for part in parts for name in names)


def _takes_up_again(context: Context, category: str) -> bool:
    """ "can I start my foam again", "is my shampoo ok after it": a product's time, however well a fact about it fits."""
    after = (context.needling or context.names_needling) and AFTER.search(context.text) and category.startswith((*PRODUCTS, "causes_", "healing_"))
    since_when = FROM_WHEN.search(context.text) and category.startswith(PRODUCTS)
    return bool(after or since_when or AGAIN.search(context.text) or TOO_SOON.search(context.text))


def _timing_options(context: Context) -> dict[str, object]:
    cues = context.reading.cues
    if context.reading.times.unknown:
        return {"problem": "unknown"}
    if _already_did(context):
        cues = cues | {"already_did"}
    names = {"already_did": "already", "why": "why", "what_instead": "instead", "until_when": "until"}
    return {option: True for cue, option in names.items() if cue in cues}


def _already_did(context: Context) -> bool:
    """ "i washed it this morning": told, and not asked for."""
    activities = context.reading.of("activity")
    if ASKING.search(context.text) or not activities:
        return False
    told = [match.span() for match in DID.finditer(context.text)]
    done = any(start <= one.end and one.start <= end + NEAR for start, end in told for one in activities)
    return done or "already_did" in context.reading.cues


def _continues_timing(context: Context) -> bool:
    memory, times = context.turn.memory, context.reading.times
    if not (memory.pending or context.newest == "activity"):
        return False
    if context.mentions_condition:
        return context.permission and _lengthens(context)
    if context.haggles:
        return True
    changed = times.treated is not None or times.target is not None or times.unknown
    scalp = any(one.id in ("calm", "not_calm") for one in context.reading.of("modifier")) or _lengthens(context)
    asks_again = bool(context.reading.cues & {"until_when", "what_instead", "not_sure", "already_did"})
    return changed or scalp or asks_again


def _lengthens(context: Context) -> bool:
    """What lengthens a wait just asked about was told otherwise: "they used 1.5 mm", "mine was 0.5"."""
    before, after = context.turn.memory.modifiers, context.memory.modifiers
    windows = [load_windows()[activity] for activity in context.turn.memory.newest("activity")]
    return any(before.get(name) != after.get(name) for window in windows for name in window.extended_if)
