"""Who can be booked and when they work: clinics, providers and their plans."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Mapping
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Hours:
    """A stretch of one local day, in minutes since midnight, 0 to 1440; the end is not part of it."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= 24 * 60:
            raise ValueError(f"hours should rise within one day, but are {self}")

    @classmethod
    def parse(cls, text: str) -> Hours:
        """Reads "09:00-13:30" ("24:00" is the end of the day); raises ValueError."""
        start, dash, end = text.partition("-")
        if not dash:
            raise ValueError(f"'{text}' should look like 09:00-13:30")
        return cls(_minutes(start), _minutes(end))

    def __str__(self) -> str:
        return "-".join(f"{value // 60:02}:{value % 60:02}" for value in (self.start, self.end))


def _minutes(clock: str) -> int:
    hour, colon, minute = clock.strip().partition(":")
    if not (colon and hour.isdigit() and minute.isdigit() and len(minute) == 2 and int(minute) < 60):
        raise ValueError(f"'{clock.strip()}' should be a clock time such as 09:00")
    return int(hour) * 60 + int(minute)


@dataclass(frozen=True)
class Interval:
    """From one aware instant until another; the end is not part of it."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class WorkingPlan:
    """Working hours and breaks by weekday (0 is Monday), with dates that differ.

    A date in `exceptions` replaces that day's hours and has no breaks; an empty tuple is a closed day.
    """

    week: Mapping[int, tuple[Hours, ...]] = field(default_factory=dict)
    breaks: Mapping[int, tuple[Hours, ...]] = field(default_factory=dict)
    exceptions: Mapping[date, tuple[Hours, ...]] = field(default_factory=dict)

    def hours(self, day: date) -> tuple[Hours, ...]:
        """The working hours of a local date."""
        return self.exceptions.get(day, self.week.get(day.weekday(), ()))

    def pauses(self, day: date) -> tuple[Hours, ...]:
        """The breaks of a local date."""
        return () if day in self.exceptions else self.breaks.get(day.weekday(), ())

    def to_json(self) -> dict[str, Any]:
        """Plain lists and strings, for the store."""
        return {
            "week": {str(day): [str(hours) for hours in spans] for day, spans in self.week.items()},
            "breaks": {str(day): [str(hours) for hours in spans] for day, spans in self.breaks.items()},
            "exceptions": {day.isoformat(): [str(hours) for hours in spans] for day, spans in self.exceptions.items()},
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> WorkingPlan:
        """The reverse of `to_json`."""
        return cls(
            {int(day): _spans(spans) for day, spans in value["week"].items()},
            {int(day): _spans(spans) for day, spans in value["breaks"].items()},
            {date.fromisoformat(day): _spans(spans) for day, spans in value["exceptions"].items()},
        )


def _spans(texts: list[str]) -> tuple[Hours, ...]:
    return tuple(Hours.parse(text) for text in texts)


@dataclass(frozen=True)
class Unavailability:
    """A stretch in which a provider cannot be booked, whatever the plan says."""

    start: datetime
    end: datetime
    reason: str = ""

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None or self.end <= self.start:
            raise ValueError("an unavailability needs two instants with a zone, the end after the start")


@dataclass(frozen=True)
class Provider:
    """A dermatologist of a clinic. `lead` is the shortest notice, `horizon` how far ahead one can book."""

    id: str
    name: str
    plan: WorkingPlan
    length: timedelta = timedelta(minutes=30)
    lead: timedelta = timedelta(hours=2)
    horizon: timedelta = timedelta(days=28)
    unavailable: tuple[Unavailability, ...] = ()

    def __post_init__(self) -> None:
        if self.length < timedelta(minutes=5) or self.lead < timedelta(0) or self.horizon <= timedelta(0):
            raise ValueError("minutes should be 5 or more, the lead 0 or more, the horizon above 0")


@dataclass(frozen=True)
class Channels:
    """How a clinic hears of a handoff; the webhook's secret stays in the environment, by name."""

    email: str = ""
    webhook: str = ""
    secret: str = ""
    body: str = "json"


@dataclass(frozen=True)
class Clinic:
    """A place with providers. `city` is an id of `data/clinics/cities.yml`; `sample` marks made-up entries."""

    id: str
    name: str
    city: str
    zone: str
    address: str = ""
    phone: str = ""
    languages: tuple[str, ...] = ()
    channels: Channels = Channels()
    sample: bool = False
    providers: tuple[Provider, ...] = ()

    @property
    def tz(self) -> ZoneInfo:
        """The zone that the plans and the texts of this clinic are in."""
        return ZoneInfo(self.zone)
