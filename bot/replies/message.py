"""One reply of the contract: text for people, meaning in `meta`."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping


@dataclass(frozen=True)
class Button:
    """An offered choice. `payload` is opaque to the client and valid for this conversation only."""

    title: str
    payload: str

    def to_json(self) -> dict[str, str]:
        """As the contract has it."""
        return {"title": self.title, "payload": self.payload}


@dataclass(frozen=True)
class Message:
    """One message of a reply, as `docs/contract.md` describes it."""

    text: str
    kind: str
    category: str | None = None
    topic: str | None = None
    evidence: tuple[str, ...] = ()
    sources: tuple[Mapping[str, str], ...] = ()
    verdict: str | None = None
    clear_at: str | None = None
    findings: tuple[Mapping[str, Any], ...] = ()
    level: str | None = None
    buttons: tuple[Button, ...] = ()
    card: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The contract's Message."""
        return {
            "text": self.text,
            "buttons": [button.to_json() for button in self.buttons],
            "card": dict(self.card) if self.card else None,
            "meta": {
                "kind": self.kind,
                "category": self.category,
                "topic": self.topic,
                "evidence": list(self.evidence),
                "verdict": self.verdict,
                "clear_at": self.clear_at,
                "sources": [dict(source) for source in self.sources],
                "findings": [dict(finding) for finding in self.findings],
                "level": self.level,
                **self.extra,
            },
        }
