"""Starts the assistant's processes together, says when they are ready, and stops them together."""
from __future__ import annotations

import json
import os
import re
import shlex
import signal
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Callable, Mapping, Sequence

from honcho.manager import KILL_WAIT, SYSTEM_PRINTER_NAME, Manager
from honcho.printer import Message, Printer

from bot.environment import quiet_environment

__all__ = ["Program", "Supervisor", "health", "quiet_environment"]

_STOPPED = re.compile(r"(\S+) stopped \(rc=(-?\d+)\)")
_LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Program:
    """One process: `name` stands before its lines; `environment` is added to ours."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def health(url: str) -> str:
    """`ok`, or what `url` says is not; never raises."""
    try:
        with _LOCAL.open(url, timeout=3) as response:
            return "ok" if response.status == 200 else f"{url} answers {response.status}"
    except urllib.error.HTTPError as error:
        return _parts_down(error.read()) or f"{url} answers {error.code}"
    except (OSError, ValueError):
        return "the server does not answer yet"


def _parts_down(body: bytes) -> str:
    try:
        parts = json.loads(body).items()
    except (AttributeError, ValueError):
        return ""
    return ", ".join(f"{name}: {state}" for name, state in parts if state != "ok")


class _Log(Printer):
    """Prints the children's lines and hands the manager's own to us."""

    def __init__(self, hear: Callable[[str], None]) -> None:
        super().__init__()
        self._hear = hear

    def write(self, message: Message) -> None:
        if message.name == SYSTEM_PRINTER_NAME:
            self._hear(message.data.strip())
        else:
            super().write(message)


class _Manager(Manager):
    """A manager that may be told to stop before all children have told their process id."""

    may_terminate = False

    def terminate(self) -> None:
        if self.may_terminate:
            super().terminate()


class Supervisor:
    """Runs programs until one ends, a signal asks to stop, or they are not ready in time.

    `check` answers `ok` when all is ready, else what is missing; `ready_line` is then printed once;
    `patience` is in seconds, as is `grace`, after which a program that does not stop is killed; `cwd` is the
    folder the programs start in.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        check: Callable[[], str],
        ready_line: str,
        patience: float = 180.0,
        grace: float = KILL_WAIT,
        cwd: str | None = None,
    ) -> None:
        self._check, self._ready_line, self._patience, self._grace = check, ready_line, patience, grace
        self._waiting_for = len(programs)
        self._stopping = False
        self._problem: str | None = None
        self._manager = _Manager(printer=_Log(self._hear))
        for program in programs:
            environment = {**os.environ, **program.environment}
            self._manager.add_process(program.name, "exec " + shlex.join(program.command), env=environment, cwd=cwd)

    def run(self) -> int:
        """Blocks; the exit status is 0 only when somebody asked to stop."""
        self._manager.loop()
        self._stopping = True
        print(self._problem or "Stopped.", flush=True)
        return 1 if self._problem else 0

    def _hear(self, line: str) -> None:
        """The manager tells in words what happens; these are the ones that matter."""
        stopped = _STOPPED.match(line)
        if line == self._ready_line:
            print(line, flush=True)
        elif line.endswith(" received"):
            self._stop()
        elif " started (pid=" in line:
            self._count_started()
        elif stopped and not self._stopping:
            self._stop(_epitaph(stopped[1], int(stopped[2])))

    def _count_started(self) -> None:
        self._waiting_for -= 1
        if self._waiting_for:
            return
        self._manager.may_terminate = True
        if self._stopping:
            self._manager.terminate()
        else:
            threading.Thread(target=self._announce, daemon=True).start()

    def _stop(self, problem: str | None = None) -> None:
        if self._stopping:
            return
        self._stopping, self._problem = True, problem
        # The manager itself loses patience only after a first child has stopped.
        timer = threading.Timer(self._grace, self._manager.kill)
        timer.daemon = True
        timer.start()

    def _announce(self) -> None:
        """In a thread of its own: waits for the health check, then lets the manager's loop say so."""
        deadline, state = time.monotonic() + self._patience, ""
        while time.monotonic() < deadline and not self._stopping:
            state = self._check()
            if state == "ok":
                ready = Message("line", self._ready_line, datetime.now(timezone.utc), SYSTEM_PRINTER_NAME, None)
                self._manager.events.put(ready)
                return
            time.sleep(0.1)
        if not self._stopping:
            self._stop(f"Stopped: not ready after {self._patience:.0f} seconds ({state}).")
            os.kill(os.getpid(), signal.SIGTERM)


def _epitaph(name: str, status: int) -> str:
    how = f"killed by signal {-status}" if status < 0 else f"exit code {status}"
    return f"Stopped: {name} ended by itself ({how}); its last lines are above."
