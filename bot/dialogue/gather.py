"""Which acts a message calls for, in the order contraindication, timing, fact."""
from __future__ import annotations

import re
from typing import Iterable, Mapping

from bot.dialogue.chances import HEALTH, TIMING, belongs, category_of, health_chance, is_foreign, likely_topic, timing_chance
from bot.dialogue.context import Context
from bot.dialogue.plan import Act
from bot.dialogue.turn import Ranking
from bot.knowledge.answers import Answer
from bot.knowledge.windows import load_windows
from bot.language.reading import Mention
from bot.screening.finding import is_plain_age

STRONG = 0.60
"""From this probability on, a topic outweighs an activity that the sentence also names."""
OUT_OF_SCOPE = 0.40
FAR_OUT = 0.70
"""From this probability on, even an activity or a condition does not make it ours."""
ELLIPTIC = 8
"""Words up to which an activity beside a treatment time is a question: "needled yesterday. gym?"."""
TOLD_ONLY = 12
"""Words up to which an activity that is only named, with no question of its own, is asked about: "bike so helmet"."""
LIKELY_TIMING = 0.08
"""With a treatment time in the message, this much of the probability is enough for a question about a time."""
CLAIMED = 0.10
"""From this probability of speaking of one's health on, a named condition is taken as told."""
SHORT = 25
"""Words up to which the parts of a message are taken as questions of their own."""
WISHES = ("forget_me", "privacy", "book", "booking_status", "reschedule", "cancel_booking", "thank", "goodbye", "stop")
SUITABILITY = ("contraindication", "candidates", "at_home")
"""Categories that ask whether the treatment suits somebody."""
URGENT_FIRST = "book_dermatologist"
DID = re.compile(r"\b(?:i|we) (?:just |only |also |even )?(?:did|went|swam|ran|played|washed|drank|smoked|ate|dyed|applied|put|sat)\b")
"""What was done and not asked for."""
GO_AHEAD = re.compile(r"\b(?:should|can|shall|may|do) (?:i|he|she|we) (?:still |then )?(?:go|come|attend|keep|continue|have|get|do|take)\b")
WHICH = re.compile(r"\b(?:how|when|what|which|where|why|who|kab|kaise|kitn\w+)\b")
BACK = re.compile(
    r"(?:(?:but|and|so|ok|okay|then|acha|plz|please|why|y|how|come|so|very|too|that|this|is|it|not|no|such|a|the|though|tho"
    r"|strict|long|late|much|many|wait|rule|days?|hours?|kyun?|q|itna|itni|lamba)[ ?!.,]*)+"
)
"""A question for the reason with no subject of its own."""
CLAIM = re.compile(
    r"\b(i|we) (?:only |just |also |do |daily |still )?(have|had|got|get|am on|take|took|use|was on|suffer)\b|\b(im|i m|i'm|ive|i've) (a|an|on|taking|having|got|been|pregnant|\w+ic)\b"
    r"|\b(my|mera|meri|mere|mujhe|mujhay|hamein)\b|^(on|taking|have|had|with|got)\b"
)
"""Words with which people claim a condition as their own or a relative's."""


def gather(context: Context, answers: Mapping[str, Answer]) -> tuple[Act, ...]:
    """All acts, without repetition."""
    if _refers_back(context):
        return ()
    if not _changed(context) and (_elsewhere(context) or _wishes(context)):
        return ()
    if context.alert is not None and context.alert.level == URGENT_FIRST and not _asks_why(context, answers):
        return _once(flags(context) + conditions(context, answers))
    found = conditions(context, answers)
    found += timings(context, answers, bool(found))
    if context.question or not found:
        found += facts(context, answers, bool(found))
    if not found:
        found = flags(context)
    return _once(found)


def _refers_back(context: Context) -> bool:
    """ "why so strict" names nothing, so it is about the last answer, however like a topic it sounds."""
    return bool(context.turn.memory.topics) and "why" in context.reading.cues and bool(BACK.fullmatch(context.text.strip()))


def conditions(context: Context, answers: Mapping[str, Answer]) -> tuple[Act, ...]:
    """The contraindications spoken of, when the message is about whether needling suits them."""
    mentions = context.reading.of("contraindication")
    if _changed(context) or (not mentions and _reconsider(context, answers)):
        return tuple(Act("condition", mention.id) for mention in mentions) or (Act("condition", "again"),)
    mentions = [mention for mention in mentions if not _only_asked_when(mention, context, answers)]
    if all(is_plain_age(one.id, one.assertion) for one in mentions) and health_chance(context.turn, answers) < CLAIMED:
        return ()  # holds of no mention at all too
    if not mentions or _only_denied(context) or not _about_suitability(context, answers):
        return ()
    if _beside_the_point(mentions, context, answers):
        return ()
    return tuple(Act("condition", mention.id) for mention in mentions)


