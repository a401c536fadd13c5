"""`bot serve`: checks, trains, prepares the database, then starts everything under one supervisor."""
from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from bot import training
from bot.environment import quiet_environment
from bot.preflight import Problem, check_port, check_writable, reason
from bot.settings import ROOT, Settings, load_settings
from bot.supervisor import Program, Supervisor, health

WITHOUT_ACTIONS = (
    "Danger signs are still answered; most other messages get an apology with the helpline, and /health says 503. "
    "Stop with Ctrl-C and start again."
)
WITHOUT_DELIVERY = (
    "The chat goes on, and messages to clinics are kept until they can be sent. Stop with Ctrl-C and start again."
)


def serve(train: bool = True) -> int:
    """Blocks until stopped; returns the exit status. Raises Problem or SettingsError before anything is started."""
    quiet_environment()
    # Somebody who tries the assistant gets made-up clinics; an imported directory takes their place.
    os.environ.setdefault("CHAT_CLINICS", "sample")
    check_folders()
    settings = load_settings()
    check_ports(settings)
    prepare_model(train)
    prepare_database(settings)
    print("Starting the action server, the chat server and the delivery worker …", flush=True)
    ready = f"Ready: http://{reachable_host()}:{settings.port}/  (Ctrl-C stops everything)"
    watch = f"http://{reachable_host()}:{settings.port}/health"
    return Supervisor(programs(settings), lambda: health(watch), ready, cwd=str(ROOT)).run()


def check_folders() -> None:
    """Raises Problem when a folder cannot be written; before the settings, which may store a secret."""
    check_writable(ROOT / "models")
    check_writable(Path(os.environ.get("CHAT_VAR", str(ROOT / "var"))))


def check_ports(settings: Settings) -> None:
    """Raises Problem when a port is taken, or is wanted twice."""
    check_port(settings.port, "CHAT_PORT", host())
    check_port(action_port(settings), "ACTION_PORT")
    if settings.port == action_port(settings):
        raise Problem(f"CHAT_PORT and ACTION_PORT are both {settings.port}; give one of them another port.")


def prepare_model(train: bool = True) -> None:
    """Trains when needed; raises Problem when there is no model and none may be trained."""
    if training.is_current():
        return
    if train:
        training.train()
    elif not training.is_trained():
        raise Problem("There is no trained model. Run `bot train`, or leave out --no-train.")
    else:
        print("The model is older than its content, and training is switched off.", flush=True)


def prepare_database(settings: Settings) -> None:
    """Brings the schema up to date and gives an empty directory the sample clinics; raises Problem."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.store.desk import Desk
    from bot.store.importing import DirectoryError
    from bot.store.vault import VaultError

    os.environ["DATABASE_URL"] = settings.database_url
    try:
        Desk(settings.database_url).close()
    except (DirectoryError, VaultError) as error:
        raise Problem(str(error)) from error
    except (SQLAlchemyError, OSError) as error:
        raise Problem(f"The database cannot be used ({reason(error)}). Look at DATABASE_URL.") from error


def programs(settings: Settings) -> tuple[Program, ...]:
    """The three processes; each finds its settings in the environment."""
    python = (sys.executable, "-m")
    ours = {"DATABASE_URL": settings.database_url, "ACTION_URL": settings.action_url}
    actions = (*python, "rasa_sdk", "--actions", "actions", "--port", str(action_port(settings)), "--quiet")
    return (
        # The action server trusts whoever reaches it, so only this machine may.
        Program("actions", actions, {**ours, "SANIC_HOST": "127.0.0.1"}, WITHOUT_ACTIONS),
        Program("chat", (*python, "bot.server"), ours),
        Program("delivery", (*python, "bot.delivery"), ours, WITHOUT_DELIVERY),
    )


def action_port(settings: Settings) -> int:
    """Where the action server listens."""
    return urlsplit(settings.action_url).port or 5055


def host() -> str:
    """Where the chat server listens."""
    return os.environ.get("CHAT_HOST") or "127.0.0.1"


def reachable_host() -> str:
    """An address under which this machine reaches the chat server."""
    return "127.0.0.1" if host() in ("0.0.0.0", "::", "") else host()
