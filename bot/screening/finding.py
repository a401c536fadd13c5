"""What a person said about a condition: present, absent, past, in the family, not known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.moment import Moment

AGES = ("C46", "C47")
Assertion = Literal["present", "absent", "past", "family", "possible", "hypothetical", "unknown"]


@dataclass(frozen=True)
class Finding:
    """One contraindication row as the person spoke of it.

    `since` is the ISO 8601 duration since it ended or happened ("P3M"), `when` the same as instants.
    `details` are qualifiers named in data/knowledge/contraindications.yml ("severe", "spreading").
    `cue` is the wording that decided the assertion, so that the bot can say why.
    """

    concept: str
    assertion: Assertion
    text: str = ""
    since: str | None = None
    when: Moment | None = None
    details: frozenset[str] = frozenset()
    cue: str | None = None

    def to_json(self) -> dict[str, Any]:
        """For a Rasa slot and for `meta.findings`."""
        return {
            "concept": self.concept,
            "assertion": self.assertion,
            "text": self.text,
            "since": self.since,
            "when": self.when.to_json() if self.when else None,
            "details": sorted(self.details),
            "cue": self.cue,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Finding:
        """The reverse of `to_json`."""
        when = value.get("when")
        return cls(
            value["concept"],
            value["assertion"],
            value.get("text", ""),
            value.get("since"),
            Moment.from_json(when) if when else None,
            frozenset(value.get("details") or ()),
            value.get("cue"),
        )


def is_plain_age(concept: str, assertion: str) -> bool:
    """An age of no concern: "43 F" denies both rows of age and speaks of no condition."""
    return concept in AGES and assertion == "absent"
