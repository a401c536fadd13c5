"""What the router decided about one message: an intent for Rasa's rules and acts for the replies."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Iterable, Mapping

from bot.dialogue.memory import Memory


@dataclass(frozen=True)
class Act:
    """One thing to say or do. `kind` is flag, condition, timing, answer or phrase; `id` names the record.

    `options` carries what the reply needs besides ("part": "why", "already": True).
    """

    kind: str
    id: str
    options: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """For parse_data."""
        return {"kind": self.kind, "id": self.id, "options": dict(self.options)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Act:
        """The reverse of `to_json`."""
        return cls(value["kind"], value["id"], value.get("options") or {})


@dataclass(frozen=True)
class Plan:
    """The decision: `intent` picks the rule, `acts` are said in this order, `slots` fill forms."""

    intent: str
    acts: tuple[Act, ...] = ()
    memory: Memory = field(default_factory=Memory)
    slots: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Mapping[str, Any], ...] = ()
    now: datetime | None = None

    def of(self, kind: str) -> tuple[Act, ...]:
        """The acts of one kind, in order."""
        return tuple(act for act in self.acts if act.kind == kind)

    @property
    def problem(self) -> str:
        """What was wrong with the answer to a form's question, empty when nothing was."""
        return next((act.id for act in self.of("problem")), "")

    def to_json(self) -> dict[str, Any]:
        """For parse_data; the memory travels in its own slot."""
        return {
            "intent": self.intent,
            "acts": [act.to_json() for act in self.acts],
            "findings": [dict(finding) for finding in self.findings],
            "now": self.now.isoformat() if self.now else None,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None, memory: Mapping[str, Any] | None) -> Plan:
        """Rebuilt where a reply is made; a missing value is an empty plan."""
        value = value or {}
        now = value.get("now")
        return cls(
            value.get("intent") or "nlu_fallback",
            tuple(Act.from_json(act) for act in value.get("acts") or ()),
            Memory.from_json(memory),
            {},
            tuple(value.get("findings") or ()),
            datetime.fromisoformat(now) if now else None,
        )


def once(acts: Iterable[Act]) -> tuple[Act, ...]:
    """Each record once, in order."""
    return tuple({(act.kind, act.id): act for act in acts}.values())
