"""Plain wishes that need no classifier: a booking in a city, help."""
from __future__ import annotations

import re

from bot.booking.city import load_gazetteer
from bot.dialogue.context import Context
from bot.dialogue.plan import Act, Plan
from bot.screening.finding import is_plain_age

SHORT = 5
AGE_ONLY = 4
"""Words up to which an age is told to be judged: "25 female"."""
BOOKS = re.compile(r"\b(book|booking|appointment|appoint?ment|appt)\b")
BOOK_IT = re.compile(
    r"(?<!dont )(?<!not )(?<!don't )\bbook (it|me|us|him|her|now|one|that|kar\w*|kr\w*)\b(?! (from|was)| (an? |the )?"
    r"(flight|ticket|hotel|table|cab|taxi|ride|train|bus|room|seat|hall|car|movie))"
    r"|\b(want|need) (that|an?|the) appoint?ment\b"
)
BOOK_IN = re.compile(r"(?<!dont )(?<!not )\bbook (?:in|at|for)\b")
SLOT = re.compile(
    r"\b(?:slot|appointment|appt|opening)s? (?:\w+ ){0,2}(?:with|of|for|from) (?:\w+ ){0,3}"
    r"(?:dermat\w+|(?:hair|skin|scalp) (?:doctor|dr|specialist))\b"
)
CANCEL = re.compile(
    r"\b(?:cancel|call off) (?:(?:my|the|our|this|next|today\S*|tomorrow\S*|\S+day\S*) ){1,2}(?:visit|appointment|appt|session|booking|slot)\b"
)
HAD = re.compile(r"\b(?:had|was|missed|cancel\w*|move|shift|booked|after)\b")
CHECK = re.compile(
    r"\b(continue|resume|restart|finish|complete) (with )?(the |my |that )?(check|checkup|questions|screening)\b"
    r"|\bask me (?:whatever|anything|everything|all|the|your|what)\b"
    r"|\b(check|test|assess) (my (eligibility|suitability|fitness)|if i (qualify|am (eligible|suitable)))\b"
)
HELP = re.compile(r"\bwhat (all )?(can|could|should|do) (i|we) ask\b|\bwhat (can|do|could) (you|u) (do|help|know)\b")
NUMBER = re.compile(r"\b(?:number|helpline) (?:to|where|on which|that|i can|for|of) .{0,40}\b(?:call|ring|appointment|book\w*|doctor|dermatologist)\b")
HELPLINE = "helpline"
ASKED = re.compile(r"\b(which|what|where|when|who|did|has|have|had)\b")


def asked_for(context: Context) -> Plan | None:
    """Plain wishes, however like a question they are: "book karachi", "she says yes, book it", "what can i ask"."""
    if HELP.search(context.text) and not context.reading.mentions:
        return context.plan("help")
    if NUMBER.search(context.text) and not context.reading.mentions:
        return context.plan("question", Act("answer", HELPLINE), memory=context.memory.about(f"answer:{HELPLINE}"))
    if (CHECK.search(context.text) and not context.reading.of("contraindication")) or _tells_only_age(context):
        return context.plan("start_screening")
    if CANCEL.search(context.text) and not (context.asks or context.turn.form):
        return context.plan("cancel_booking")
    if context.asks or ASKED.search(context.text) or context.reading.cues & {"no", "stop"}:
        return None
    return context.plan("book") if _books(context) else None


def _tells_only_age(context: Context) -> bool:
    """ "25 female", and no check was made yet."""
    mentions = context.reading.mentions
    plain = bool(mentions) and all(is_plain_age(one.id, one.assertion) for one in mentions)
    waits = context.turn.form or context.turn.memory.pending or context.turn.memory.outcome
    return plain and not waits and not context.question and context.words <= AGE_ONLY


def _books(context: Context) -> bool:
    """A booking in so many words, or one in a city or with a doctor of ours."""
    city = bool(load_gazetteer().find(context.turn.text))
    if context.words <= SHORT and BOOKS.search(context.text) and city:
        return True
    if context.words <= 2 * SHORT and (BOOK_IT.search(context.text) or (city and BOOK_IN.search(context.text))):
        return True
    return bool(SLOT.search(context.text)) and not HAD.search(context.text)
