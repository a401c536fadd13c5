"""A small text classifier: embeddings and n-grams into logistic regression, kept without pickles."""
from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

Ranking = list[tuple[str, float]]
Embed = Callable[[Sequence[str]], np.ndarray]
NGRAMS: Mapping[str, Mapping[str, Any]] = {
    "word": {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b"},
    "char": {"analyzer": "char_wb", "ngram_range": (2, 4)},
}


@dataclass(frozen=True)
class Weighting:
    """How much each block of features counts, and how freely the regression may fit them."""

    embedding: float = 2.0
    ngrams: float = 1.0
    C: float = 8.0
    max_iter: int = 150


class Topics:
    """Ranks labels for a sentence. `embed` gives one unit row a sentence, or None for n-grams alone."""

    def __init__(self, embed: Embed | None, weighting: Weighting | None = None) -> None:
        self._embed = embed
        self._weighting = weighting or Weighting()
        self._vectorizers: dict[str, TfidfVectorizer] = {}
        self._seen: np.ndarray | None = None
        self._labels: np.ndarray = np.array([])
        self._coefficients = np.empty((0, 0), dtype=np.float32)
        self._intercepts = np.empty(0, dtype=np.float32)

    def fit(self, sentences: Sequence[str], labels: Sequence[str]) -> None:
        """Learns; the seed is fixed, so the same data give the same weights."""
        for name, options in NGRAMS.items():
            self._vectorizers[name] = TfidfVectorizer(**options, sublinear_tf=True).fit(sentences)
        self._seen = self._embed(sentences) if self._embed else None
        model = LogisticRegression(
            C=self._weighting.C, max_iter=self._weighting.max_iter, class_weight="balanced", random_state=42
        ).fit(self._features(sentences, self._seen), labels)
        self._labels = model.classes_.astype(str)
        self._coefficients = np.ascontiguousarray(model.coef_.astype(np.float32).T)
        self._intercepts = model.intercept_.astype(np.float32)

    def rank(self, sentence: str, length: int = 5) -> tuple[Ranking, float]:
        """The best labels with probabilities, and the similarity (0..1) to the nearest known sentence."""
        row = self._embed([sentence]) if self._embed else None
        scores = np.asarray(self._features([sentence], row) @ self._coefficients).ravel() + self._intercepts
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        best = np.argsort(-chances, kind="stable")[:length]
        similarity = 1.0 if row is None or self._seen is None else float((self._seen @ row[0]).max())
        return [(str(self._labels[i]), float(chances[i])) for i in best], similarity

    def _features(self, sentences: Sequence[str], rows: np.ndarray | None) -> csr_matrix:
        blocks = [vectorizer.transform(sentences) * self._weighting.ngrams for vectorizer in self._vectorizers.values()]
        if rows is not None:
            blocks.append(csr_matrix(rows * self._weighting.embedding))
        return csr_matrix(hstack(blocks), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Arrays and vocabularies; readable by `load` on any machine."""
        arrays = {f"idf_{name}": vectorizer.idf_ for name, vectorizer in self._vectorizers.items()}
        if self._seen is not None:
            arrays["seen"] = self._seen
        np.savez(
            folder / "weights.npz",
            labels=self._labels,
            coefficients=self._coefficients,
            intercepts=self._intercepts,
            **arrays,
        )
        words = {
            name: {word: int(column) for word, column in vectorizer.vocabulary_.items()}
            for name, vectorizer in self._vectorizers.items()
        }
        (folder / "words.json").write_text(json.dumps(words), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, embed: Embed | None, weighting: Weighting | None = None) -> Topics:
        """The reverse of `save`."""
        topics = cls(embed, weighting)
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz") as arrays:
            topics._labels = arrays["labels"]
            topics._coefficients, topics._intercepts = arrays["coefficients"], arrays["intercepts"]
            topics._seen = arrays["seen"] if "seen" in arrays else None
            for name, options in NGRAMS.items():
                vectorizer = TfidfVectorizer(**options, sublinear_tf=True, vocabulary=words[name])
                vectorizer.idf_ = arrays[f"idf_{name}"]
                topics._vectorizers[name] = vectorizer
        return topics
