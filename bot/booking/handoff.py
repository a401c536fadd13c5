"""What reaches a clinic: a person, what the talk was about, and a time or a wish to be called."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Mapping

from bot.booking.clinic import Clinic
from bot.booking.opening import Opening
from bot.booking.person import Person

STATES = ("new", "contacted", "booked", "closed", "cancelled")
LEVELS = ("emergency", "same_day", "book_dermatologist", "self_care")


@dataclass(frozen=True)
class Summary:
    """What is shared with the clinic, each a plain sentence or words of the patient; all may be empty.

    `level` is the highest triage level of the talk, `treated` the treatment time as said.
    """

    reason: str = ""
    level: str = ""
    treated: str = ""
    asked: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    advised: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain lists and strings."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Summary:
        """The reverse of `to_json`."""
        lists = {key: tuple(value.get(key, ())) for key in ("asked", "found", "advised")}
        return cls(value.get("reason", ""), value.get("level", ""), value.get("treated", ""), **lists)


@dataclass(frozen=True)
class Appointment:
    """An opening that a person took; `state` is booked or cancelled, `sequence` counts its moves."""

    opening: Opening
    state: str = "booked"
    sequence: int = 0

    @property
    def start(self) -> datetime:
        """UTC."""
        return self.opening.start

    @property
    def local(self) -> datetime:
        """In the clinic's zone."""
        return self.opening.local


@dataclass(frozen=True)
class Handoff:
    """A stored request: with an appointment, or a callback when there is none.

    `city` is a city's id or what the patient typed; `clinic` is None when no clinic is there.
    """

    reference: str
    person: Person
    summary: Summary = field(repr=False)
    city: str
    created: datetime
    state: str = "new"
    clinic: Clinic | None = None
    appointment: Appointment | None = None
    conversation: str = ""
    history: tuple[str, ...] = field(default=(), compare=False)

    @property
    def kind(self) -> str:
        """appointment or callback."""
        return "appointment" if self.appointment else "callback"

    @property
    def sample(self) -> bool:
        """True when it went to a made-up clinic."""
        return bool(self.clinic and self.clinic.sample)
