"""Days: 'yesterday', 'kal', 'last friday', '20/11', 'next week', and the dates they mean."""

from __future__ import annotations

import re
from calendar import monthrange

from bot.aftercare.atoms import Atom, Day, Role
from bot.aftercare.clocks import Reader

_TAIL = (
    r"(?!(?: (?:-|to|or|and)(?: the)? \d{1,2} th)? (?:session|sessions|time|times|day|days|week|weeks|month|treatment"
    r"|sitting|round|1|one|appointment|needle)(?!\S))"
)
RELATIVE = re.compile(
    r"(?<!\S)(?:(?P<d2>(?:the |a )?day before (?:yesterday|kal)|before yesterday|parson last)"
    r"|(?P<a2>(?:the |a )?day (?:after|aftr|aft|later) (?:tomorrow|kal)|after tomorrow)"
    r"|(?P<other>the other day)|(?P<lastpart>last(?= (?:night|evening|afternoon|morning)))|(?P<lastnight>lastnight)"
    r"|(?P<tonight>tonight)|(?P<earlier>earlier today)"
    r"|(?:later )?(?P<word>today|yesterday|tomorrow|kal|parson|tarson))(?!\S)"
)
WEEKDAY = re.compile(
    r"(?<!\S)(?:(?P<before>(?:(?:last|next|this) )+)(?:(?P<wk>week|weekend)(?: on| ko| k| ke| ka)? )?)?"
    r"(?:the )?wd(?P<n>\d)(?: (?:of )?(?P<after>last|next|"
    r"this) week(?!\S))?(?: (?P<lastly>before last(?! week)))?(?!\S)"
)
WEEK = re.compile(
    r"(?<!\S)(?:early |earlier |late |later |end of |start of |mid )*(?:the )?"
    r"(?P<which>(?:last|next|this|is|the)(?: (?:last|next))?) (?P<what>week|weekend|month)(?!\S)|"
    r"(?<!\S)(?:on )?(?:the )?weekend(?!\S)|(?<!\S)(?:the )?week before last(?! week)(?!\S)"
)
DAY_MONTH = re.compile(
    r"(?<!\S)(?:the )?(?P<d>\d{1,2})(?: th)?(?: of)? (?:- )?mo(?P<m>\d+)(?:(?: ,| -)? (?P<y>20\d\d|' ?\d\d))?(?!\S)"
    r"(?! be(?!\S))"
)
MONTH_DAY = re.compile(
    r"(?<!\S)mo(?P<m>\d+)(?: the| ,)? (?P<d>\d{1,2})(?: th)?(?:(?: ,)? (?P<y>20\d\d))?(?!\S)"
    r"(?! (?:am|pm|baje|hour|day|week|month|year|mm)(?!\S))"
)
_TH, _PAIRED = r"\d{1,2}(?: th)?", r"(?:-|to|or|and)(?: the)?"
DATES = re.compile(
    rf"(?<!\S)(?:(?:between|from|either) )?(?:the )?(?P<a>{_TH}) {_PAIRED} (?P<b>{_TH})(?: of)? mo(?P<m>\d+)(?:(?: ,)? (?P<y>20\d\d))?(?!\S)"
    r"(?! be(?!\S))"
)
DATES_AFTER = re.compile(
    rf"(?<!\S)(?:(?:between|from|either) )?mo(?P<m>\d+)(?: the)? (?P<a>{_TH}) {_PAIRED} (?P<b>{_TH})(?:(?: ,)? (?P<y>20\d\d))?(?!\S)"
    r"(?! (?:am|pm|baje|hour|day|week|month|year|mm)(?!\S))"
)
DATES_OF_MONTH = re.compile(
    rf"(?<!\S)(?:(?:between|from|either|on|was|its|since)(?: the)?|the) (?P<a>\d{{1,2}}) th {_PAIRED} (?P<b>\d{{1,2}}) th(?!\S)" + _TAIL
)
NUMERIC = re.compile(r"(?<!\S)(?P<a>\d{1,4})[/.-](?P<b>\d{1,2})[/.-](?P<y>\d{2,4})(?!\S)")
SHORT = re.compile(
    r"(?<!\S)(?P<cue>(?:on|date|dated|was|is|of|since) (?:the )?)?(?P<a>\d{1,2})(?P<sep>/| - |\.)(?P<b>\d{1,2})(?!\S)"
    r"(?! (?:minute|hour|day|week|month|year|mm|%|am|pm|baje)(?!\S))"
)
OF_MONTH = re.compile(
    r"(?<!\S)(?:(?P<cue>(?:on|was|is|its|since|by|from) (?:the )?|"
    r"the )?(?P<d>\d{1,2}) th(?: (?P<of>of (?:this|last|next) month))?"
    r"|(?P<t>\d{1,2}) (?:th )?(?:tareekh|tarikh|tareek|tarekh|tarik|date))(?!\S)" + _TAIL
)
PARTS_AGO = re.compile(r"(?<!\S)(?P<n>\d{1,2}) (?=(?:night|evening|morning|afternoon) ago(?!\S))")
MONTH = re.compile(
    r"(?<!\S)(?:(?P<how>in|last|since|next|this|during|early|mid|late|"
    r"end of) )?mo(?P<m>\d+)(?: (?:of )?(?P<y>20\d\d))?(?!\S)"
)
YEAR = re.compile(r"(?<!\S)(?:in|since|back in) (?P<y>20[0-3]\d)(?!\S)|(?<!\S)last year(?!\S)")
COUNTED = re.compile(
    r"(?<!\S)(?:(?:on|its|it is|today is|now) )?(?:day (?:no |number |# )?(?P<n>\d{1,2})|(?P<m>\d{1,2}) th day)"
    r"(?: (?:today|now|post|since|hai|of))?(?!\S)(?! (?:-|to|or|hour|minute|week|before)(?!\S))"
    r"(?! after (?!(?:the |my )?(?:session|treatment|needling|micro|derma|roller|rolling|procedure|prp|it)))"
)


