"""Trains one pipeline and asks it all questions, each in a process of its own."""
from __future__ import annotations

import asyncio
import logging
import os
import resource
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import structlog
import yaml

from benchmarks.nlu.pipelines import Pipeline
from benchmarks.nlu.sets import Question, Sentence
from bot.environment import quiet_environment

SLASH = "__"
"""In place of the slash of a label, which Rasa would take for a response selector's."""


@dataclass(frozen=True)
class Asked:
    """The best label for a question, and the probability that it is out of scope."""

    label: str
    foreign: float


@dataclass(frozen=True)
class Run:
    """What asking brought: seconds to load, median milliseconds a message, most memory in MB."""

    asked: tuple[Asked, ...]
    load: float
    message: float
    memory: float


def train(name: str, pipeline: Pipeline, sentences: Sequence[Sentence], folder: Path) -> float:
    """Writes `<folder>/<name>.tar.gz`; returns seconds, the embedding of all sentences included."""
    _quiet()
    import rasa.model_training

    labels = sorted({sentence.label for sentence in sentences})
    data = [
        {"intent": _plain(label), "examples": "".join(f"- {s.text}\n" for s in sentences if s.label == label)}
        for label in labels
    ]
    _write(folder / "nlu.yml", {"version": "3.1", "nlu": data})
    settings = {"recipe": "default.v1", "language": "en", "assistant_id": "measured", "pipeline": pipeline}
    _write(folder / "config.yml", settings)
    _write(folder / "domain.yml", {"version": "3.1", "intents": [_plain(label) for label in labels]})
    began = time.perf_counter()
    config, data_file, domain = (str(folder / file) for file in ("config.yml", "nlu.yml", "domain.yml"))
    made = rasa.model_training.train_nlu(config, data_file, str(folder), fixed_model_name=name, domain=domain)
    if made is None:
        raise RuntimeError(f"Rasa could not train {name}")
    return time.perf_counter() - began


def ask(name: str, questions: Sequence[Question], folder: Path) -> Run:
    """Loads the model and asks one question after the other."""
    _quiet()
    return asyncio.run(_ask(folder / f"{name}.tar.gz", questions))


async def _ask(model: Path, questions: Sequence[Question]) -> Run:
    from rasa.core.agent import load_agent

    began = time.perf_counter()
    agent = await load_agent(str(model))
    load = time.perf_counter() - began
    await agent.parse_message("warm up")
    asked, times = [], []
    for question in questions:
        began = time.perf_counter()
        parsed = await agent.parse_message(question.text)
        times.append((time.perf_counter() - began) * 1000)
        chances = {row["name"]: row["confidence"] for row in parsed["intent_ranking"]}
        label = parsed["intent"]["name"].replace(SLASH, "/")
        asked.append(Asked(label, chances.get("out_of_scope", 0.0)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Run(tuple(asked), load, statistics.median(times), memory)


def _plain(label: str) -> str:
    return label.replace("/", SLASH)


def _write(file: Path, content: object) -> None:
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def _quiet() -> None:
    os.environ["RASA_MAX_CACHE_SIZE"] = "0"  # else a second run would measure the cache
    quiet_environment(os.environ)
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
