"""The embedding against what its publisher shows and against an independent pass in NumPy."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.numpy_embedding import Embedder as PlainEmbedder
from bot.nlu.embedding import Embedder, EmbeddingError, default_embedder, weights_folder

SENTENCES = (
    "Can I swim after microneedling?",
    "When may I use minoxidil again?",
    "baal kyun girte hain",
    "?",
    "my scalp is red and a little sore, is that what one expects on the second day " * 12,
)
# The example of sentence-transformers' own quickstart (sbert.net), as it prints it.
PUBLISHED = ("The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium.")
SIMILARITIES = ((1.0, 0.6660, 0.1046), (0.6660, 1.0, 0.1411), (0.1046, 0.1411, 1.0))
# The first numbers of the reference pass for SENTENCES[0].
FIRST = (0.04785, -0.01913, 0.06136, -0.03549, -0.0055, -0.01316, 0.08794, -0.0016)


def test_similarities_are_those_that_the_publisher_prints() -> None:
    rows = default_embedder().embed_all(PUBLISHED)
    assert rows @ rows.T == pytest.approx(np.array(SIMILARITIES), abs=1e-3)


def test_each_sentence_agrees_with_the_plain_pass() -> None:
    plain = PlainEmbedder(weights_folder()).embed_all(list(SENTENCES))
    cosines = (plain * default_embedder().embed_all(SENTENCES)).sum(axis=1)
    assert cosines.min() > 1 - 1e-3


def test_the_numbers_themselves_do_not_drift() -> None:
    assert default_embedder().embed(SENTENCES[0])[:8] == pytest.approx(np.array(FIRST), abs=1e-4)


@pytest.mark.parametrize("sentence", ["", " ", "a", *SENTENCES])
def test_every_sentence_has_length_one(sentence: str) -> None:
    row = default_embedder().embed(sentence)
    assert row.shape == (384,) and row.dtype == np.float32
    assert float(np.linalg.norm(row)) == pytest.approx(1.0, abs=1e-5)


def test_the_same_meaning_is_nearer_than_the_same_words() -> None:
    asked, meant, worded = default_embedder().embed_all(
        ["can I go swimming", "am I allowed in the pool", "can I go to sleep"]
    )
    assert float(asked @ meant) > float(asked @ worded)


def test_another_model_under_the_same_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not the published weights")
    with pytest.raises(EmbeddingError, match="not the published model: its sha256 is"):
        Embedder(tmp_path)


def test_a_missing_file_is_told_with_its_place_and_the_setting(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match=r"model\.safetensors is not in .* CHAT_EMBEDDING_FOLDER"):
        Embedder(tmp_path)


def test_a_missing_package_is_told_with_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHAT_EMBEDDING_FOLDER", raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EmbeddingError, match="is not installed; set CHAT_EMBEDDING_FOLDER"):
        weights_folder()


def test_a_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHAT_EMBEDDING_FOLDER", str(tmp_path))
    assert weights_folder() == tmp_path
