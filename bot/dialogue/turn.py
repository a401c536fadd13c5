"""One user message in its context, as the planner gets it."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Mapping

from bot.dialogue.memory import Memory

Ranking = tuple[tuple[str, float], ...]
"""Labels of data/nlu with their probabilities, best first."""


SURE, NEAR, LEAST = 0.40, 0.80, 0.10
"""Probability, similarity and least probability at which a label is taken without asking back."""


@dataclass(frozen=True)
class Turn:
    """`text` is in Roman letters, `written` as it was typed, empty where both are the same.

    `ranking` is the classifier's for the whole text, `segments` for its parts when it has several.

    `similarity` (0..1) tells how near the text is to anything the classifier was taught. `choice` is
    the payload of a pressed button. `form` and `requested` are Rasa's active form and open question.
    """

    text: str
    now: datetime
    ranking: Ranking = ()
    segments: tuple[Ranking, ...] = ()
    similarity: float = 1.0
    choice: str | None = None
    memory: Memory = field(default_factory=Memory)
    form: str | None = None
    requested: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    written: str = ""

    @property
    def label(self) -> str:
        """The best label, empty without a ranking."""
        return self.ranking[0][0] if self.ranking else ""

    @property
    def confidence(self) -> float:
        """The best label's probability."""
        return self.ranking[0][1] if self.ranking else 0.0

    @property
    def sure(self) -> bool:
        """Likely outright; or near to what was taught and well ahead of the next label."""
        ahead = self.confidence >= 1.5 * (self.ranking[1][1] if len(self.ranking) > 1 else 0.0)
        return self.confidence >= SURE or (self.similarity >= NEAR and self.confidence >= LEAST and ahead)

    def chance(self, *labels: str) -> float:
        """The summed probability of these labels; a label ending in "/" stands for its whole family."""
        return sum(
            chance
            for name, chance in self.ranking
            if any(name == label or (label.endswith("/") and name.startswith(label)) for label in labels)
        )
