"""The result of triage: how urgent, which danger signs, whose body."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from bot.knowledge.red_flags import LEVELS, Level


@dataclass(frozen=True)
class Raised:
    """One flag that holds; `case` is the number of its most urgent case in red_flags.yml, from 0."""

    flag: str
    level: Level
    case: int


@dataclass(frozen=True)
class Alert:
    """What was raised, most urgent first. `symptoms` are the names that raised it."""

    level: Level
    raised: tuple[Raised, ...]
    symptoms: tuple[str, ...] = ()
    other_person: bool = False

    @property
    def flags(self) -> tuple[str, ...]:
        """The ids of red_flags.yml, most urgent first."""
        return tuple(raised.flag for raised in self.raised)

    def to_json(self) -> dict[str, Any]:
        """For parse_data."""
        return {
            "level": self.level,
            "raised": [[raised.flag, raised.level, raised.case] for raised in self.raised],
            "symptoms": list(self.symptoms),
            "other_person": self.other_person,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Alert:
        """The reverse of `to_json`."""
        raised = tuple(Raised(*row) for row in value["raised"])
        return cls(value["level"], raised, tuple(value["symptoms"]), bool(value["other_person"]))


def urgency(level: Level | None) -> int:
    """0 for none, 1 for self_care, up to 4 for emergency."""
    return 0 if level is None else len(LEVELS) - LEVELS.index(level)
