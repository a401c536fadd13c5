"""The contraindications a message speaks of, when it is about whether needling suits somebody."""
from __future__ import annotations

import re
from typing import Mapping

from bot.dialogue.chances import CONDITIONS, QUESTION, STRONG, category_of, health_chance, likely_topic
from bot.dialogue.context import Context
from bot.dialogue.facts import fact
from bot.dialogue.plan import Act
from bot.dialogue.timings import asks_timing
from bot.knowledge.answers import Answer
from bot.knowledge.contraindications import load_contraindications
from bot.language.reading import Mention
from bot.screening.finding import is_plain_age
from bot.triage.assess import TREATED

ELLIPTIC = 7
"""Words up to which naming a place asks the last question anew: "even in a clinic with a good doctor?"."""
CLAIMED = 0.10
"""From this probability of speaking of one's health on, a named condition is taken as told."""
LIKELY = 0.50
"""From this probability on, a question about causes or alternatives is one, though a condition is told and leave asked."""
ASKED_BESIDE = 0.25
"""From this probability on, in the message or a part of it, a topic is what is asked beside a relative's illness."""
SUITABILITY = ("contraindication", "candidates", "at_home")
"""Categories that ask whether the treatment suits somebody."""
GO_AHEAD = re.compile(r"\b(?:should|can|shall|may|do) (?:i|he|she|we) (?:still |then )?(?:go|come|attend|keep|continue|have|get|do|take)\b")
LEFT_BEHIND = ("C02", "C15")
"""Rows that a treatment itself leaves for some days: open points, an irritated scalp. Triage judges these then."""
VERDICT = re.compile(r"\b(yes or no|my case|still (a )?no|(a )?no for me|final answer|haan ya (na|nahi))\b")
SMOKING = "C64"
HABIT = re.compile(r"\b(?:smoker|smokes?|daily|every ?day|packs?|years?|chain|heavy|rozana|roz|p(?:ee|i)t[aie])\b")
"""Words that tell a habit, not an occasion."""
FOR_THEM = re.compile(r"\b(?:for|can|could|should|will|would|may|is|does) (?:her|him|she|he|they|them|(?:my|our) \w+)\b|\b(?:uske|unke|us ke|un ke) liye\b")
FOR_IT = re.compile(r"\bfor (?:my |the |this )?$")
WHICH = re.compile(r"\b(?:how|when|what|which|where|why|who|kab|kaise|kitn\w+)\b")


def conditions(context: Context, answers: Mapping[str, Answer]) -> tuple[Act, ...]:
    """The contraindications spoken of, when the message is about whether needling suits them."""
    mentions = context.reading.of("contraindication")
    if changed(context) or (not mentions and (context.bargains or _reconsider(context, answers))):
        return tuple(Act("condition", mention.id) for mention in mentions) or (Act("condition", "again"),)
    mentions = tuple(mention for mention in mentions if not _only_asked_when(mention, context, answers))
    if all(is_plain_age(one.id, one.assertion) for one in mentions) and not (mentions and _for_their_age(context, answers)):
        return ()
    if context.memory.was_treated:
        mentions = tuple(one for one in mentions if not _is_only_a_sign(one, context))
    mentions = tuple(one for one in mentions if one.id not in LEFT_BEHIND or context.about_it or not _treated(context))
    if not mentions or _only_denied(context) or not _about_suitability(context, answers):
        return ()
    if _only_theirs(context) and (own_question(context, answers) or _asks_for_oneself(context, answers)):
        return ()
    return tuple(Act("condition", mention.id) for mention in mentions)


def _for_their_age(context: Context, answers: Mapping[str, Answer]) -> bool:
    """An age and nothing else was told, and whether the treatment suits is asked: "can I get it at a clinic? 55 f".

    Who asks to be checked is, with the age filled in.
    """
    if context.turn.label == "start_screening" and context.turn.sure:
        return False
    if health_chance(context.turn, answers) >= CLAIMED:
        return True
    return context.permission and context.needling and likely_topic(context.turn.ranking, answers) is None


def _is_only_a_sign(mention: Mention, context: Context) -> bool:
    """After a treatment "no fever though" is a sign denied, and dandruff in "nizoral for my dandruff" what it is for."""
    signs = [one for one in context.reading.of("symptom") if one.start < mention.end and mention.start < one.end]
    purpose = FOR_IT.search(context.text[: mention.start]) and context.reading.of("activity") and context.newest == "activity"
    return bool(purpose) or (mention.assertion == "absent" and bool(signs))


def _treated(context: Context) -> bool:
    told = any(symptom.name == TREATED for symptom in context.reading.symptoms())
    return told or context.memory.was_treated


def changed(context: Context) -> bool:
    """What was told before is now otherwise, after an outcome was given: "did the test, negative"."""
    before = {finding.concept: (finding.assertion, finding.details) for finding in context.turn.memory.findings}
    after = {finding.concept: (finding.assertion, finding.details) for finding in context.memory.findings}
    return bool(context.turn.memory.outcome) and any(after.get(concept, told) != told for concept, told in before.items())


