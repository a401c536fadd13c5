"""A small text classifier: kernel ridge regression over embeddings and n-grams, kept without pickles.

Each sentence is compared with every training sentence, and the labels of the near ones are weighed
by regression. One matrix inverse learns it all, hundreds of labels included, in seconds, and gives
the error on each sentence if it had been left out, by which the probabilities are calibrated.
docs/nlu.md has the comparison with other classifiers.
"""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Callable, Mapping, Sequence

import numpy as np
from scipy.linalg.lapack import spotrf, spotri
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.foreign import FOREIGN, Foreign

Array = np.ndarray
Ranking = list[tuple[str, float]]
Embed = Callable[[Sequence[str]], Array]
TEMPERATURES = np.geomspace(0.02, 0.3, 28)


@dataclass(frozen=True)
class Weighting:
    """How sentences are compared and how closely the regression follows its examples."""

    embedding: float = 1.0
    """Weight of the nearness in meaning; 0 leaves the embedding out."""
    ngrams: float = 0.2
    """Weight of the nearness in spelling, which helps with typos and Roman Urdu."""
    sharpness: float = 2.0
    """How fast nearness in meaning falls off; higher trusts only the nearest sentences."""
    ridge: float = 0.5
    """How much a label must be backed by several sentences."""
    balance: float = 0.2
    """0: frequent labels are likelier; 1: all labels are alike."""
    kinship: float = 0.3
    """How much a sentence also speaks for the other labels of its group."""


class Topics:
    """Ranks labels for a sentence. `embed` gives one unit row a sentence, or None for n-grams alone."""

    def __init__(self, embed: Embed | None, weighting: Weighting | None = None) -> None:
        self._embed = embed
        self._weighting = weighting or Weighting()
        self._grams = _vectorizer()
        self._spelling = csr_matrix((0, 0), dtype=np.float32)
        self._meaning = np.empty((0, 0), dtype=np.float32)
        self._labels: Array = np.array([])
        self._shares = np.empty((0, 0), dtype=np.float32)
        self._temperature = 1.0
        self._foreign: Foreign | None = None

    def fit(
        self, sentences: Sequence[str], labels: Sequence[str], groups: Mapping[str, str] | None = None
    ) -> None:
        """Learns; nothing in it is random. `groups` names the group of each label that has one."""
        self._spelling = self._grams.fit_transform(sentences)
        if self._embed:
            self._meaning = self._embed(sentences).astype(np.float32)
        self._labels, which = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
        counts = np.bincount(which)
        wanted = self._wanted(groups or {})[which]
        loose = self._weighting.ridge * (counts[which] / counts.mean()) ** self._weighting.balance
        cosine = self._meaning @ self._meaning.T if self._embed else None
        nearness = self._nearness((self._spelling @ self._spelling.T).toarray(), cosine)
        inverse = _inverse(nearness + np.diag(loose.astype(np.float32)))
        self._shares = inverse @ wanted
        left_out = wanted - self._shares / np.diag(inverse)[:, None]
        self._temperature = float(min(TEMPERATURES, key=lambda t: _surprise(left_out / t, which)))
        self._foreign = Foreign.learnt(inverse, self._labels[which] == FOREIGN)

    def rank(self, sentence: str, length: int = 5) -> tuple[Ranking, float]:
        """The best labels with probabilities, and the similarity (0..1) to the nearest known sentence."""
        # In float32: doubles would have every weight of the model widened at each message.
        spelling = self._grams.transform([sentence]).toarray().astype(np.float32)
        cosine = self._embed([sentence]).astype(np.float32) @ self._meaning.T if self._embed else None
        nearness = self._nearness((self._spelling @ spelling.T).T, cosine)
        chances = _softmax(nearness @ self._shares / self._temperature)[0]
        if self._foreign:
            chances = self._foreign.put_in(chances, nearness[0], self._labels)
        best = np.argsort(-chances, kind="stable")[:length]
        similarity = float(cosine.max()) if cosine is not None else 1.0
        return [(str(self._labels[i]), float(chances[i])) for i in best], similarity

    def _wanted(self, groups: Mapping[str, str]) -> Array:
        """What each label's sentences should score, one row a label."""
        group = np.array([groups.get(label, label) for label in self._labels])
        kin = (group[:, None] == group).astype(np.float32)
        return np.eye(len(group), dtype=np.float32) + np.float32(self._weighting.kinship) * kin

    def _nearness(self, shared: Array, cosine: Array | None) -> Array:
        """One row a sentence, one column a training sentence, from their likeness in n-grams and in meaning."""
        near: Array = self._weighting.ngrams * shared
        if cosine is not None:
            near += self._weighting.embedding * np.exp(self._weighting.sharpness * (cosine - 1))
        return near

    def save(self, folder: Path) -> None:
        """Arrays and the vocabulary; readable by `load` on any machine."""
        grams = self._spelling
        np.savez(
            folder / "weights.npz",
            labels=self._labels,
            shares=self._shares,
            temperature=self._temperature,
            **({f"foreign_{name}": value for name, value in asdict(self._foreign).items()} if self._foreign else {}),
            meaning=self._meaning,
            idf=self._grams.idf_,
            **{name: getattr(grams, name) for name in ("data", "indices", "indptr", "shape")},
        )
        words = {word: int(column) for word, column in self._grams.vocabulary_.items()}
        (folder / "words.json").write_text(json.dumps(words), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, embed: Embed | None, weighting: Weighting | None = None) -> Topics:
        """The reverse of `save`."""
        topics = cls(embed, weighting)
        topics._grams = _vectorizer(json.loads((folder / "words.json").read_text(encoding="utf-8")))
        with np.load(folder / "weights.npz") as arrays:
            topics._labels, topics._shares = arrays["labels"], arrays["shares"]
            topics._temperature = float(arrays["temperature"])
            topics._meaning = arrays["meaning"]
            topics._grams.idf_ = arrays["idf"]
            if "foreign_shares" in arrays:
                curve = (float(arrays["foreign_slope"]), float(arrays["foreign_shift"]))
                topics._foreign = Foreign(arrays["foreign_shares"], *curve)
            parts = (arrays["data"], arrays["indices"], arrays["indptr"])
            topics._spelling = csr_matrix(parts, shape=tuple(arrays["shape"]))
        return topics


def _vectorizer(vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, dtype=np.float32, vocabulary=vocabulary
    )


def _inverse(matrix: Array) -> Array:
    """Of a symmetric positive matrix; an eighth of the time of the general inverse."""
    factor, failed = spotrf(matrix, lower=True)
    lower, also_failed = spotri(factor, lower=True)
    if failed or also_failed:
        raise ValueError("the sentences cannot be told apart: give the ridge a higher weight")
    inverse: Array = np.tril(lower) + np.tril(lower, -1).T
    return inverse


def _softmax(scores: Array) -> Array:
    chances: Array = np.exp(scores - scores.max(axis=1, keepdims=True))
    return chances / chances.sum(axis=1, keepdims=True)


def _surprise(scores: Array, which: Array) -> float:
    """The mean negative log probability of the right labels."""
    return float(-np.log(_softmax(scores)[np.arange(len(which)), which] + 1e-9).mean())
