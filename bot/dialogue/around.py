"""A time that is told by its place around the session: "the night before", "that morning", "after it"."""
from __future__ import annotations

import re
from datetime import datetime, timedelta

from bot.moment import Moment

NIGHT_BEFORE = re.compile(r"\b(?:the )?(?:night|evening) before\b|\braat pehle\b|\bpehli raat\b")
DAY_BEFORE = re.compile(r"\b(?:the|a|one) day before\b|\bek din pehle\b")
SAME_DAY = re.compile(
    r"\bsame day\b(?! as)|\b(?:that|the same) morning\b|\bmorning of\b|\bbefore (?:going|leaving|i go|we go|i leave)\b|\busi din\b"
)
AFTER = re.compile(
    r"\bafter (?:the |my |that |this )?(?:it|that|session|sitting|treatment|procedure|needling|microneedling)\b|\bafterwards?\b"
    r"|\b(?:when|how soon) .{0,20}\brestart\b|\bbaad\b"
)
EVENING = 18


def around(text: str, session: Moment, told: Moment | None = None) -> Moment | None:
    """The moment that the message, in lower case, places around a session; None where it names no such place.

    `told` is the moment that the message names outright, which "after it" does not take away.

    Days are those of the session's own zone; a part of a day is taken whole, so that its cautious end counts.
    """
    begins = session.earliest
    midnight = begins.replace(hour=0, minute=0, second=0, microsecond=0)
    last_minute = midnight - timedelta(minutes=1)
    if NIGHT_BEFORE.search(text):
        return Moment(_evening(last_minute), last_minute, "the night before")
    if DAY_BEFORE.search(text):
        return Moment(last_minute.replace(hour=0, minute=0), last_minute, "the day before")
    if SAME_DAY.search(text) and midnight < begins:
        return Moment(midnight, begins - timedelta(minutes=1), "the same day")
    return Moment.at(session.latest, "after it") if AFTER.search(text) and told is None else None


def _evening(last_minute: datetime) -> datetime:
    return last_minute.replace(hour=EVENING, minute=0)
