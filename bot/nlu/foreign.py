"""How likely a sentence is about something else: a regression of its own beside that over the labels.

Among three hundred labels `out_of_scope` has to win against each; asked alone, the question "ours or not"
uses every sentence on both sides and tells them apart better (docs/nlu.md).
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

Array = np.ndarray
FOREIGN = "out_of_scope"
_FREE = 100.0
"""Two numbers are fitted to thousands of sentences, so they need no holding back."""


@dataclass(frozen=True)
class Foreign:
    """The weight of each training sentence, and the logistic curve from their sum to a probability."""

    shares: Array
    slope: float
    shift: float

    @classmethod
    def learnt(cls, inverse: Array, foreign: Array) -> Foreign | None:
        """From the regression's inverse and which sentences are foreign; None unless there are both kinds.

        The curve is fitted to the score that each sentence has when it is left out.
        """
        if foreign.all() or not foreign.any():
            return None
        wanted = (foreign - foreign.mean()).astype(np.float32)
        shares = inverse @ wanted
        left_out = wanted - shares / np.diag(inverse)
        curve = LogisticRegression(C=_FREE).fit(left_out[:, None], foreign)
        return cls(shares, float(curve.coef_[0, 0]), float(curve.intercept_[0]))

    def chance(self, nearness: Array) -> float:
        """The probability 0..1 that a sentence this near to each training sentence is foreign."""
        return float(1 / (1 + np.exp(-self.slope * float(nearness @ self.shares) - self.shift)))

    def put_in(self, chances: Array, nearness: Array, labels: Array) -> Array:
        """The probabilities with that of `out_of_scope` replaced, and the others sharing what is left."""
        is_foreign = labels == FOREIGN
        chance = self.chance(nearness)
        ours = np.where(is_foreign, 0.0, chances)
        total = float(ours.sum())
        return np.where(is_foreign, chance, ours / total * (1 - chance)) if total else chances
