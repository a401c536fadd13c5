"""The real parts on ports of their own: action server, chat server, a fresh database."""
from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 120


@dataclass
class Stack:
    """Started with `start`; `url` is the chat server's. Each part's output goes to a file in `folder`."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    url: str = ""
    action_port: int = 0
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self) -> Stack:
        """Starts both servers and waits until everything answers."""
        port, self.action_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "CHAT_VAR": str(self.folder),
            "CHAT_PORT": str(port),
            "ACTION_PORT": str(self.action_port),
            "SANIC_HOST": "127.0.0.1",
            "DATABASE_URL": f"sqlite:///{self.folder / 'chat.db'}",
            "CHAT_CLINICS": "sample",
            "CHAT_MESSAGES_PER_MINUTE": "100000",
            "CHAT_SESSIONS_PER_MINUTE": "100000",
            **self.environment,
        }
        self.environment["ACTION_URL"] = f"http://127.0.0.1:{self.action_port}/webhook"
        self.run("database", "-c", "from bot.store.desk import Desk; Desk()").wait(60)
        self.start_actions()
        self.start_chat()
        self.wait_until(lambda: self.health()[0] == 200)
        return self

    def start_actions(self) -> None:
        """The action server alone, also after it was killed."""
        self.run("actions", "-m", "rasa_sdk", "--actions", "actions", "--port", str(self.action_port))

    def start_chat(self) -> None:
        """The chat server alone, also after it was killed."""
        self.run("chat", "-m", "bot.server")

    def start_delivery(self) -> None:
        """The worker, which `start` leaves out."""
        self.run("delivery", "-m", "bot.delivery")

    def run(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        """One process of the stack."""
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        self.processes[name] = process
        return process

    def kill(self, name: str) -> None:
        """As `kill -9` does it."""
        self.processes[name].kill()
        self.processes[name].wait(10)

    def stop(self) -> None:
        """Ends what still runs."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(20)

    def logs(self) -> str:
        """Everything that any part has written."""
        return "\n".join(file.read_text(errors="replace") for file in sorted(self.folder.glob("*.log")))

    def health(self) -> tuple[int, dict[str, object]]:
        """The status and body of /health; 0 while nothing answers."""
        try:
            with urllib.request.urlopen(self.url + "/health", timeout=5) as response:
                return response.status, json.loads(response.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())
        except OSError:
            return 0, {}

    def wait_until(self, holds: object, seconds: float = START_SECONDS) -> None:
        """Waits for a condition; raises with the logs when it does not come true or a part has died."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if holds():  # type: ignore[operator]
                return
            time.sleep(0.2)
        raise AssertionError(f"the stack did not get ready:\n{self.logs()[-4000:]}")


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
