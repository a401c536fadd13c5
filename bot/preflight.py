"""What must hold before anything is started; each problem is one line that says what to do."""
from __future__ import annotations

import errno
import os
import socket
import tempfile
from pathlib import Path


class Problem(RuntimeError):
    """Why the assistant cannot start or go on, in one line for the person at the terminal."""


def check_port(port: int, setting: str, host: str = "127.0.0.1") -> None:
    """Raises Problem when something already listens there; `setting` is the variable to change."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise Problem(f"{setting} is {port}, but a port is at most 65535.") from None
        except OSError as error:
            raise Problem(_why_not(port, setting, host, error)) from error


def check_writable(folder: Path) -> None:
    """Makes the folder when it is absent; raises Problem when nothing can be written into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Problem(f"The folder {_shown(folder)} cannot be written ({error.strerror}).") from error


def reason(error: BaseException) -> str:
    """The first line of an error, without the statement and its parameters that SQLAlchemy appends."""
    text = str(getattr(error, "orig", None) or error).strip()
    return text.splitlines()[0] if text else type(error).__name__


def _why_not(port: int, setting: str, host: str, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use. Stop the program that uses it, or set {setting} to another port."
    return f"Port {port} on {host} cannot be used ({error.strerror}). Set {setting} to another port."


def _shown(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
