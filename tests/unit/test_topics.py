"""The classifier on a toy field, with an embedding that a test can follow: the vowels of a sentence."""
from __future__ import annotations

from pathlib import Path
from typing import Sequence

import numpy as np
import pytest

from bot.nlu.topics import Topics, Weighting

SENTENCES = {
    "pain": ["does it hurt", "is it painful", "how bad is the pain", "will i feel pain"],
    "price": ["what does it cost", "how much is it", "price of a session", "is it expensive"],
    "hello": ["hi there", "good morning", "hello doctor", "salam"],
}
TEXTS = [text for texts in SENTENCES.values() for text in texts]
LABELS = [label for label, texts in SENTENCES.items() for _ in texts]


def vowels(sentences: Sequence[str]) -> np.ndarray:
    counts = np.array([[sentence.count(vowel) + 0.1 for vowel in "aeiou"] for sentence in sentences])
    rows: np.ndarray = counts / np.linalg.norm(counts, axis=1, keepdims=True)
    return rows.astype(np.float32)


@pytest.fixture(params=[vowels, None], ids=["with an embedding", "n-grams alone"])
def topics(request: pytest.FixtureRequest) -> Topics:
    learnt = Topics(request.param)
    learnt.fit(TEXTS, LABELS)
    return learnt


@pytest.mark.parametrize(
    ("text", "label"), [("is the pain bad", "pain"), ("the price of it", "price"), ("helo docter", "hello")]
)
def test_a_new_wording_finds_its_label(topics: Topics, text: str, label: str) -> None:
    assert topics.rank(text)[0][0][0] == label


def test_probabilities_are_sorted_and_add_up_to_one(topics: Topics) -> None:
    chances = [chance for _, chance in topics.rank("is it sore", length=9)[0]]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1, abs=1e-5)


def test_a_saved_classifier_ranks_the_same_after_loading(topics: Topics, tmp_path: Path) -> None:
    topics.save(tmp_path)
    loaded = Topics.load(tmp_path, topics._embed)
    for text in [*TEXTS, "kitna dard hota hai", "", "؟"]:
        ranking, similarity = loaded.rank(text)
        assert [label for label, _ in ranking] == [label for label, _ in topics.rank(text)[0]]
        assert dict(ranking) == pytest.approx(dict(topics.rank(text)[0]), abs=1e-6)
        assert similarity == pytest.approx(topics.rank(text)[1], abs=1e-6)


def test_nothing_kept_on_disk_can_run_code(topics: Topics, tmp_path: Path) -> None:
    topics.save(tmp_path)
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as arrays:
        assert {arrays[name].dtype.kind for name in arrays.files} <= set("fiU")


def test_learning_twice_gives_the_same_weights() -> None:
    first, second = Topics(vowels), Topics(vowels)
    for topics in (first, second):
        topics.fit(TEXTS, LABELS)
    assert np.array_equal(first._shares, second._shares)
    assert first._temperature == second._temperature


def test_similarity_is_one_for_a_sentence_seen_in_training() -> None:
    topics = Topics(vowels)
    topics.fit(TEXTS, LABELS)
    assert topics.rank("how much is it")[1] == pytest.approx(1.0, abs=1e-6)
    assert topics.rank("uuuu")[1] < 0.95


def test_a_group_lifts_the_other_labels_of_the_same_group() -> None:
    alone, together = Topics(vowels), Topics(vowels)
    alone.fit(TEXTS, LABELS)
    together.fit(TEXTS, LABELS, {"pain": "body", "hello": "body"})

    def odds(topics: Topics) -> float:
        chances = dict(topics.rank("does it hurt", length=3)[0])
        return chances["hello"] / chances["price"]

    assert odds(together) > odds(alone)


def test_labels_that_cannot_be_learnt_apart_are_told_plainly() -> None:
    topics = Topics(None, Weighting(ridge=-1.0))
    with pytest.raises(ValueError, match="ridge"):
        topics.fit(["same words", "same words"], ["one", "other"])
