"""Whether a sentence is ours at all, learnt beside the labels."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.foreign import FOREIGN, Foreign
from bot.nlu.topics import Topics

OURS = [f"{asked} the {thing}" for asked in ("does it hurt with", "how do i clean") for thing in ("roller", "needle", "derma pen")]
OTHERS = [f"{asked} the {thing}" for asked in ("who won", "what time is") for thing in ("cricket match", "football match", "hockey match")]
LABELS = [*["pain"] * 3, *["clean"] * 3, *[FOREIGN] * len(OTHERS)]


@pytest.fixture(scope="module")
def topics() -> Topics:
    learnt = Topics(None)
    learnt.fit([*OURS, *OTHERS], LABELS)
    return learnt


def chance(topics: Topics, text: str) -> float:
    return dict(topics.rank(text, 10)[0])[FOREIGN]


def test_a_foreign_sentence_is_likelier_foreign_than_one_of_ours(topics: Topics) -> None:
    assert chance(topics, "who won the tennis match") > 0.5 > chance(topics, "does the needle roller hurt")


def test_the_probabilities_still_add_up_to_one(topics: Topics) -> None:
    for text in [*OURS, *OTHERS, "something else"]:
        assert sum(chance for _, chance in topics.rank(text, 10)[0]) == pytest.approx(1.0)


def test_the_order_of_our_labels_is_that_of_the_regression_over_labels() -> None:
    labels = np.array(["a", "b", FOREIGN])
    foreign = Foreign(np.zeros(3, dtype=np.float32), slope=1.0, shift=0.0)
    mixed = foreign.put_in(np.array([0.5, 0.1, 0.4]), np.ones(3, dtype=np.float32), labels)
    assert mixed == pytest.approx([5 / 12, 1 / 12, 0.5])


def test_without_foreign_sentences_nothing_is_foreign() -> None:
    assert Foreign.learnt(np.eye(2, dtype=np.float32), np.array([False, False])) is None


def test_a_saved_model_tells_foreign_sentences_as_before(topics: Topics, tmp_path: Path) -> None:
    topics.save(tmp_path)
    assert chance(Topics.load(tmp_path, None), "who won the match") == pytest.approx(chance(topics, "who won the match"))
