"""Trains the Rasa model when something that it learns from has changed."""
from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Callable, Iterable

from bot.environment import quiet_environment
from bot.preflight import Problem
from bot.settings import ROOT

MODEL = Path("models/chat.tar.gz")
STAMP = Path("models/chat.fingerprint")
LOG = Path("var/train.log")
# A component that reads another file while training adds it here. Answer texts are read when the
# assistant starts, so a change to them needs no training. Of the answers the classifier learns only
# which share a category: one that moves is ranked as before until the next training, and no worse.
LEARNT_FROM = (
    "config.yml",
    "domain.yml",
    "data/nlu",
    "data/rules",
    "bot/nlu",
    "requirements/run.txt",
    "requirements/weights.txt",
)
_STEP = re.compile(r"(?:Starting to train|Restored) component '(\w+)'")


def fingerprint(root: Path = ROOT) -> str:
    """The hash of all that the model is learnt from, names included."""
    digest = sha256()
    for path in _inputs(root):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def is_trained(root: Path = ROOT) -> bool:
    """Is there a model at all, of whatever age?"""
    return (root / MODEL).is_file()


def is_current(root: Path = ROOT) -> bool:
    """Is there a model, and was it learnt from today's files?"""
    stamp = root / STAMP
    return is_trained(root) and stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint(root)


def tell(line: str) -> None:
    """Prints at once, also into a pipe."""
    print(line, flush=True)


def train(root: Path = ROOT, say: Callable[[str], None] = tell) -> None:
    """Trains and stamps the model; raises Problem with the log's place when Rasa fails."""
    began, made_from = time.monotonic(), fingerprint(root)
    say("Training the model, because its content or configuration changed …")
    (root / STAMP).unlink(missing_ok=True)
    (root / LOG).parent.mkdir(parents=True, exist_ok=True)
    status = _run(train_command(), root, say)
    if status != 0 or not is_trained(root):
        raise Problem(f"Training failed; the reason is at the end of {LOG}.")
    (root / STAMP).write_text(made_from, encoding="ascii")
    say(f"Trained in {time.monotonic() - began:.0f} seconds.")


def train_command() -> tuple[str, ...]:
    """Rasa's own command, with a fixed name so that no older model is ever picked up."""
    name = MODEL.name.removesuffix(".tar.gz")
    where = ("--config", "config.yml", "--domain", "domain.yml", "--data", "data/nlu", "data/rules")
    return (sys.executable, "-m", "rasa", "train", *where, "--out", str(MODEL.parent), "--fixed-model-name", name)


def _run(command: tuple[str, ...], root: Path, say: Callable[[str], None]) -> int:
    """Runs a training, its output to the log and its steps to `say`; returns the exit status."""
    environment = {**os.environ, "LOG_LEVEL": "INFO"}
    quiet_environment(environment)
    with (
        (root / LOG).open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command, cwd=root, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process,
    ):
        for line in process.stdout or ():
            log.write(line)
            if step := _STEP.search(line):
                say(f"  {step[1]}")
    return process.returncode


def _inputs(root: Path) -> Iterable[Path]:
    for name in LEARNT_FROM:
        path = root / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in found if file.is_file() and file.suffix in (".yml", ".py", ".txt"))
