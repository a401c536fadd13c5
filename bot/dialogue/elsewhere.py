"""What asks nothing of the answers: another field, a wish, a look back."""
from __future__ import annotations

import re

from bot.dialogue.chances import STRONG, is_foreign, surely_foreign
from bot.dialogue.context import Context
from bot.knowledge.contraindications import load_contraindications

SHORT = 10
"""Words up to which another time alone asks the last question anew: "if we go on Thursday instead"."""
WISHES = ("forget_me", "privacy", "book", "booking_status", "reschedule", "cancel_booking", "thank", "goodbye", "stop")
BOOKING = re.compile(r"\b(book\w*|appointment|appoint\w*|slot|clinic|doctor|dermatologist)\b")
OURS = re.compile(r"micro ?needl|derma ?(?:pen|roll|stamp)|scalp needl|\bneedl(?:ing|ed)\b|\bneedle (?:the|my|this|that|it)\b")
OTHER_AIM = re.compile(
    r"\b(?:ok|okay|fine|safe|when|can|may|should|how soon|how long)\b.{1,40}\b(?:(?:get|getting|become|be) pregnant|conceive"
    r"|try for (?:a )?(?:baby|child)|(?:donate|give|donating) blood)\b"
    r"|^(?:(?:hey|hi|ok|okay|please|pls|can you|could you) )*(?:remind me to|set (?:an?|the|my) (?:alarm|timer|reminder)|translate"
    r"|play (?:me )?(?:a |the |some )?(?:song|music|video)|(?:write|tell) (?:me )?(?:an? )?(?:poem|essay|letter|story|joke)"
    r"|do my (?:homework|assignment))\b"
)
"""What is asked for is another thing altogether, whatever medicine or condition stands beside it."""
AFRAID_OF_NEEDLES = "C62"
TRANSPLANT = "C51"
"""The one procedure among them that people weigh against needling."""
OTHER_NEEDLES = re.compile(
    r"\b(?:blood (?:test|draw|sample|work)|vaccin\w+|flu (?:jab|shot)|dentist|dental|root canal|cannula|drip|insulin|epidural)\b"
)
GET_IT = re.compile(r"\b(?:can|could|should|may|shall) (?:i|we) (?:still |also )?(?:get|have|do|start|try) (?:it|this)\b")
HOW_LONG_AFTER = re.compile(r"\b(?:after|in) how many (?:days|hours|weeks) (?:can|may|could|should) i\b|\bkitne (?:din|ghante) (?:baad|bad|ke baad)\b")
"""Asked on this page it is the session after which something may be done."""
ASKED = re.compile(
    r"\?|\bor not\b|(?:^|[,.;!]\s*|\b(?:and|but|so|pls|please) )(?:what|when|why|how|who|where|which|is|are|am|do|does|did"
    r"|can|could|should|will|would|may|ok|okay|safe|kya|kab|kaise|kis|kaun\w*)\b"
)
"""Something is asked, in whichever clause."""
BACK = re.compile(
    r"(?:(?:but|and|so|ok|okay|then|acha|plz|please|why|y|how|come|so|very|too|that|this|is|it|not|no|such|a|the|though|tho"
    r"|strict|long|late|much|many|wait|rule|days?|hours?|kyun?|q|itna|itni|lamba)[ ?!.,]*)+"
)
"""A question for the reason with no subject of its own."""


def elsewhere(context: Context) -> bool:
    """About another field, however many of our words it uses."""
    turn, follows = context.turn, _follows(context)
    if another_aim(context):
        return True
    if _tells_condition(context):
        return False
    ours = OURS.search(context.text) or turn.memory.pending or _asks_for_own_condition(context)
    doubtless = surely_foreign(turn) if ours else is_foreign(turn)
    if doubtless and not (turn.form or follows or context.reading.symptoms()):
        return True
    if context.names_needling or turn.memory.pending or turn.form or context.told_when:
        return False
    if context.other_treatment and turn.memory.treated is None:
        return True
    asked = bool(context.reading.of("activity")) and context.permission
    if follows or (asked and context.needling) or (context.mentions_condition and context.about_it):
        return False
    return is_foreign(turn)


