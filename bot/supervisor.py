"""Starts the assistant's processes together, says when they are ready, tells what dies, and stops them together."""
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
    """One process: `name` stands before its lines; `environment` is added to ours.

    `without` says what works and what does not when this one has died; without such a line nothing does.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    without: str = ""


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
        parts = json.loads(body)["parts"].items()
    except (AttributeError, KeyError, TypeError, ValueError):
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
    """honcho's manager, which may be told to stop before all children have told their process id.

    A child's death alone does not end the others; that is for the supervisor to say.
    """

    may_terminate = False
    should_stop = False

    def terminate(self) -> None:
        if self.may_terminate:
            super().terminate()

    def _any_stopped(self) -> bool:
        return self.should_stop


class Supervisor:
    """Runs programs until a needed one ends, a signal asks to stop, or they are not ready in time.

    Before they are ready each is needed; afterwards those that have no `without`. Nothing is restarted.
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
        self._without = {program.name: program.without for program in programs}
        self._waiting_for = len(programs)
        self._ready = self._stopping = False
        self._problem: str | None = None
        self._dead: list[str] = []
        self._manager = _Manager(printer=_Log(self._hear))
        for program in programs:
            environment = {**os.environ, **program.environment}
            self._manager.add_process(program.name, "exec " + shlex.join(program.command), env=environment, cwd=cwd)

    def run(self) -> int:
        """Blocks; the exit status is 0 only when somebody asked to stop and nothing had died."""
        self._manager.loop()
        self._stopping = True
        if self._dead and not self._problem:
            self._problem = f"Stopped; {' and '.join(self._dead)} had ended before."
        print(self._problem or "Stopped.", flush=True)
        return 1 if self._problem else 0

    def _hear(self, line: str) -> None:
        """The manager tells in words what happens; these are the ones that matter."""
        stopped = _STOPPED.match(line)
        if line == self._ready_line:
            self._ready = True
            print(line, flush=True)
        elif line.endswith(" received"):
            self._stop()
        elif " started (pid=" in line:
            self._count_started()
        elif stopped and not self._stopping:
            self._bury(stopped[1], int(stopped[2]))

    def _count_started(self) -> None:
        self._waiting_for -= 1
        if self._waiting_for:
            return
        self._manager.may_terminate = True
        if self._stopping:
            self._manager.terminate()
        else:
            threading.Thread(target=self._announce, daemon=True).start()

    def _bury(self, name: str, status: int) -> None:
        how = f"killed by signal {-status}" if status < 0 else f"exit code {status}"
        if self._ready and self._without[name]:
            self._dead.append(name)
            print(f"{name} ended by itself ({how}). {self._without[name]}", flush=True)
        else:
            self._stop(f"Stopped: {name} ended by itself ({how}); its last lines are above.")

    def _stop(self, problem: str | None = None) -> None:
        if self._stopping:
            return
        self._stopping, self._problem = True, problem
        self._manager.should_stop = True
        # The manager's own patience is fixed.
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
