"""Compares classifiers in one run, on the same sentences and questions, as Rasa pipelines.

    python -m benchmarks.nlu [FOLDER] [--only ours --only init] [--epochs 100] [--every 1]

Each learns data/nlu with `question/x` as a plain intent and ranks the questions*.jsonl of FOLDER
(default ../shared/dev when there). Right is a label whose area is accepted and whose evidence, where
the set names some, is met; a label of the dialogue, such as "asks about a time", is right in its area.
"answers" counts only the questions that got an answer's label, "foreign" those where only a refusal is
right; AUROC is how well the probability of out_of_scope tells these from the rest.
The assistant adds concepts, times and signs to this, which `python -m benchmarks.evaluate` measures.
"""
from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Callable, Sequence

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.nlu.measure import Run, ask, train
from benchmarks.nlu.pipelines import pipelines
from benchmarks.nlu.sets import Question, load_questions, load_sentences, sampled
from benchmarks.rows import SETS
from bot.settings import ROOT

HEAD = ("pipeline", "in scope", "answers", "foreign", "AUROC", "train s", "load s", "message ms", "MB")


def main() -> int:
    """Prints one row a pipeline as soon as it is measured."""
    options = _options()
    sentences = sampled(load_sentences(ROOT / "data" / "nlu"), options.every)
    questions = load_questions(options.folder)
    labels = {sentence.label for sentence in sentences}
    print(f"{len(sentences)} sentences, {len(labels)} labels; {len(questions)} questions; DIET {options.epochs} epochs")
    _row(HEAD)
    _row(["---"] * len(HEAD))
    for number, (name, pipeline) in enumerate(pipelines(options.epochs).items()):
        if options.only and not any(part in name for part in options.only):
            continue
        with tempfile.TemporaryDirectory() as scratch:
            taken = _apart(train, f"p{number}", pipeline, sentences, Path(scratch))
            run: Run = _apart(ask, f"p{number}", questions, Path(scratch))
        cost = (f"{taken:.0f}", f"{run.load:.1f}", f"{run.message:.1f}", f"{run.memory:.0f}")
        _row([name, *_scores(run, questions), *cost])
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SETS)
    parser.add_argument("--only", action="append", help="only pipelines with this in their name; may be repeated")
    parser.add_argument("--epochs", type=int, default=100, help="of DIET and the response selector")
    parser.add_argument("--every", type=int, default=1, help="learn only every n-th sentence of each label")
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.exit(f"{options.folder} is no folder; name one that holds questions.jsonl")
    return options


def _apart(work: Callable[..., Any], *arguments: Any) -> Any:
    """In a fresh process, so that memory and imports are a pipeline's own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _scores(run: Run, questions: Sequence[Question]) -> list[str]:
    both = zip(run.asked, questions, strict=True)
    right = np.array([question.is_met_by(asked.label) for asked, question in both])
    foreign = np.array([question.foreign for question in questions])
    fact = np.array([asked.label.startswith("question/") for asked in run.asked]) & ~foreign
    chance = [asked.foreign for asked in run.asked]
    shares = [f"{right[some].mean():.0%}" if some.any() else "-" for some in (~foreign, fact, foreign)]
    return [*shares, f"{roc_auc_score(foreign, chance):.3f}"]


def _row(cells: Sequence[str]) -> None:
    print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