def _follows(context: Context) -> bool:
    """It goes on with what was spoken of, or asks what one may do after needling."""
    known = context.turn.memory.treated is not None or context.newest == "activity"
    activity = bool(context.reading.of("activity"))
    again = context.bargains or (context.another_time and context.words <= SHORT)
    return (
        (activity and known and not context.other_treatment)
        or (activity and context.permission and _after_needling(context))
        or (activity and not context.other_treatment and bool(HOW_LONG_AFTER.search(context.text)))
        or (again and not surely_foreign(context.turn))
        or (context.newest == "condition" and context.mentions_condition)
        or (context.told_when and (known or bool(OURS.search(context.text))))
        or _says_more(context)
    )


def _says_more(context: Context) -> bool:
    """ "sorry, the last one was in September": of what was told before, and of nothing new."""
    before, after = context.turn.memory.findings, context.memory.findings
    return before != after and {one.concept for one in before} == {one.concept for one in after}


def another_aim(context: Context) -> bool:
    """What is wanted has nothing to do with needling, in a talk that is not about a treatment either."""
    if context.turn.memory.treated is not None or context.turn.form or OURS.search(context.text):
        return False
    return _after_another(context) or bool(OTHER_AIM.search(context.text)) or _other_needles(context)


def _tells_condition(context: Context) -> bool:
    """ "I forgot, I take Ascard": a condition that is told, and nothing asked, is hardly ever turned away."""
    said = [one.assertion for one in context.reading.of("contraindication") if one.assertion != "hypothetical"]
    own = any(assertion in ("present", "possible", "past") for assertion in said)
    foreign = surely_foreign(context.turn) if own else is_foreign(context.turn)
    return bool(said) and not ASKED.search(context.text) and not foreign


def _asks_for_own_condition(context: Context) -> bool:
    """ "I am nursing, can I get it": a condition that is there, and leave asked for what is spoken of on this page."""
    own = any(one.assertion == "present" for one in context.reading.of("contraindication"))
    return own and bool(GET_IT.search(context.text))


def _after_another(context: Context) -> bool:
    """ "five days after my transplant, can I swim": the aftercare of another procedure."""
    rows = load_contraindications()
    procedures = [one for one in context.reading.of("contraindication") if one.id in rows and rows[one.id].event]
    compared = {one.end for one in procedures if one.id == TRANSPLANT}
    activity = any(one.end not in compared for one in context.reading.of("activity"))
    ours = context.needling or context.names_needling
    return bool(procedures) and activity and bool(ASKED.search(context.text)) and not ours


def _other_needles(context: Context) -> bool:
    """ "terrified of needles, and my first blood test is next month": fear of another needle than ours."""
    afraid = any(one.id == AFRAID_OF_NEEDLES for one in context.reading.of("contraindication"))
    return afraid and bool(OTHER_NEEDLES.search(context.text)) and bool(ASKED.search(context.text))


def _after_needling(context: Context) -> bool:
    """The treatment is named beyond doubt, or a sign that it leaves: "it stopped bleeding, when can I swim"."""
    return bool(OURS.search(context.text) or context.reading.symptoms()) and not context.other_treatment


def wishes(context: Context) -> bool:
    """Surely something that is done and not answered: "ok now delete my data" is no new time for the last question."""
    anew = context.haggles or context.another_time
    if anew and context.turn.label == "reschedule" and not BOOKING.search(context.text):
        return False  # "if we go on Thursday instead" moves the swim, not an appointment
    named = context.reading.of("activity") or context.mentions_condition or context.reading.symptoms()
    return context.turn.label in WISHES and context.turn.confidence >= STRONG and not named


def refers_back(context: Context) -> bool:
    """ "why so strict" names nothing, so it is about the last answer, however like a topic it sounds."""
    return bool(context.turn.memory.topics) and "why" in context.reading.cues and bool(BACK.fullmatch(context.text.strip()))