def _reconsider(context: Context, answers: Mapping[str, Answer]) -> bool:
    """No condition is named, but one is known, and the question or the setting is a new one: "and at home?"."""
    before, after = context.turn.memory, context.memory
    if before.findings != after.findings:
        return True
    held = any(finding.assertion in ("present", "possible") for finding in before.findings)
    if not before.findings or not (context.newest == "condition" or before.outcome or held):
        return False
    if {mention.id for mention in context.reading.of("activity")} - {"next_session"}:
        return False
    category = category_of(context.turn.label, answers) if context.turn.sure else ""
    another = bool(category) and not category.startswith(SUITABILITY)
    if context.newest == "condition" and context.reading.of("setting") and context.words <= ELLIPTIC:
        return not WHICH.search(context.text)
    if context.newest == "condition" and before.setting != after.setting and not another:
        return True
    if context.reading.of("setting") and context.question and not context.turn.sure:
        return True
    if VERDICT.search(context.text) and (context.newest == "condition" or not another):
        return True
    if GO_AHEAD.search(context.text) and not WHICH.search(context.text) and context.needling:
        return True
    asked = context.permission and (context.needling or context.about_it)
    return asked and not another


def _only_asked_when(mention: Mention, context: Context, answers: Mapping[str, Answer]) -> bool:
    """ "and cigarettes?" after a treatment: an activity whose time is asked, and no habit that was told."""
    activities = context.reading.of("activity")
    same = any(mention.start < one.end and one.start < mention.end for one in activities)
    told = HABIT.search(context.text) if mention.id == SMOKING else context.claims or not context.memory.was_treated
    return same and not told and asks_timing(context, answers)


def _about_suitability(context: Context, answers: Mapping[str, Answer]) -> bool:
    turn, category = context.turn, category_of(context.turn.label, answers)
    if turn.form == "screening_form":
        return True
    if _plain_fact(context, answers):
        return False
    foreign = turn.label == "out_of_scope" and not context.names_needling and not context.about_it
    if foreign and context.question and not context.told_when:
        return False
    elsewhere = category.startswith(("causes_", "alternatives_", "side_effects", "combination_"))
    if elsewhere and turn.sure and not context.claims and _only_supposed(context):
        return False
    claimed = context.permission and context.claims
    likely = turn.confidence >= LIKELY or not claimed
    if elsewhere and turn.sure and context.question and not context.names_needling and likely:
        return False
    if context.needling or context.permission or not context.asks:
        return True
    if context.claims and any(one.assertion == "present" for one in context.reading.of("contraindication")):
        return True
    return turn.chance("state_condition", "start_screening") > 0.3 or category.startswith(("contraindication", "candidates"))


def _only_supposed(context: Context) -> bool:
    """ "transplant or this one": named, and nobody said to have it."""
    return all(one.assertion == "hypothetical" for one in context.reading.of("contraindication"))


def _plain_fact(context: Context, answers: Mapping[str, Answer]) -> bool:
    """Surely another question, and nobody said to have the thing: "transplant or needling", "does it wound on purpose"."""
    turn = context.turn
    if context.permission or not context.asks:
        return False
    topic = fact(turn.ranking, answers, turn.sure)
    return topic is not None and turn.confidence >= STRONG and health_chance(turn, answers) < CLAIMED and not context.claims


def own_question(context: Context, answers: Mapping[str, Answer]) -> str | None:
    """The topic asked beside others' illnesses: "my uncle has a stent, I am healthy; what does it cost"."""
    if not _only_theirs(context):
        return None
    rankings = (context.turn.ranking, *context.turn.segments)
    topics = [(chance, label.removeprefix(QUESTION)) for ranking in rankings for label, chance in ranking if _own_topic(label, answers)]
    best = max(topics, default=(0.0, ""))
    return best[1] if best[0] >= ASKED_BESIDE else None


def _asks_for_oneself(context: Context, answers: Mapping[str, Answer]) -> bool:
    """A time after one's own treatment, or something that has nothing to do with whom it suits."""
    if context.reading.of("activity"):
        return context.permission or context.memory.was_treated
    asked = context.question and not context.permission and not FOR_THEM.search(context.text)
    return asked and health_chance(context.turn, answers) < CLAIMED


def _only_theirs(context: Context) -> bool:
    """Every illness told is a relative's who is not the patient, and none that counts in the family."""
    mentions, rows = context.reading.of("contraindication"), load_contraindications()
    theirs = [one for one in mentions if one.assertion == "family"]
    own = [one for one in mentions if one.assertion not in ("family", "absent") and not is_plain_age(one.id, one.assertion)]
    counts = any(rows[one.id].family_counts for one in theirs)
    return bool(theirs) and not own and not counts and "other_patient" not in context.reading.cues


def _own_topic(label: str, answers: Mapping[str, Answer]) -> bool:
    category = category_of(label, answers)
    return bool(category) and not category.startswith(CONDITIONS)


def _only_denied(context: Context) -> bool:
    """ "no fever, no pus": a list of what is not there, and nothing asked."""
    if context.turn.form or context.needling or context.question:
        return False
    mentions = context.reading.of("contraindication")
    symptoms = [one for one in context.reading.of("symptom") if not any(one.start < c.end and c.start < one.end for c in mentions)]
    denied = [symptom for symptom in symptoms if symptom.assertion == "absent"]
    return bool(denied) and all(mention.assertion == "absent" for mention in mentions)
