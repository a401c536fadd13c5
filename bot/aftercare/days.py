"""Days: 'yesterday', 'kal', 'last friday', '20/11', 'next week', and the dates they mean."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.aftercare.atoms import Atom, Day, Elapsed, Role
from bot.aftercare.clocks import Reader

Dates = tuple[date, date]
_NEVER = timedelta(days=183)
"""A date without a year that lies further back than this was not meant as the past."""

_TAIL = r"(?! (?:session|sessions|time|times|day|days|week|weeks|month|treatment|sitting|round|one|appointment|needle)(?!\S))"
RELATIVE = re.compile(
    r"(?<!\S)(?:(?P<d2>(?:the |a )?day before (?:yesterday|kal)|before yesterday|parson last)"
    r"|(?P<a2>(?:the |a )?day (?:after|aftr|aft|later) (?:tomorrow|kal)|after tomorrow)"
    r"|(?P<other>the other day)|(?P<lastpart>last(?= (?:night|evening|afternoon|morning)))|(?P<lastnight>lastnight)"
    r"|(?P<tonight>tonight)|(?P<earlier>earlier today)"
    r"|(?:later )?(?P<word>today|yesterday|tomorrow|kal|parson|tarson))(?!\S)"
)
WEEKDAY = re.compile(
    r"(?<!\S)(?:(?P<before>(?:(?:last|next|this) )+)(?:(?P<wk>week|weekend)(?: on| ko| k| ke| ka)? )?)?"
    r"(?:the )?wd(?P<n>\d)(?: (?:of )?(?P<after>last|next|this) week(?!\S))?(?: (?P<lastly>before last(?! week)))?(?!\S)"
)
WEEK = re.compile(
    r"(?<!\S)(?:early |earlier |late |later |end of |start of |mid )*(?:the )?"
    r"(?P<which>(?:last|next|this|is|the)(?: (?:last|next))?) (?P<what>week|weekend|month)(?!\S)|(?<!\S)(?:on )?(?:the )?weekend(?!\S)|(?<!\S)(?:the )?week before last(?! week)(?!\S)"
)
DAY_MONTH = re.compile(
    r"(?<!\S)(?:the )?(?P<d>\d{1,2})(?: th)?(?: of)? (?:- )?mo(?P<m>\d+)(?:(?: ,| -)? (?P<y>20\d\d|' ?\d\d))?(?!\S)"
)
MONTH_DAY = re.compile(
    r"(?<!\S)mo(?P<m>\d+)(?: the| ,)? (?P<d>\d{1,2})(?: th)?(?:(?: ,)? (?P<y>20\d\d))?(?!\S)"
    r"(?! (?:am|pm|baje|hour|day|week|month|year|mm)(?!\S))"
)
NUMERIC = re.compile(r"(?<!\S)(?P<a>\d{1,4})[/.-](?P<b>\d{1,2})[/.-](?P<y>\d{2,4})(?!\S)")
SHORT = re.compile(
    r"(?<!\S)(?P<cue>(?:on|date|dated|was|is|of|since) (?:the )?)?(?P<a>\d{1,2})(?P<sep>/| - |\.)(?P<b>\d{1,2})(?!\S)"
    r"(?! (?:minute|hour|day|week|month|year|mm|%|am|pm|baje)(?!\S))"
)
OF_MONTH = re.compile(
    r"(?<!\S)(?:(?P<cue>(?:on|was|is|its|since|by|from) (?:the )?|the )?(?P<d>\d{1,2}) th(?: (?P<of>of (?:this|last|next) month))?"
    r"|(?P<t>\d{1,2}) (?:th )?(?:tareekh|tarikh|tareek|tarekh|tarik|date))(?!\S)" + _TAIL
)
PARTS_AGO = re.compile(r"(?<!\S)(?P<n>\d{1,2}) (?=(?:night|evening|morning|afternoon) ago(?!\S))")
MONTH = re.compile(
    r"(?<!\S)(?:(?P<how>in|last|since|next|this|during|early|mid|late|end of) )?mo(?P<m>\d+)(?: (?:of )?(?P<y>20\d\d))?(?!\S)"
)
YEAR = re.compile(r"(?<!\S)(?:in|since|back in) (?P<y>20[0-3]\d)(?!\S)|(?<!\S)last year(?!\S)")
COUNTED = re.compile(
    r"(?<!\S)(?:(?:on|its|it is|today is|now) )?(?:day (?:no |number |# )?(?P<n>\d{1,2})|(?P<m>\d{1,2}) th day)"
    r"(?: (?:today|now|post|since|hai|of))?(?!\S)(?! (?:-|to|or|hour|minute|week|before|after)(?!\S))"
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


def dates(day: Day, role: Role, today: date) -> Dates | None:
    """The first and the last date in the direction of the role; None where the words do not allow it."""
    values, past = day.values, role == "treated"
    if day.kind == "shift":
        return today + timedelta(days=values[0]), today + timedelta(days=values[1])
    if day.kind == "either":
        shift = timedelta(days=-values[0] if past else values[0])
        return today + shift, today + shift
    if day.kind in ("tonight", "lastnight"):
        shift = timedelta(days=-1 if day.kind == "lastnight" else 0)
        return today + shift, today + shift
    if day.kind == "weekday":
        weeks = timedelta(weeks=values[2] if len(values) > 2 else 0)
        first, last = _weekday(values[0], bool(values[1]), past, today)
        return first - weeks, last - weeks
    if day.kind == "in week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=values[0])
        return monday + timedelta(days=values[1]), monday + timedelta(days=values[1])
    if day.kind in ("week", "weekend"):
        return _week(day.kind, values[0], past, today)
    return _calendar(day, past, today)


def _weekday(number: int, strictly: bool, past: bool, today: date) -> Dates:
    ahead = (number - today.weekday()) % 7
    back = (today.weekday() - number) % 7 or (7 if strictly else 0)
    found = today - timedelta(days=back) if past else today + timedelta(days=ahead)
    return found, found


def _week(kind: str, shift: int, past: bool, today: date) -> Dates:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
    if kind == "week":
        return monday, monday + timedelta(days=6)
    saturday = monday + timedelta(days=5)
    if past and saturday > today:
        saturday -= timedelta(days=7)
    return saturday, saturday + timedelta(days=1)


def _calendar(day: Day, past: bool, today: date) -> Dates | None:
    values = day.values
    if day.kind == "month":
        return _whole_month(today.year, today.month + values[0])
    if day.kind == "year":
        year = values[0] or today.year - 1
        return date(year, 1, 1), date(year, 12, 31)
    if day.kind == "month of year":
        year = values[1] or today.year - int(past and values[0] > today.month) + int(
            not past and values[0] < today.month
        )
        return _whole_month(year, values[0])
    if day.kind == "day of month":
        return _day_of_month(values[0], past, today)
    return _date(values[0], values[1], values[2], past, today)


def _whole_month(year: int, month: int) -> Dates:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _day_of_month(number: int, past: bool, today: date) -> Dates:
    step = -1 if past else 1
    for months in range(13):
        first, last = _whole_month(today.year, today.month + step * months)
        if number <= last.day:
            found = first.replace(day=number)
            if found <= today if past else found >= today:
                return found, found
    raise AssertionError("some month has every day up to 31")


def _date(day: int, month: int, year: int, past: bool, today: date) -> Dates | None:
    if year:
        return date(year, month, day), date(year, month, day)
    step = -1 if past else 1
    for years in range(9):
        candidate = today.year + step * years
        if day > monthrange(candidate, month)[1]:
            continue
        found = date(candidate, month, day)
        if found <= today if past else found >= today:
            return None if past and today - found > _NEVER else (found, found)
    return None


def back_dates(spoken: Elapsed, role: Role, today: date) -> Dates:
    """Whole days of an amount in days, months or years, with its bound."""
    near, far = _shifted(today, spoken.low, spoken.unit, role), _shifted(today, spoken.high, spoken.unit, role)
    if spoken.bound == "about":
        days = max(1, round(abs((far - today).days) * 0.1))
        sign = -1 if role == "treated" else 1
        near, far = near - timedelta(days=sign * days), far + timedelta(days=sign * days)
    elif spoken.bound == "less":
        near = today
    elif spoken.bound == "more":
        far = today + 2 * (far - today)
    return min(near, far), max(near, far)


def _shifted(today: date, amount: float, unit: str, role: Role) -> date:
    sign = -1 if role == "treated" else 1
    if unit == "day":
        return today + timedelta(days=sign * round(amount))
    months = round(amount * (12 if unit == "year" else 1))
    first, last = _whole_month(today.year, today.month + sign * months)
    return first.replace(day=min(today.day, last.day))
