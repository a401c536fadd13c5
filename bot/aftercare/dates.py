"""The dates that a spoken day means, in the direction of its role."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from bot.aftercare.atoms import Day, Elapsed, Role

Dates = tuple[date, date]
_NEVER = timedelta(days=183)
"""A date without a year that lies further back than this was not meant as the past."""


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
    if day.kind == "dates":
        return _dates(values[0], values[1], values[2], values[3], past, today)
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


def _dates(first: int, last: int, month: int, year: int, past: bool, today: date) -> Dates | None:
    """Some days of one month, of which the first may be past and the last to come; month 0 is the nearest one."""
    known = first if past else last
    found = _date(known, month, year, past, today) if month else _day_of_month(known, past, today)
    if found is None:
        return None
    whole = _whole_month(found[0].year, found[0].month)[1]
    return found[0].replace(day=min(first, whole.day)), found[0].replace(day=min(last, whole.day))


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
