"""How long ago something was: "3 months back", "in September 2025", "last year", as instants and ISO 8601.

The nearer end is the cautious one: a rule that asks for six months is held against `when.latest`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.moment import Moment
from bot.screening.since import months_before

_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "couple": 2,
    "couple of": 2,
    "a couple": 2,
    "a couple of": 2,
    "few": 3,
    "a few": 3,
    "several": 3,
    "some": 3,
    "many": 3,
    "half": 0.5,
    "half a": 0.5,
    "ek": 1,
    "aik": 1,
    "do": 2,
    "teen": 3,
    "char": 4,
    "chaar": 4,
    "panch": 5,
    "paanch": 5,
    "chay": 6,
    "che": 6,
    "saat": 7,
    "aath": 8,
    "nau": 9,
    "das": 10,
    "dus": 10,
}
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_COUNT = r"(?:\d+(?:\.\d+)?|" + "|".join(sorted((re.escape(n) for n in _NUMBERS), key=len, reverse=True)) + ")"
_UNIT = (
    r"(?P<unit>days?|din|weeks?|wks?|haft[aey]|months?|mnths?|mths?|mon|mos?|mahin[aey]|mahinon|mah|"
    r"years?|yrs?|saal|sal|saalon)"
)
_SPAN = re.compile(
    rf"\b(?:(?P<less>less than|under|almost|nearly|not even|about|around|approx(?:imately)?|hardly|barely)\s+|"
    rf"(?P<more>more than|over|at least)\s+)?(?P<count>{_COUNT})\s*(?P<plus>\+)?\s*"
    rf"(?:-|to)?\s*(?P<upper>\d+)?\s*{_UNIT}"
    r"(?P<half>\s+and\s+a\s+half)?(?:\s+(?:and\s+)?\d+\s+(?:days?|weeks?|months?))?"
    r"\s*(?:now\s+)?(?P<tail>ago|back|before|pehle|pehlay|pahle|pahlay|earlier|"
    r"since|now|done|gone|guzar\w*|ho ga\w+|hogay\w*|already|free|clean|hue)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    rf"\b(?:since|for|from|been|its|it has been|its been|in)\s+(?:the\s+)?"
    rf"(?:last\s+|past\s+|about\s+|almost\s+|over\s+|more than\s+)?(?P<count>{_COUNT})\s*{_UNIT}",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"\b(?:(?P<last>last|pichl[aey]|previous)\s+(?P<unit>week|hafte|hafta|month|mahin[aey]|year|saal))\b", re.IGNORECASE
)
_DAY = re.compile(
    r"\b(?P<day>yesterday|day before yesterday|today|this morning|last night|kal|parson|"
    r"this week|this month|just now|recently)\b",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"\b(?:in|during|since|on|was|till|until|around|mid|end of|start of|early|late)?\s*"
    r"(?P<last>last\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?"
    r"(?P<month>jan(?:uary)?|feb(?:ruary|b)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
    r"\b(?:\s+(?:of\s+)?(?P<year>(?:19|20)\d\d|last year|this year))?",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<![\d/.:-])(?:\b(?:in|since|back in|year|during|from|till|until)\s+)?"
    r"\b(?P<year>(?:19[5-9]|20[0-4])\d)\b(?![\d/.:-])",
    re.IGNORECASE,
)
_MAY_IS_A_MONTH = re.compile(
    r"(?:in|since|last|on|of|until|till)\s+(?:last\s+)?may\b|\bmay\s+(?:19|20)\d\d", re.IGNORECASE
)


@dataclass(frozen=True)
class Elapsed:
    """A stretch of time in the text at [start, end). `lasting` is True for "since 3 months"."""

    start: int
    end: int
    when: Moment
    since: str
    lasting: bool = False


def find_elapsed(text: str, now: datetime) -> tuple[Elapsed, ...]:
    """Every expression of time passed, in order, longest first where they overlap."""
    found = [*_spans(text, now), *_named(text, now)]
    found.sort(key=lambda item: (item.start, -(item.end - item.start)))
    kept: list[Elapsed] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return tuple(kept)


def duration(earlier: datetime, now: datetime) -> str:
    """The whole time between two instants as ISO 8601: years, months, weeks or days."""
    months = (now.year - earlier.year) * 12 + now.month - earlier.month
    if months_before(now, max(months, 0)) < earlier:
        months -= 1
    if months >= 12 and months % 12 == 0:
        return f"P{months // 12}Y"
    if months >= 1:
        return f"P{months}M"
    return f"P{max((now - earlier).days, 0)}D"


def _spans(text: str, now: datetime) -> list[Elapsed]:
    found = []
    for match in _SPAN.finditer(text):
        count = _count(match["count"]) + (0.5 if match["half"] else 0)
        unit = _unit(match["unit"])
        before = text[max(0, match.start() - 8) : match.start()].lower()
        lasting = match["tail"].lower() == "since" or before.rstrip().endswith(("since", "for", "from last"))
        upper = float(match["upper"]) if match["upper"] else count
        found.append(
            _elapsed(
                match,
                count,
                upper,
                unit,
                now,
                bool(match["less"]),
                lasting and match["tail"].lower() not in ("ago", "back"),
            )
        )
    for match in _SINCE.finditer(text):
        count = _count(match["count"])
        found.append(_elapsed(match, count, count, _unit(match["unit"]), now, False, True))
    return found


def _elapsed(
    match: re.Match[str], count: float, upper: float, unit: str, now: datetime, less: bool, lasting: bool
) -> Elapsed:
    near, far = _before(now, count, unit), _before(now, max(count, upper), unit)
    if less:
        near = near + timedelta(days=1)
    since = f"P{round(count)}{unit}" if count == int(count) else duration(near, now)
    return Elapsed(match.start(), match.end(), _moment(far, near, now, match.group().strip()), since, lasting)


def _named(text: str, now: datetime) -> list[Elapsed]:
    found = [
        _elapsed(match, 1, 1, _unit(match["unit"]), now, False, _since_before(text, match))
        for match in _LAST.finditer(text)
    ]
    for match in _MONTH.finditer(text):
        if match["month"].lower() != "may" or _MAY_IS_A_MONTH.search(match.group()):
            found.append(_month(match, now))
    for match in _YEAR.finditer(text):
        if int(match["year"]) <= now.year:
            found.append(_range(match, int(match["year"]), 1, int(match["year"]), 12, now))
    days = {"yesterday": 1, "last night": 1, "kal": 1, "day before yesterday": 2, "parson": 2}
    for match in _DAY.finditer(text):
        count = days.get(match["day"].lower(), 0)
        urdu_since = text[match.end() : match.end() + 4].lower().split()[:1] == ["se"]
        found.append(_elapsed(match, count, count, "D", now, False, urdu_since or _since_before(text, match)))
    return found


def _month(match: re.Match[str], now: datetime) -> Elapsed:
    month = next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(match["month"].lower()[:3]))
    year = now.year if month <= now.month else now.year - 1
    if match["year"]:
        stated = match["year"].lower()
        year = now.year - 1 if stated == "last year" else now.year if stated == "this year" else int(stated)
    return _range(match, year, month, year, month, now)


def _range(match: re.Match[str], year: int, month: int, last_year: int, last_month: int, now: datetime) -> Elapsed:
    zone = now.tzinfo
    first = datetime(year, month, 1, tzinfo=zone)
    last = datetime(last_year, last_month, monthrange(last_year, last_month)[1], 23, 59, tzinfo=zone)
    last = min(last, now)
    first = min(first, last)
    lasting = match.group().strip().lower().startswith(("since", "from"))
    return Elapsed(match.start(), match.end(), Moment(first, last, match.group().strip()), duration(last, now), lasting)


def _moment(far: datetime, near: datetime, now: datetime, text: str) -> Moment:
    near = min(near.replace(hour=23, minute=59), now)
    return Moment(min(far.replace(hour=0, minute=0), near), near, text)


def _before(now: datetime, count: float, unit: str) -> datetime:
    if unit == "Y":
        return months_before(now, round(count * 12))
    if unit == "M":
        return months_before(now, int(count)) - timedelta(days=round((count - int(count)) * 30))
    return now - timedelta(days=round(count * (7 if unit == "W" else 1)))


def _count(word: str) -> float:
    lower = " ".join(word.lower().split())
    return _NUMBERS[lower] if lower in _NUMBERS else float(lower)


def _unit(word: str) -> str:
    lower = word.lower()
    if lower.startswith(("y", "sa")):
        return "Y"
    if lower.startswith(("d",)):
        return "D"
    return "W" if lower.startswith(("w", "h")) else "M"


def _since_before(text: str, match: re.Match[str]) -> bool:
    return text[max(0, match.start() - 6) : match.start()].lower().strip() in ("since", "from")
