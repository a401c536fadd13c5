"""The embedding: near sentences are near, and only the published weights are taken."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.embedding import Embedder, EmbeddingError, default_embedder, verified_weights, weights_folder
from bot.nlu.minilm import MAX_TOKENS, WIDTH


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return default_embedder()


def test_a_sentence_becomes_a_row_of_length_one(embedder: Embedder) -> None:
    row = embedder.embed("can I swim today?")
    assert row.shape == (WIDTH,)
    assert np.linalg.norm(row) == pytest.approx(1.0)


def test_the_same_sentence_gives_the_same_numbers(embedder: Embedder) -> None:
    assert np.array_equal(embedder.embed("does it hurt"), embedder.embed("does it hurt"))


def test_the_numbers_are_those_of_the_published_model(embedder: Embedder) -> None:
    """The first numbers that sentence-transformers gives for all-MiniLM-L6-v2 and this sentence."""
    expected = [0.0676569, 0.0634959, 0.0487131, 0.0793049, 0.0374480]
    assert embedder.embed("This is an example sentence")[:5] == pytest.approx(expected, abs=2e-5)


def test_near_sentences_are_nearer_than_far_ones(embedder: Embedder) -> None:
    pool, lake, price = embedder.embed_all(["may I go to the pool", "can I swim in a lake", "how much does it cost"])
    assert pool @ lake > 0.5 > pool @ price


def test_a_very_long_text_is_cut(embedder: Embedder) -> None:
    assert embedder.embed("hair " * 10 * MAX_TOKENS).shape == (WIDTH,)


def test_other_weights_are_refused(tmp_path: Path) -> None:
    changed = bytearray((weights_folder() / "model.safetensors").read_bytes())
    changed[-1] ^= 1
    (tmp_path / "model.safetensors").write_bytes(changed)
    with pytest.raises(EmbeddingError, match="not the published model"):
        verified_weights(tmp_path / "model.safetensors")


def test_missing_weights_are_told_with_the_setting(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="CHAT_EMBEDDING_FOLDER"):
        verified_weights(tmp_path / "model.safetensors")
