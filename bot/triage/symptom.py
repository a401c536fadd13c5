"""What a person said about a symptom."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.screening.finding import Assertion


@dataclass(frozen=True)
class Symptom:
    """One symptom of data/knowledge/symptoms.yml as the person spoke of it.

    `details` are qualifiers named there ("mild", "spreading", "fading"); `other_person` is True
    when it is somebody else's body ("my wife").
    """

    name: str
    assertion: Assertion = "present"
    text: str = ""
    details: frozenset[str] = frozenset()
    other_person: bool = False

    def to_json(self) -> dict[str, Any]:
        """For a Rasa slot."""
        return {
            "name": self.name,
            "assertion": self.assertion,
            "text": self.text,
            "details": sorted(self.details),
            "other_person": self.other_person,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Symptom:
        """The reverse of `to_json`."""
        return cls(
            value["name"],
            value["assertion"],
            value.get("text", ""),
            frozenset(value.get("details") or ()),
            bool(value.get("other_person")),
        )
