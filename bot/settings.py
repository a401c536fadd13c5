"""The settings of a running assistant, from the environment; every default works on one machine."""
from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping

ROOT = Path(__file__).resolve().parents[1]


class SettingsError(RuntimeError):
    """A setting that cannot be used; says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """`session_hours`: how long a conversation's token is good. `messages_per_minute`: per conversation.

    `origins`: the sites that may embed the widget; empty means only this server's own pages.
    """

    database_url: str
    action_url: str
    secret: str
    port: int = 5005
    session_hours: float = 12.0
    messages_per_minute: int = 30
    sessions_per_minute: int = 30
    origins: tuple[str, ...] = ()
    folder: Path = ROOT / "var"


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Reads CHAT_* and DATABASE_URL; raises SettingsError for a value of the wrong form."""
    folder = Path(environ.get("CHAT_VAR", str(ROOT / "var")))
    action_port = _number(environ, "ACTION_PORT", 5055)
    return Settings(
        database_url=environ.get("DATABASE_URL", f"sqlite:///{folder / 'chat.db'}"),
        action_url=environ.get("ACTION_URL", f"http://127.0.0.1:{action_port}/webhook"),
        secret=environ.get("CHAT_SECRET") or _stored_secret(folder / "secrets" / "chat_secret"),
        port=_number(environ, "CHAT_PORT", 5005),
        session_hours=float(_number(environ, "CHAT_SESSION_HOURS", 12)),
        messages_per_minute=_number(environ, "CHAT_MESSAGES_PER_MINUTE", 30),
        sessions_per_minute=_number(environ, "CHAT_SESSIONS_PER_MINUTE", 30),
        origins=tuple(o.strip() for o in environ.get("CHAT_ORIGINS", "").split(",") if o.strip()),
        folder=folder,
    )


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name, "")
    if not value:
        return default
    if not value.isdigit():
        raise SettingsError(f"{name} should be a whole number, but is {value!r}")
    return int(value)


def _stored_secret(path: Path) -> str:
    """A secret made once and kept with owner-only rights, so that tokens survive a restart."""
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        pass
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}); set CHAT_SECRET instead") from error
    secret = secrets.token_urlsafe(48)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secret)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise SettingsError(f"{path} cannot be written ({error.strerror}); set CHAT_SECRET instead") from error
    return secret
