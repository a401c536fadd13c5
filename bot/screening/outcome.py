"""What the screening comes to, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.knowledge.base import Localised
from bot.screening.finding import Finding

ORDER = ("do_not", "see_dermatologist_first", "wait", "caution", "none_found")
"""From the strictest; `none_found` never means safe."""


@dataclass(frozen=True)
class Reason:
    """One finding that speaks against it, with its own verdict and texts.

    `name` is the condition in patients' words, `until` what it waits for, `bring` what helps the visit,
    `not_before` the day that a wait counted from a told time ends.
    """

    concept: str
    verdict: str
    finding: Finding
    name: Localised
    reason: Localised
    until: Localised
    bring: Localised
    category: str
    evidence: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    not_before: date | None = None


@dataclass(frozen=True)
class Outcome:
    """The strictest verdict, and the reasons with the strictest first."""

    verdict: str
    reasons: tuple[Reason, ...] = ()

    @property
    def decisive(self) -> Reason | None:
        """The reason that decided."""
        return self.reasons[0] if self.reasons else None

    @property
    def evidence(self) -> tuple[str, ...]:
        """The evidence rows of all reasons, in order."""
        return tuple(dict.fromkeys(row for reason in self.reasons for row in reason.evidence))

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of all reasons, in order."""
        return tuple(dict.fromkeys(source for reason in self.reasons for source in reason.sources))


def strictest(verdicts: list[str]) -> str:
    """The strictest of some verdicts; `none_found` of none."""
    return min(verdicts, key=ORDER.index, default="none_found")
