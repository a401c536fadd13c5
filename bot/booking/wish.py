"""When a patient would like to come: days and parts of the day, as a filter on openings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Mapping

from bot.booking.opening import Opening
from bot.moment import Moment

PARTS = {"morning": (0, 12), "afternoon": (12, 17), "evening": (17, 24)}
"""Hours of the local clock, from and until."""

_PART_WORDS = {
    "morning": r"mornings?|subah|subha|sawere",
    "afternoon": r"afternoons?|noon|dopahar|dopehar|lunch ?time",
    "evening": r"evenings?|nights?|shaam|sham|raat|after (?:work|office)|late in the day",
}
_DAYS = (
    "monday|mon|peer|pir",
    "tuesday|tues?|mangal",
    "wednesday|wed|budh",
    "thursday|thurs?|jumer[ae]?at",
    "friday|fri|jum[ae]h?|juma",
    "saturday|sat|hafta|haftay",
    "sunday|sun|itwar|aitwar",
)


@dataclass(frozen=True)
class Wish:
    """Local dates from first to last, weekdays (0 is Monday) and a part of the day; empty means any."""

    first: date | None = None
    last: date | None = None
    weekdays: tuple[int, ...] = ()
    part: str = ""

    def __bool__(self) -> bool:
        return self != Wish()

    def fits(self, opening: Opening) -> bool:
        """True when the opening, on the clinic's clock, is what was wished for."""
        local = opening.local
        from_hour, until_hour = PARTS.get(self.part, (0, 24))
        return (
            (self.first is None or self.first <= local.date())
            and (self.last is None or local.date() <= self.last)
            and (not self.weekdays or local.weekday() in self.weekdays)
            and from_hour <= local.hour < until_hour
        )

    def to_json(self) -> dict[str, Any]:
        """Plain strings and lists; `from_json` reads them."""
        days = {name: day.isoformat() for name, day in (("first", self.first), ("last", self.last)) if day}
        return {**days, "weekdays": list(self.weekdays), "part": self.part}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Wish:
        """The reverse of `to_json`; an empty mapping is no wish."""
        first, last = (date.fromisoformat(value[name]) if value.get(name) else None for name in ("first", "last"))
        return cls(first, last, tuple(value.get("weekdays") or ()), value.get("part") or "")

    @classmethod
    def during(cls, moment: Moment) -> Wish:
        """The local dates that a Moment touches, in its own zone."""
        return cls(moment.earliest.date(), moment.latest.date())


def read_wish(text: str, now: datetime) -> Wish:
    """What a text says about the time; `now` is in the patient's zone. Empty when it says nothing."""
    lower = text.lower()
    part = next((part for part, cue in _PART_WORDS.items() if re.search(rf"\b(?:{cue})\b", lower)), "")
    weekdays = tuple(day for day, cue in enumerate(_DAYS) if re.search(rf"\b(?:{cue})\b", lower))
    if re.search(r"\bweek ?ends?\b", lower):
        weekdays = (5, 6)
    first, last = _dates(lower, now.date())
    return Wish(first, last, weekdays, part)


def _dates(text: str, today: date) -> tuple[date | None, date | None]:
    monday = today - timedelta(days=today.weekday())
    if re.search(r"\b(?:day after tomorrow|parson|parso)\b", text):
        return today + timedelta(days=2), today + timedelta(days=2)
    if re.search(r"\b(?:tomorrow|tmrw?|tomorow|tommorow|kal)\b", text):
        return today + timedelta(days=1), today + timedelta(days=1)
    if re.search(r"\b(?:today|tonight|aaj)\b", text):
        return today, today
    if re.search(r"\b(?:next week|agl[ae]y? (?:week|haft[ae]y?))\b", text):
        return monday + timedelta(days=7), monday + timedelta(days=13)
    if re.search(r"\b(?:this week|is (?:week|haft[ae]y?))\b", text):
        return today, monday + timedelta(days=6)
    return None, None
