"""What the conversation knows so far; one slot, written by the router and by the actions."""
from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Mapping

from bot.moment import Moment
from bot.screening.finding import Finding
from bot.triage.symptom import Symptom

MAX_FINDINGS = 80
MAX_SYMPTOMS = 12
MAX_TOPICS = 6
OTHER_PATIENT = "other_patient"
"""In `extra`: the talk is about somebody else's treatment."""
URGENT = ("emergency", "same_day")
"""Levels of a red flag that cannot wait for an appointment."""


@dataclass(frozen=True)
class Memory:
    """The conversation's facts. `topics` holds references such as "activity:sauna", newest first.

    `pending` are activities that wait for the treatment time; `modifiers` maps what may lengthen a
    window to whether it holds; `alert` is the highest level of a red flag so far.
    """

    treated: Moment | None = None
    planned: bool = False
    target: Moment | None = None
    modifiers: Mapping[str, bool] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    topics: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    setting: str | None = None
    alert: str | None = None
    outcome: str | None = None
    clinic_hours: Mapping[str, float] = field(default_factory=dict)
    misses: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def was_treated(self) -> bool:
        """True once a treatment is known to have happened; one that is only planned is none."""
        return self.treated is not None and not self.planned

    @property
    def in_danger(self) -> bool:
        """True while a sign that needs a doctor today was told and not taken back."""
        return self.alert in URGENT and bool(self.symptoms)

    def about(self, *references: str) -> Memory:
        """The same memory with these references as the newest topics."""
        kept = [topic for topic in self.topics if topic not in references]
        return replace(self, topics=(*references, *kept)[:MAX_TOPICS])

    def newest(self, noun: str) -> tuple[str, ...]:
        """The values of the newest unbroken run of topics of one noun ("activity")."""
        values = []
        for topic in self.topics:
            head, _, value = topic.partition(":")
            if head == noun:
                values.append(value)
            elif values:
                break
        return tuple(values)

    def to_json(self) -> dict[str, Any]:
        """For the Rasa slot `memory`; bounded, so that a turn's cost does not grow."""
        return {
            "treated": self.treated.to_json() if self.treated else None,
            "planned": self.planned,
            "target": self.target.to_json() if self.target else None,
            "modifiers": dict(self.modifiers),
            "findings": [finding.to_json() for finding in self.findings[-MAX_FINDINGS:]],
            "symptoms": [symptom.to_json() for symptom in self.symptoms[-MAX_SYMPTOMS:]],
            "topics": list(self.topics),
            "pending": list(self.pending),
            "setting": self.setting,
            "alert": self.alert,
            "outcome": self.outcome,
            "clinic_hours": dict(self.clinic_hours),
            "misses": self.misses,
            "extra": dict(self.extra),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | None) -> Memory:
        """The reverse of `to_json`; an empty or missing value is a fresh memory."""
        if not value:
            return cls()
        return cls(
            treated=Moment.from_json(value["treated"]) if value.get("treated") else None,
            planned=bool(value.get("planned")),
            target=Moment.from_json(value["target"]) if value.get("target") else None,
            modifiers=dict(value.get("modifiers") or {}),
            findings=tuple(Finding.from_json(row) for row in value.get("findings") or ()),
            symptoms=tuple(Symptom.from_json(row) for row in value.get("symptoms") or ()),
            topics=tuple(value.get("topics") or ()),
            pending=tuple(value.get("pending") or ()),
            setting=value.get("setting"),
            alert=value.get("alert"),
            outcome=value.get("outcome"),
            clinic_hours=dict(value.get("clinic_hours") or {}),
            misses=int(value.get("misses") or 0),
            extra=dict(value.get("extra") or {}),
        )
