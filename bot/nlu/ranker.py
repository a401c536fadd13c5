"""Wording and classifier together: a message in, labels with probabilities out. What the model file holds."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Mapping, Sequence

import numpy as np

from bot.nlu.topics import Embed, Ranking, Topics, Weighting
from bot.nlu.wording import Wording

COUNTS = "counts.json"


class Ranker:
    """Puts a sentence into its comparable wording and ranks the labels for it."""

    def __init__(self, wording: Wording, topics: Topics) -> None:
        self._wording = wording
        self._topics = topics

    @classmethod
    def learnt(
        cls,
        sentences: Sequence[str],
        labels: Sequence[str],
        groups: Mapping[str, str] | None = None,
        weighting: Weighting | None = None,
    ) -> Ranker:
        """Learns from labelled sentences; `groups` names the group of each label that has one."""
        weighting = weighting or Weighting()
        wording = Wording.learnt(sentences, _english(weighting))
        topics = Topics(_embed(wording, weighting), weighting)
        topics.fit([wording.mended(sentence) for sentence in sentences], labels, groups)
        return cls(wording, topics)

    def rank(self, text: str, length: int = 5) -> tuple[Ranking, float]:
        """The best labels with probabilities, and the similarity to the nearest known sentence.

        The similarity is 0..1, and 0 where not one word is known: "asdkj qwe" is near to nothing.
        """
        ranking, similarity = self._topics.rank(self._wording.mended(text), length)
        return ranking, similarity if self._wording.knows_any(text) else 0.0

    def save(self, folder: Path) -> None:
        """Writes files that `load` reads on any machine."""
        (folder / COUNTS).write_text(json.dumps(dict(self._wording.counts)), encoding="utf-8")
        self._topics.save(folder)

    @classmethod
    def load(cls, folder: Path, weighting: Weighting | None = None) -> Ranker:
        """The reverse of `save`."""
        weighting = weighting or Weighting()
        wording = Wording(json.loads((folder / COUNTS).read_text(encoding="utf-8")), _english(weighting))
        return cls(wording, Topics.load(folder, _embed(wording, weighting), weighting))


def _embed(wording: Wording, weighting: Weighting) -> Embed | None:
    if not weighting.embedding:
        return None
    from bot.nlu.embedding import default_embedder

    def embed(sentences: Sequence[str]) -> np.ndarray:
        return default_embedder().embed_all([wording.meaning(sentence) for sentence in sentences])

    return embed


def _english(weighting: Weighting) -> frozenset[str]:
    """The whole words that the embedding knows; without it none, and only the training sentences count."""
    if not weighting.embedding:
        return frozenset()
    from bot.nlu.embedding import default_embedder

    return default_embedder().words