def _only_asked_when(mention: Mention, context: Context, answers: Mapping[str, Answer]) -> bool:
    """ "and cigarettes?" after a treatment: an activity whose time is asked, and no habit that was told."""
    activities = context.reading.of("activity")
    same = any(mention.start < one.end and one.start < mention.end for one in activities)
    claimed = mention.assertion != "hypothetical" and (context.newest != "activity" or CLAIM.search(context.text))
    return same and not claimed and _asks_timing(context, answers)


def timings(context: Context, answers: Mapping[str, Answer], screened: bool) -> tuple[Act, ...]:
    """The activities asked about, or the last ones again when only the time or the scalp changed."""
    activities = list(dict.fromkeys(mention.id for mention in context.reading.of("activity")))
    options = _timing_options(context)
    if activities:
        if screened and not context.permission and not context.reading.times.treated:
            return ()
        if _asks_a_fact(context, answers) or not _asks_timing(context, answers):
            return ()
        return tuple(Act("timing", activity, options) for activity in activities)
    if screened or not _continues_timing(context):
        return ()
    again = context.turn.memory.pending or context.turn.memory.newest("activity")
    return tuple(Act("timing", activity, options) for activity in again)


def facts(context: Context, answers: Mapping[str, Answer], more_urgent: bool) -> tuple[Act, ...]:
    """The topics of the whole text, or of its parts when it asks several things."""
    turn = context.turn
    if more_urgent and (not turn.segments or context.words > SHORT):
        return ()
    several = turn.segments if context.words <= SHORT else ()
    rankings = several or (turn.ranking,)
    found = [act for ranking in rankings if (act := _fact(ranking, answers))]
    if more_urgent:
        return tuple(act for act in found if not _same_area(act, context, answers))
    whole = _fact(turn.ranking, answers, turn.sure)
    if several:
        found = [act for act in found if act == whole or belongs(act.id, turn.ranking, answers)]
    if whole is None and len(found) == 1 and max(ranking[0][1] for ranking in rankings if ranking) < STRONG:
        found = []
    if whole and (len(found) < 2 or whole not in found):
        found = [whole] if len(found) < 2 else found
    return _once(found)[:3]


def flags(context: Context) -> tuple[Act, ...]:
    """Expected healing, a sign to book for, or a sign only supposed: said when nothing else is asked."""
    if context.alert is not None:
        return (Act("flag", context.alert.flags[0], {"alert": context.alert.to_json()}),)
    if context.supposed:
        return (Act("flag", context.supposed[0], {"hypothetical": list(context.supposed)}),)
    return ()


def _fact(ranking: Ranking, answers: Mapping[str, Answer], sure: bool = False) -> Act | None:
    topic = likely_topic(ranking, answers, sure)
    return Act("answer", topic) if topic else None


def _asks_a_fact(context: Context, answers: Mapping[str, Answer]) -> bool:
    """A sure topic outside timing wins over a product it names: "is minoxidil better than PRP"."""
    times, memory, turn = context.reading.times, context.turn.memory, context.turn
    if times.treated or memory.pending:
        return False
    fact = _fact(turn.ranking, answers, turn.sure)
    if fact is None or (times.target and turn.confidence < STRONG):
        return False
    category = answers[fact.id].category
    if not category.startswith("timing_"):
        follows = context.newest == "activity"
        if follows and context.words <= TOLD_ONLY and not context.asks:
            return False
        return not (context.words <= 4 and (memory.treated is not None or follows))
    return "why" in context.reading.cues or (memory.treated is None and not context.permission)


def _about_suitability(context: Context, answers: Mapping[str, Answer]) -> bool:
    turn, category = context.turn, category_of(context.turn.label, answers)
    if turn.form == "screening_form":
        return True
    if _plain_fact(context, answers):
        return False
    foreign = turn.label == "out_of_scope" and not context.names_needling and not context.about_it
    if foreign and context.question and context.memory.treated == turn.memory.treated:
        return False
    elsewhere = category.startswith(("causes_", "alternatives_", "side_effects", "combination_"))
    claimed = context.permission and CLAIM.search(context.text)
    if elsewhere and turn.sure and not context.names_needling and not claimed:
        return False
    if context.needling or context.permission or not context.asks:
        return True
    return turn.chance("state_condition", "start_screening") > 0.3 or category.startswith(("contraindication", "candidates"))


def _plain_fact(context: Context, answers: Mapping[str, Answer]) -> bool:
    """Surely another question, and nobody said to have the thing: "transplant or needling", "does it wound on purpose"."""
    turn = context.turn
    if context.permission or not context.asks:
        return False
    fact = _fact(turn.ranking, answers, turn.sure)
    return fact is not None and turn.confidence >= STRONG and health_chance(turn, answers) < CLAIMED and not CLAIM.search(context.text)


def _asks_why(context: Context, answers: Mapping[str, Answer]) -> bool:
    """A question about the cause of hair loss is answered as one, though it names shedding or a patch."""
    fact = _fact(context.turn.ranking, answers, context.turn.sure)
    named = fact is not None and answers[fact.id].category.startswith(("causes_", "alternatives_"))
    return named and not context.needling and context.memory.treated is None


