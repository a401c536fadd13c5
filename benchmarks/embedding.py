"""How long one sentence takes to embed: ours on onnxruntime beside the plain pass in NumPy, one thread.

    python -m benchmarks.embedding [SENTENCES]
"""
from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import statistics
import sys
import time
from pathlib import Path
from typing import Callable

import numpy as np

from benchmarks.nlu.sets import load_sentences
from benchmarks.numpy_embedding import Embedder as PlainEmbedder
from bot.nlu.embedding import Embedder, weights_folder

WARM_UP = 20


def main() -> int:
    """Both in turn on each sentence, so that both meet the same load."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    everything = load_sentences(Path("data/nlu"))
    sentences = [sentence.text for sentence in everything[:: max(1, len(everything) // count)]][:count]
    ours, plain = Embedder(weights_folder()), PlainEmbedder(weights_folder())
    times: dict[str, list[float]] = {"onnxruntime": [], "NumPy": []}
    agreement = []
    for sentence in sentences[:WARM_UP] + sentences:
        first = _timed(ours.embed, sentence, times["onnxruntime"])
        second = _timed(plain.embed, sentence, times["NumPy"])
        agreement.append(float(first @ second))
    print(f"{len(sentences)} training sentences, one thread; least cosine of the two {min(agreement):.6f}")
    for name, taken in times.items():
        taken = taken[WARM_UP:]
        print(f"  {name:<12} median {statistics.median(taken):5.1f} ms   90 % under {np.percentile(taken, 90):5.1f} ms")
    return 0


def _timed(embed: Callable[[str], np.ndarray], sentence: str, times: list[float]) -> np.ndarray:
    began = time.perf_counter()
    row = embed(sentence)
    times.append((time.perf_counter() - began) * 1000)
    return row


if __name__ == "__main__":
    sys.exit(main())
