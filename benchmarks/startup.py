"""How long a warm start takes, and how much memory: `bot serve` beside Rasa's starter bot on this machine.

    python -m benchmarks.startup [--rounds 3] [--starter FOLDER]

Measured from the command to the first good answer: /health says that all is well (three processes of ours),
or `rasa run` answers on its port (one process). The starter bot is made and trained once by `rasa init`, in
FOLDER if one is given. Memory is what all processes of a start hold together, in MB. Rounds alternate, so
that another load on the machine meets both.
"""
from __future__ import annotations

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

import psutil

from bot.environment import quiet_environment
from bot.settings import ROOT

PATIENCE = 300.0


@dataclass(frozen=True)
class Start:
    """`seconds` to the first good answer, `processor` seconds spent until then, `memory` in MB."""

    seconds: float
    processor: float
    memory: float


def main() -> None:
    """Prints a table and the ratio; the target is half or less."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--starter", type=Path, help="where the starter bot is, or is to be made")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        starter = chosen.starter or Path(scratch) / "starter"
        make_starter(starter)
        var = Path(scratch) / "var"
        rounds = [(start_ours(var), start_starter(starter)) for _ in range(chosen.rounds)]
    ours, theirs = ([pair[side] for pair in rounds] for side in (0, 1))
    print(f"load of the last minute: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for name, starts in (("bot serve", ours), ("rasa run, starter bot", theirs)):
        print(f"{name:22} {middle(starts, 'seconds'):6.1f} s   "
              f"{middle(starts, 'processor'):6.1f} s of processor   {middle(starts, 'memory'):5.0f} MB")
    print(f"ours / starter: {middle(ours, 'seconds') / middle(theirs, 'seconds'):.2f} (target: 0.50 or less)")


def middle(starts: list[Start], what: str) -> float:
    """The median of one figure."""
    return statistics.median(getattr(start, what) for start in starts)


def make_starter(folder: Path) -> None:
    """What `rasa init` gives, trained; a folder that has a model already is taken as it is."""
    if list(folder.glob("models/*.tar.gz")):
        return
    folder.mkdir(parents=True, exist_ok=True)
    print("Making and training Rasa's starter bot …", flush=True)
    command = [sys.executable, "-m", "rasa", "init", "--no-prompt", "--init-dir", str(folder)]
    subprocess.run(command, cwd=folder, env=environment(), check=True, capture_output=True)


def start_ours(var: Path) -> Start:
    """A start with a model and a database that are there already, as on every day but the first."""
    port, actions = free_port(), free_port()
    chosen = {"CHAT_VAR": str(var), "CHAT_PORT": str(port), "ACTION_PORT": str(actions), "CHAT_CLINICS": "sample"}
    command = [sys.executable, "-m", "bot", "serve", "--no-train"]
    return measure(command, ROOT, environment(chosen), f"http://127.0.0.1:{port}/health")


def start_starter(folder: Path) -> Start:
    """`rasa run` with its REST channel on."""
    port = free_port()
    command = [sys.executable, "-m", "rasa", "run", "--port", str(port), "--interface", "127.0.0.1"]
    return measure(command, folder, environment(), f"http://127.0.0.1:{port}/")


def measure(command: list[str], folder: Path, env: Mapping[str, str], url: str) -> Start:
    """Starts, waits for the good answer, stops."""
    began = time.monotonic()
    with subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        try:
            while not answers(url):
                if run.poll() is not None or time.monotonic() - began > PATIENCE:
                    sys.exit(f"{' '.join(command[1:])} did not start (exit status {run.poll()}).")
                time.sleep(0.05)
            seconds = time.monotonic() - began
            return Start(seconds, *spent(psutil.Process(run.pid)))
        finally:
            run.send_signal(signal.SIGINT)


def spent(process: psutil.Process) -> tuple[float, float]:
    """Processor seconds and MB of a process and all that it started."""
    family = [process, *process.children(recursive=True)]
    processor = sum(sum(each.cpu_times()[:2]) for each in family)
    return processor, sum(each.memory_info().rss for each in family) / 1e6


def answers(url: str) -> bool:
    """Does `url` answer 200?"""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.HTTPError):
        return False


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Ours with telemetry off and libraries quiet, for both."""
    env = {**os.environ, **(more or {})}
    for name in ("DATABASE_URL", "ACTION_URL", "CHAT_HOST"):
        env.pop(name, None)
    quiet_environment(env)
    return env


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


if __name__ == "__main__":
    main()