def _beside_the_point(mentions: Iterable[Mention], context: Context, answers: Mapping[str, Answer]) -> bool:
    """ "my uncle has a stent, I am healthy; what does it cost": others' illnesses around a sure question of its own."""
    topic = likely_topic(context.turn.ranking, answers)
    own = any(one.assertion != "family" and not is_plain_age(one.id, one.assertion) for one in mentions)
    return topic is not None and not own and not answers[topic].category.startswith(HEALTH)


def _changed(context: Context) -> bool:
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
    if context.newest == "condition" and before.setting != after.setting and not another:
        return True
    if context.reading.of("setting") and (context.asks or context.question) and not context.turn.sure:
        return True
    if GO_AHEAD.search(context.text) and not WHICH.search(context.text) and context.needling:
        return True
    asked = context.permission and (context.needling or context.about_it)
    return asked and not another


def _only_denied(context: Context) -> bool:
    """ "no fever, no pus": a list of what is not there, and nothing asked."""
    if context.turn.form or context.needling or context.question:
        return False
    denied = [symptom for symptom in context.reading.symptoms() if symptom.assertion == "absent"]
    mentions = context.reading.of("contraindication")
    return bool(denied) and all(mention.assertion == "absent" for mention in mentions)


def _timing_options(context: Context) -> dict[str, object]:
    cues = context.reading.cues
    if context.reading.times.unknown:
        return {"problem": "unknown"}
    if DID.search(context.text) and not context.permission and context.reading.of("activity"):
        cues = cues | {"already_did"}
    names = {"already_did": "already", "why": "why", "what_instead": "instead", "until_when": "until"}
    return {option: True for cue, option in names.items() if cue in cues}


def _continues_timing(context: Context) -> bool:
    memory, times = context.turn.memory, context.reading.times
    if not (memory.pending or context.newest == "activity"):
        return False
    if context.mentions_condition:
        return False
    changed = times.treated is not None or times.target is not None or times.unknown
    scalp = any(one.id in ("calm", "not_calm") for one in context.reading.of("modifier")) or _lengthens(context)
    asks_again = bool(context.reading.cues & {"until_when", "what_instead", "not_sure"})
    return changed or scalp or (asks_again and not context.mentions_condition)


def _lengthens(context: Context) -> bool:
    """What lengthens a wait just asked about was told otherwise: "they used 1.5 mm", "mine was 0.5"."""
    before, after = context.turn.memory.modifiers, context.memory.modifiers
    windows = [load_windows()[activity] for activity in context.turn.memory.newest("activity")]
    return any(before.get(name) != after.get(name) for window in windows for name in window.extended_if)


def _same_area(act: Act, context: Context, answers: Mapping[str, Answer]) -> bool:
    """A fact about what a computed answer covers already is not said twice."""
    category = answers[act.id].category
    if category.startswith("timing_"):
        return bool(context.reading.of("activity"))
    if category.startswith(("contraindication", "candidates")):
        return context.mentions_condition
    return category in ("aftercare_general", "red_flag")


def _wishes(context: Context) -> bool:
    """Surely something that is done and not answered: "ok now delete my data" is no new time for the last question."""
    named = context.reading.of("activity") or context.mentions_condition or context.reading.symptoms()
    return context.turn.label in WISHES and context.turn.confidence >= STRONG and not named


def _elsewhere(context: Context) -> bool:
    """About another field, however many of our words it uses."""
    turn = context.turn
    told_when = context.memory.treated != turn.memory.treated
    follows = context.newest == "activity" and context.reading.of("activity") and not context.other_treatment
    if is_foreign(turn) and not (turn.memory.pending or turn.form or context.about_it or follows):
        return True
    if context.names_needling or turn.memory.pending or turn.form or told_when:
        return False
    if context.other_treatment and turn.memory.treated is None:
        return True
    ours = context.needling or context.reading.times.treated or context.words <= 3
    asked = bool(context.reading.of("activity") and context.permission)
    known = turn.memory.treated is not None or context.newest == "activity"
    if (asked and context.needling) or (context.reading.of("activity") and known and not context.other_treatment):
        return False
    if context.mentions_condition and context.about_it:
        return False
    ours = ours or asked
    return turn.chance("out_of_scope") >= (FAR_OUT if ours else OUT_OF_SCOPE)


def _asks_timing(context: Context, answers: Mapping[str, Answer]) -> bool:
    """An activity is asked about, not only named."""
    memory, chance = context.turn.memory, timing_chance(context.turn, answers)
    if memory.treated is not None or memory.pending or context.newest == "activity":
        return True
    asked = context.permission or context.question or context.words <= ELLIPTIC
    if context.reading.times.treated and (asked or chance >= LIKELY_TIMING):
        return True
    asked = context.permission and (context.needling or context.reading.times.target)
    if asked and context.turn.label != "out_of_scope" and (context.words <= SHORT or chance >= LIKELY_TIMING):
        return True
    return chance >= TIMING


def _once(acts: Iterable[Act]) -> tuple[Act, ...]:
    """Each record once, in order."""
    return tuple({(act.kind, act.id): act for act in acts}.values())
