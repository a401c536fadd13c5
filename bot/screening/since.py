"""Calendar time between a past event and now, as the rules count it."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import datetime, timedelta

from bot.knowledge.contraindications import Since
from bot.screening.finding import Finding

_ISO = re.compile(r"P(\d+)([DWMY])")


def months_before(instant: datetime, months: int) -> datetime:
    """The same day that many calendar months earlier; the month's last day where there is none such."""
    index = instant.year * 12 + instant.month - 1 - months
    year, month = divmod(index, 12)
    return instant.replace(year=year, month=month + 1, day=min(instant.day, monthrange(year, month + 1)[1]))


def before(now: datetime, count: int, unit: str) -> datetime:
    """That long before `now`; unit D, W, M or Y."""
    if unit in "MY":
        return months_before(now, count * (12 if unit == "Y" else 1))
    return now - timedelta(days=count * (7 if unit == "W" else 1))


def after(instant: datetime, since: Since) -> datetime:
    """The instant when the whole stretch has passed."""
    if since.unit == "D":
        return instant + timedelta(days=since.count)
    return months_before(instant, -since.count * (12 if since.unit == "Y" else 1))


def ended(finding: Finding, now: datetime) -> datetime | None:
    """The latest instant at which it may have ended; None when nothing was said of it."""
    if finding.when is not None:
        return finding.when.latest
    match = _ISO.fullmatch(finding.since or "")
    return before(now, int(match[1]), match[2]) if match else None


def at_least(instant: datetime, now: datetime, since: Since) -> bool:
    """True when the whole stretch has passed; a day counts as a whole, whatever the hour."""
    local = instant.astimezone(now.tzinfo) if now.tzinfo else instant
    return local.date() <= before(now, since.count, since.unit).date()
