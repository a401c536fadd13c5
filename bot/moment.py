"""Time as an interval: what the patient's words allow, never more exact than they were."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Moment:
    """Something that happens between two aware instants; equal ends mean an exact time.

    Raises ValueError when an end has no zone or the ends are the wrong way round.
    """

    earliest: datetime
    latest: datetime
    text: str = ""

    def __post_init__(self) -> None:
        if self.earliest.tzinfo is None or self.latest.tzinfo is None:
            raise ValueError("a Moment needs instants with a zone")
        if self.latest < self.earliest:
            raise ValueError(f"a Moment ends before it begins: {self.earliest} > {self.latest}")

    @classmethod
    def at(cls, instant: datetime, text: str = "") -> Moment:
        """An exact moment."""
        return cls(instant, instant, text)

    @property
    def exact(self) -> bool:
        """True when both ends are the same instant."""
        return self.earliest == self.latest

    def to_json(self) -> dict[str, Any]:
        """ISO 8601 ends with their offsets, for a Rasa slot."""
        return {
            "earliest": self.earliest.isoformat(),
            "latest": self.latest.isoformat(),
            "text": self.text,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Moment:
        """The reverse of `to_json`."""
        return cls(
            datetime.fromisoformat(value["earliest"]),
            datetime.fromisoformat(value["latest"]),
            value.get("text", ""),
        )
