"""What the language layer found in one message."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.moment import Moment
from bot.screening.finding import Assertion, Finding
from bot.triage.symptom import Symptom

Kind = Literal["contraindication", "symptom", "activity", "modifier", "setting", "treatment", "cue"]
Subject = Literal["self", "family", "other"]


@dataclass(frozen=True)
class Mention:
    """A target of the lexicon in the text, with what was asserted of it and the cue that decided.

    `id` is a C row for contraindications, a name of symptoms.yml for symptoms, a window's id for
    activities, a modifier's name ("prp", "deep_needles") for modifiers.
    """

    kind: Kind
    id: str
    text: str
    start: int
    end: int
    assertion: Assertion = "present"
    subject: Subject = "self"
    cue: str | None = None
    when: Moment | None = None
    since: str | None = None
    details: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Times:
    """The times of a message by role.

    `treated`: when the microneedling was or will be; `planned` is True when it lies ahead.
    `target`: when the activity is planned. `unknown`: the person says they do not know when.
    `problem`: the treatment's date cannot be ("impossible"), or was told as past and lies ahead ("future").
    """

    treated: Moment | None = None
    target: Moment | None = None
    planned: bool = False
    unknown: bool = False
    problem: str | None = None


@dataclass(frozen=True)
class Reading:
    """Everything the deterministic layer knows about one message; no decision is taken here."""

    text: str
    mentions: tuple[Mention, ...] = ()
    times: Times = field(default_factory=Times)
    cues: frozenset[str] = frozenset()
    details: frozenset[str] = frozenset()
    """Qualifiers of things that were named before, such as "C59/spreading"."""

    def of(self, kind: Kind) -> tuple[Mention, ...]:
        """The mentions of one kind, in order."""
        return tuple(mention for mention in self.mentions if mention.kind == kind)

    def findings(self) -> tuple[Finding, ...]:
        """The contraindications as screening takes them; what a relative lacks says nothing of the patient."""
        return tuple(
            Finding(m.id, m.assertion, m.text, m.since, m.when, m.details, m.cue)
            for m in self.of("contraindication")
            if m.subject != "family" or m.assertion in ("family", "hypothetical")
        )

    def symptoms(self) -> tuple[Symptom, ...]:
        """The symptoms as triage takes them."""
        return tuple(
            Symptom(m.id, m.assertion, m.text, m.details, m.subject != "self")
            for m in self.of("symptom")
        )