def _day(match: re.Match[str], kind: str, *values: int, role: Role | None = None) -> Atom:
    return Atom("day", match.start(), match.end(), Day(kind, values), role)


def read_relative(match: re.Match[str]) -> Atom:
    """'yesterday' and its kin; kal, parson and tarson look both ways."""
    if match["d2"]:
        return _day(match, "shift", -2, -2, role="treated")
    if match["a2"]:
        return _day(match, "shift", 2, 2, role="target")
    if match["other"]:
        return _day(match, "shift", -7, -1, role="treated")
    if match["lastpart"]:
        return _day(match, "shift", -1, -1, role="treated")
    if match["lastnight"]:
        return _day(match, "lastnight", role="treated")
    if match["tonight"]:
        return _day(match, "tonight")
    word = match["word"] or "today"
    if word in ("kal", "parson", "tarson"):
        return _day(match, "either", {"kal": 1, "parson": 2, "tarson": 3}[word])
    shift = {"today": 0, "yesterday": -1, "tomorrow": 1}[word]
    return _day(match, "shift", shift, shift, role=None if not shift else "treated" if shift < 0 else "target")


def read_weekday(match: re.Match[str]) -> Atom:
    """'friday', 'last friday', 'next week friday', 'monday last week'."""
    before = (match["before"] or "").split()
    week = match["after"] or (before[-1] if match["wk"] else None)
    if week:
        shift = {"last": -1, "next": 1, "this": 0}[week]
        return _day(match, "in week", shift, int(match["n"]), role={-1: "treated", 1: "target"}.get(shift))  # type: ignore[arg-type]
    if match["lastly"]:
        return _day(match, "weekday", int(match["n"]), 0, 1, role="treated")
    role: Role | None = "treated" if "last" in before else "target" if "next" in before else None
    return _day(match, "weekday", int(match["n"]), int("last" in before), role=role)


def read_week(match: re.Match[str]) -> Atom | None:
    """'last week', 'this weekend', 'next month'."""
    if match[0].endswith("before last"):
        return _day(match, "week", -2, role="treated")
    which, what = match["which"] or "this", match["what"] or "weekend"
    if which == "the" and what != "weekend":
        return None
    shift = -1 if "last" in which else 1 if "next" in which else 0
    role: Role | None = "treated" if shift < 0 else "target" if shift > 0 else None
    return _day(match, what, shift, role=role)


