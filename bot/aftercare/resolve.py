"""What the pieces of one time mean together, for a treatment that was or for something to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.aftercare import clocks, dates
from bot.aftercare.atoms import Atom, Clock, Day, Elapsed, Role
from bot.aftercare.vocabulary import PART_HOURS
from bot.aftercare.zone import DAY_END, elapsed, on_clock, pinned, span
from bot.moment import Moment

_EARLY = 120
"""Minutes by which a part of the day may be named before it begins ("this morning" at 5 am)."""
FIRMER = frozenset({"date", "dates", "day of month", "shift", "either"})
"""Kinds of days that outrank a weekday said beside them."""


def resolve(atoms: tuple[Atom, ...], role: Role, now: datetime, text: str = "") -> Moment | None:
    """What the atoms mean for a treatment that was, or for something that is to come."""
    by_kind = {atom.kind: atom.value for atom in atoms}
    if "just" in by_kind:
        return _just(str(by_kind["just"]), role, now, text)
    spoken = by_kind.get("elapsed")
    if isinstance(spoken, Elapsed) and (spoken.unit == "hour" or spoken.low % 1 or spoken.high % 1):
        if spoken.unit in ("hour", "day"):
            return _hours(spoken, role, now, text)
        spoken = replace(
            spoken,
            low=spoken.low * (12 if spoken.unit == "year" else 1),
            high=spoken.high * (12 if spoken.unit == "year" else 1),
            unit="month",
        )
    day = _firmest(atoms)
    if isinstance(day, Day) and day.kind in ("tonight", "lastnight") and "part" not in by_kind:
        by_kind["part"] = "night"
    part, clock = by_kind.get("part"), by_kind.get("clock")
    part, clock = part if isinstance(part, str) else None, clock if isinstance(clock, Clock) else None
    return _first_that_fits(_candidates(day, spoken, role, now), part, clock, role, now, text)


def _just(word: str, role: Role, now: datetime, text: str) -> Moment | None:
    if word == "now" and role == "target":
        return Moment.at(pinned(now), text)
    if word == "just" and role == "target":
        return None
    return Moment(pinned(elapsed(now, -0.25)), pinned(now), text)


def _hours(spoken: Elapsed, role: Role, now: datetime, text: str) -> Moment:
    scale = 24 if spoken.unit == "day" else 1
    near, far = spoken.low * scale, spoken.high * scale
    if scale == 24:
        near, far = near - 6, far + 6
    if spoken.bound == "about":
        near, far = near * 0.9, far * 1.1
    elif spoken.bound == "less":
        near = 0
    elif spoken.bound == "more":
        far = far * 2
    if role == "treated":
        return Moment(pinned(elapsed(now, -far)), pinned(elapsed(now, -near)), text)
    return Moment(pinned(elapsed(now, near)), pinned(elapsed(now, far)), text)


def _candidates(day: object, spoken: object, role: Role, now: datetime) -> list[tuple[date, date]]:
    """The days to try, the nearest first."""
    today = now.date()
    if isinstance(spoken, Elapsed):
        return [dates.back_dates(spoken, role, today)]
    step = timedelta(days=-1 if role == "treated" else 1)
    if not isinstance(day, Day):
        return [(today, today), (today + step, today + step)]
    found = dates.dates(day, role, today)
    if found is None:
        return []
    if day.kind == "weekday" and found[0] == today:
        return [found, (today + 7 * step, today + 7 * step)]
    return [found]


def _first_that_fits(
    candidates: list[tuple[date, date]], part: str | None, clock: Clock | None, role: Role, now: datetime, text: str
) -> Moment | None:
    for first, last in candidates:
        for moment in _on(first, last, part, clock, role, now, text):
            return moment
    return None


def _on(
    first: date, last: date, part: str | None, clock: Clock | None, role: Role, now: datetime, text: str
) -> list[Moment]:
    """The reading on these days, cut at now; empty when it lies on the wrong side of now."""
    zone, instant = now.tzinfo, pinned(now)
    assert zone is not None
    pairs = clocks.choices(clock, part) if clock is not None else [PART_HOURS[part] if part else (0, DAY_END)]
    moments = [span(first, last, low, high, zone, text) for low, high in pairs]
    if role == "treated":
        moments = [replace(m, latest=min(m.latest, instant)) for m in moments if m.earliest <= instant]
    else:
        moments = [replace(m, earliest=max(m.earliest, instant)) for m in moments if m.latest >= instant]
    if not moments and clock is None and part and role == "treated" and first == now.date():
        begin = on_clock(first, 0, zone)
        early = PART_HOURS[part][0] - (now.hour * 60 + now.minute) <= _EARLY
        return [Moment(begin, instant, text)] if early else []
    if not moments:
        return []
    return [Moment(min(m.earliest for m in moments), max(m.latest for m in moments), text)]


def _firmest(atoms: tuple[Atom, ...]) -> Day | None:
    """The day that counts where a weekday and a date were both said."""
    found = [atom.value for atom in atoms if isinstance(atom.value, Day)]
    return next((day for day in found if day.kind in FIRMER), found[0] if found else None)
