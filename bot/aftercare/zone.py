"""Clock arithmetic that survives daylight saving: elapsed time is real time."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone, tzinfo

from bot.moment import Moment

DAY_END = 23 * 60 + 59
"""Minutes of the local clock at which a bare day ends."""


def pinned(instant: datetime) -> datetime:
    """The same instant with the offset it has there, so that comparing and adding are exact."""
    offset = instant.utcoffset()
    if offset is None:
        raise ValueError("an instant needs a zone")
    return instant.replace(tzinfo=timezone(offset), fold=0)


def elapsed(instant: datetime, hours: float, zone: tzinfo | None = None) -> datetime:
    """`hours` of real time later (earlier when negative), on the clock of `zone` (its own by default)."""
    later = instant.astimezone(timezone.utc) + timedelta(hours=hours)
    return later.astimezone(zone or instant.tzinfo)


def on_clock(day: date, minutes: int, zone: tzinfo, late: bool = False) -> datetime:
    """That minute of a local day, pinned; a clock time that occurs twice is its second one if `late`.

    A clock time that a daylight-saving jump leaves out becomes the instant after the jump.
    """
    shifted = day + timedelta(days=minutes // 1440)
    hour, minute = divmod(minutes % 1440, 60)
    local = datetime(shifted.year, shifted.month, shifted.day, hour, minute, tzinfo=zone, fold=int(late))
    return pinned(local.astimezone(timezone.utc).astimezone(zone))


def span(first: date, last: date, begin: int, end: int, zone: tzinfo, text: str = "") -> Moment:
    """From minute `begin` of the first day to minute `end` of the last."""
    earliest, latest = on_clock(first, begin, zone), on_clock(last, end, zone, late=True)
    return Moment(min(earliest, latest), max(earliest, latest), text)