def read_date(match: re.Match[str]) -> Atom:
    """'20 november', 'nov 20th', '20 nov 2026'."""
    year = int(re.sub(r"\D", "", match["y"])) if match["y"] else 0
    return _dated(match, int(match["d"]), int(match["m"]), year)


def read_dates(match: re.Match[str]) -> Atom:
    """'between 20 and 22 november', 'nov 20-22', 'the 20th or 21st'."""
    named = match.groupdict()
    month, year = int(named.get("m") or 0), int(named.get("y") or 0)
    first, last = sorted(int(match[end].split()[0]) for end in "ab")
    if not 1 <= first <= last <= monthrange(year or 2024, month or 1)[1]:
        return Atom("bad", match.start(), match.end())
    return _day(match, "dates", first, last, month, year)


def read_numeric(match: re.Match[str]) -> Atom:
    """'20/11/26', '20-11-2026', '2026-11-20'; day first, unless only month first is possible."""
    first, second, third = int(match["a"]), int(match["b"]), int(match["y"])
    if len(match["a"]) == 4:
        return _dated(match, third, second, first)
    return _dated(match, first, second, third)


def read_short(match: re.Match[str]) -> Atom | None:
    """'20/11'; with '-' or '.' only where something says that it is a date."""
    first, second = int(match["a"]), int(match["b"])
    if (first, second) == (24, 7) and not match["cue"]:
        return None
    certain = match["cue"] or match["sep"] == "/" or (match.start() == 0 and match.end() == len(match.string))
    if not certain or (match["sep"] != "/" and not (first > 12 >= second >= 1)):
        return None
    atom = _dated(match, first, second, 0)
    whole = match.end() - match.start() == len(match.string)
    return None if atom.kind == "bad" and not (match["cue"] or whole) else atom


def _dated(match: re.Match[str], day: int, month: int, year: int) -> Atom:
    year = year + 2000 if 0 < year < 100 else year
    if month > 12 and day <= 12:
        day, month = month, day
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or 2024, month)[1]:
        return Atom("bad", match.start(), match.end())
    return _day(match, "date", day, month, year)


def read_of_month(match: re.Match[str]) -> Atom | None:
    """'the 20th', '20 tareekh'."""
    day = int(match["t"] or match["d"])
    whole = match.start() == 0 and match.end() >= len(match.string) - 2
    if not (match["t"] or match["cue"] or match["of"] or whole):
        return None
    if not 1 <= day <= 31:
        return Atom("bad", match.start(), match.end())
    return _day(match, "day of month", day)


def read_month(match: re.Match[str]) -> Atom | None:
    """'in november', 'september 2025'."""
    if not (match["how"] or match["y"]):
        return None
    return _day(match, "month of year", int(match["m"]), int(match["y"] or 0))


def read_year(match: re.Match[str]) -> Atom:
    """'in 2024', 'last year'."""
    return _day(match, "year", int(match["y"]) if match["y"] else 0, role="treated")


def read_counted(match: re.Match[str]) -> Atom | None:
    """'day 3 today': counted from 0 or from 1, so the cautious end is one day later."""
    number = int(match["n"] or match["m"])
    if match["m"] and not re.search(r"today|now|since|hai|its|it is", match[0]):
        return None
    if match["m"]:
        return _day(match, "shift", -number, -(max(1, number) - 1), role="treated")
    return _day(match, "shift", -number, -max(0, number - 1), role="treated")


def read_parts_ago(match: re.Match[str]) -> Atom:
    """The number in '2 nights ago'."""
    return Atom("day", match.start(), match.end() - 1, Day("shift", (-int(match["n"]), -int(match["n"]))), "treated")


READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (DATES, read_dates),
    (DATES_AFTER, read_dates),
    (DATES_OF_MONTH, read_dates),
    (NUMERIC, read_numeric),
    (DAY_MONTH, read_date),
    (MONTH_DAY, read_date),
    (RELATIVE, read_relative),
    (PARTS_AGO, read_parts_ago),
    (WEEKDAY, read_weekday),
    (WEEK, read_week),
    (COUNTED, read_counted),
    (OF_MONTH, read_of_month),
    (SHORT, read_short),
    (MONTH, read_month),
    (YEAR, read_year),
)
