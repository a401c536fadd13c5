"""Openings: what a plan leaves free, cut into pieces. Subtract first, then cut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from bot.booking.clinic import Clinic, Hours, Interval, Provider

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
_STAMP = "%Y%m%dT%H%MZ"


@dataclass(frozen=True)
class Opening:
    """A bookable time of one provider; both instants are UTC."""

    clinic: Clinic
    provider: Provider
    start: datetime
    end: datetime

    @property
    def id(self) -> str:
        """Names provider and start, so that an opening needs no row before it is taken."""
        return f"{self.provider.id}@{self.start:{_STAMP}}"

    @property
    def local(self) -> datetime:
        """The start in the clinic's zone."""
        return self.start.astimezone(self.clinic.tz)


def parse_opening_id(text: str) -> tuple[str, datetime]:
    """Provider id and UTC start of an opening's id; raises ValueError when it is none."""
    provider, at, stamp = text.rpartition("@")
    if not (provider and at):
        raise ValueError("not an opening")
    return provider, datetime.strptime(stamp, _STAMP).replace(tzinfo=timezone.utc)


def openings(
    clinic: Clinic, provider: Provider, taken: Iterable[Interval], earliest: datetime, latest: datetime
) -> tuple[Opening, ...]:
    """The provider's openings that start in [earliest, latest), in order.

    The grid of a day hangs on the plan, never on `earliest`, so that what was offered stays an opening.
    """
    pieces = cut(_free(provider, clinic.tz, taken, earliest, latest), provider.length)
    return tuple(
        Opening(clinic, provider, piece.start, piece.end) for piece in pieces if earliest <= piece.start < latest
    )


def bookable(clinic: Clinic, provider: Provider, taken: Iterable[Interval], now: datetime) -> tuple[Opening, ...]:
    """The openings between the provider's lead time and horizon, seen from `now`."""
    return openings(clinic, provider, taken, now + provider.lead, now + provider.horizon)


def working(provider: Provider, zone: ZoneInfo, first: date, last: date) -> list[Interval]:
    """Planned hours less breaks of the local dates first to last, as UTC intervals."""
    found: list[Interval] = []
    for day in _days(first, last):
        hours = [_instants(span, day, zone) for span in provider.plan.hours(day)]
        pauses = [_instants(span, day, zone) for span in provider.plan.pauses(day)]
        found += subtract([span for span in hours if span.start < span.end], pauses)
    return merge(found)


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time as sorted intervals that neither overlap nor touch."""
    merged: list[Interval] = []
    for interval in sorted(intervals, key=lambda one: one.start):
        if merged and interval.start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, interval.end))
        else:
            merged.append(interval)
    return merged


def subtract(intervals: Iterable[Interval], holes: Iterable[Interval]) -> list[Interval]:
    """The parts of the intervals that no hole covers."""
    left = list(intervals)
    for hole in holes:
        left = [piece for interval in left for piece in _without(interval, hole)]
    return left


def cut(intervals: Iterable[Interval], length: timedelta) -> Iterator[Interval]:
    """Pieces of the length, from each interval's start; a shorter rest is left out."""
    for interval in intervals:
        start = interval.start
        while start + length <= interval.end:
            yield Interval(start, start + length)
            start += length


def spread(found: Sequence[Opening], limit: int) -> tuple[Opening, ...]:
    """At most `limit` openings, the earliest of different times before a second one of the same time."""
    ordered = sorted(found, key=lambda one: (one.start, one.provider.id))
    seen: set[datetime] = set()
    first: list[Opening] = []
    for opening in ordered:
        if opening.start not in seen:
            seen.add(opening.start)
            first.append(opening)
    return tuple(first[:limit])


def _free(
    provider: Provider, zone: ZoneInfo, taken: Iterable[Interval], earliest: datetime, latest: datetime
) -> list[Interval]:
    days = working(provider, zone, (earliest - DAY).astimezone(zone).date(), (latest + DAY).astimezone(zone).date())
    away = [Interval(one.start, one.end) for one in provider.unavailable]
    return subtract(days, merge([*away, *taken]))


def _without(interval: Interval, hole: Interval) -> Iterator[Interval]:
    if hole.end <= interval.start or interval.end <= hole.start:
        yield interval
        return
    if interval.start < hole.start:
        yield Interval(interval.start, hole.start)
    if hole.end < interval.end:
        yield Interval(hole.end, interval.end)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + DAY * number


def _instants(hours: Hours, day: date, zone: ZoneInfo) -> Interval:
    return Interval(_instant(day, hours.start, zone), _instant(day, hours.end, zone))


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """A wall-clock time as UTC; one that the clock skips is the moment of the change."""
    local = datetime.combine(day, time(), zone) + MINUTE * minutes
    instant = local.astimezone(timezone.utc)
    while _clock(instant, zone) > local.replace(tzinfo=None) and _clock(instant - MINUTE, zone) > _clock(local, zone):
        instant -= MINUTE
    return instant


def _clock(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)
