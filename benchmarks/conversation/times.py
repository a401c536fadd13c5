"""Time templates of scenario files: `{{now-30h|natural}}`, `{{treated|plus:48h|tol:60m}}`.

A moment (`now` or `treated`), amounts (m and h are elapsed time; d, w and mo keep the clock time), then
filters: natural, date, weekday and month give text; day_end, at:HH:MM and plus:48h move the moment;
tol:60m is the tolerance of a comparison.
"""
from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

_TEMPLATE = re.compile(r"\{\{(.*?)\}\}")
_AMOUNT = re.compile(r"([+-])(\d+)(mo|m|h|d|w)")
_ELAPSED = {"m": "minutes", "h": "hours"}
TOLERANCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Clock:
    """The runner's now in the conversation's zone, and the treatment time stated so far."""

    now: datetime
    treated: datetime | None = None

    def fill(self, text: str) -> str:
        """The text with its templates as words."""
        return _TEMPLATE.sub(lambda match: self._words(match[1]), text)

    def moment(self, template: str) -> tuple[datetime, timedelta]:
        """The instant of a template and its tolerance."""
        match = _TEMPLATE.fullmatch(template)
        if match is None:
            raise ValueError(f"not a time template: {template}")
        base, *filters = match[1].split("|")
        return self._apply(base, filters)

    def _words(self, template: str) -> str:
        base, *filters = template.split("|")
        instant, _ = self._apply(base, filters[:-1])
        return self._said(instant, filters[-1].strip())

    def _apply(self, base: str, filters: list[str]) -> tuple[datetime, timedelta]:
        name = base.strip()
        start = self.treated if name.startswith("treated") else self.now
        if start is None:
            raise ValueError("'treated' is used before a step states it")
        instant, tolerance = _shift(start, name), TOLERANCE
        for one in (one.strip() for one in filters):
            if one == "day_end":
                instant = instant.replace(hour=23, minute=59, second=0, microsecond=0)
            elif one.startswith("at:"):
                hour, minute = one[3:].split(":")
                instant = instant.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
            elif one.startswith("plus:"):
                instant = _shift(instant, "+" + one[5:])
            elif one.startswith("tol:"):
                tolerance = _shift(instant, "+" + one[4:]) - instant
            else:
                raise ValueError(f"unknown filter: {one}")
        return instant, tolerance

    def _said(self, instant: datetime, form: str) -> str:
        if form == "date":
            return f"{instant.day} {instant:%B}"
        if form == "weekday":
            return f"{instant:%A}"
        if form == "month":
            return f"{instant:%B %Y}"
        if form != "natural":
            raise ValueError(f"unknown form: {form}")
        days = (instant.date() - self.now.date()).days
        day = {0: "today", -1: "yesterday", 1: "tomorrow"}.get(days)
        day = day or (f"on {instant:%A}" if abs(days) <= 6 else f"on {instant.day} {instant:%B}")
        return f"{day} at {instant.hour % 12 or 12}:{instant:%M} {'am' if instant.hour < 12 else 'pm'}"


def _shift(start: datetime, amounts: str) -> datetime:
    for sign, number, unit in _AMOUNT.findall(amounts):
        count = int(number) * (1 if sign == "+" else -1)
        if unit in _ELAPSED:
            elapsed = timedelta(**{_ELAPSED[unit]: count})
            start = (start.astimezone(timezone.utc) + elapsed).astimezone(start.tzinfo)
        elif unit == "mo":
            start = _months(start, count)
        else:
            start += timedelta(days=count * (7 if unit == "w" else 1))
    return start


def _months(start: datetime, count: int) -> datetime:
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return start.replace(year=year, month=month + 1, day=day)
