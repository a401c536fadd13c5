"""The command line: `bot serve`, `bot train`, `bot explain "…"` and what staff need.

Each command imports what it needs when it is called, so that `bot --help` answers at once.
"""
from __future__ import annotations

import argparse
import os
import sys
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Iterator, Sequence

from bot.environment import quiet_environment
from bot.preflight import Problem, reason
from bot.settings import ROOT, SettingsError, load_settings

if TYPE_CHECKING:
    from bot.store.desk import Desk

RETENTION_DAYS = 90


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status."""
    chosen = parser().parse_args(arguments)
    quiet_environment()
    os.chdir(ROOT)
    try:
        return int(chosen.command(chosen))
    except (Problem, SettingsError) as problem:
        print(f"bot: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    """All commands with their help."""
    top = argparse.ArgumentParser(prog="bot", description="The microneedling assistant.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    serve = _add(commands, "serve", _serve, "train when needed and start everything")
    serve.add_argument("--no-train", action="store_true", help="start with the model that is there")
    train = _add(commands, "train", _train, "train the model when its content or configuration changed")
    train.add_argument("--force", action="store_true", help="train in any case")
    _add(commands, "check", _check, "check the content in data/ and name each problem by file and record")
    explain = _add(commands, "explain", _explain, "show what is understood in a sentence and what follows from it")
    explain.add_argument("sentence", help='for example "can I swim today?"')
    _add_clinics(_group(commands, "clinics", "the directory of clinics"))
    _add_outbox(_group(commands, "outbox", "messages to clinics"))
    forget = _add(commands, "forget", _forget, "delete everything of one conversation")
    forget.add_argument("conversation", help="the conversation's id")
    retention = _add(commands, "retention", _retention, "delete what is older than allowed")
    retention.add_argument(
        "--days", type=_days, default=RETENTION_DAYS, help="how many days are kept (default: %(default)s)"
    )
    return top


def _add_clinics(clinics: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    importing = _add(clinics, "import", _clinics_import, "make a CSV or YAML file the directory")
    importing.add_argument("file", type=_path, help="its format: docs/booking.md")
    _add(clinics, "list", _clinics_list, "list the clinics and their providers")


def _add_outbox(outbox: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    listing = _add(outbox, "list", _outbox_list, "list messages, newest first")
    listing.add_argument("--state", choices=("pending", "waiting", "sent", "dead"), help="only these")
    resend = _add(outbox, "resend", _outbox_resend, "send a message again")
    resend.add_argument("number", type=int, help="from `bot outbox list`")


def _group(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, about: str
) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    group = commands.add_parser(name, help=about, description=about)
    return group.add_subparsers(required=True, metavar="COMMAND")


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, command: object, about: str
) -> argparse.ArgumentParser:
    added = commands.add_parser(name, help=about, description=about)
    added.set_defaults(command=command)
    return added


def _path(text: str) -> Path:
    """Relative to where the person is, before we go to the project's folder."""
    return Path(text).absolute()


def _days(text: str) -> int:
    days = int(text)
    if days < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return days


def _serve(chosen: argparse.Namespace) -> int:
    from bot.serving import serve

    return serve(train=not chosen.no_train)


def _train(chosen: argparse.Namespace) -> int:
    from bot import training

    if chosen.force or not training.is_current():
        training.train()
    return 0


def _check(chosen: argparse.Namespace) -> int:
    from bot.check import check

    return int(check())


def _explain(chosen: argparse.Namespace) -> int:
    from bot.patches import no_tensorflow

    no_tensorflow.apply()  # spaCy would load it
    from bot.explain import explain

    print(explain(chosen.sentence))
    return 0


def _clinics_import(chosen: argparse.Namespace) -> int:
    from bot.store.importing import DirectoryError, import_directory
    from bot.store.unit import UnitOfWork

    with _desk() as desk, UnitOfWork(desk.engine, desk.vault) as uow:
        try:
            clinics = import_directory(chosen.file, uow, desk.gazetteer)
        except DirectoryError as error:
            raise Problem(str(error)) from error
    print(f"{len(clinics)} clinics with {sum(len(c.providers) for c in clinics)} providers are the directory now.")
    return 0


def _clinics_list(chosen: argparse.Namespace) -> int:
    from bot.store.unit import UnitOfWork

    with _desk() as desk, UnitOfWork(desk.engine, desk.vault, write=False) as uow:
        for clinic in uow.directory.clinics():
            names = ", ".join(provider.name for provider in clinic.providers)
            print(f"{clinic.id}  {clinic.name}, {clinic.city}{'  (sample)' if clinic.sample else ''}: {names}")
    return 0


def _outbox_list(chosen: argparse.Namespace) -> int:
    from bot.store.unit import UnitOfWork

    with _desk() as desk, UnitOfWork(desk.engine, desk.vault, write=False) as uow:
        for line in uow.outbox.lines(chosen.state):
            due = line.due.strftime("%Y-%m-%d %H:%M")
            what = f"{line.id:>5}  {line.reference}  {line.event:9}  {line.channel:7}  {line.state:7}"
            print(f"{what}  tries {line.attempts}  due {due} UTC  {line.problem}".rstrip())
    return 0


def _outbox_resend(chosen: argparse.Namespace) -> int:
    from bot.store.unit import UnitOfWork

    with _desk() as desk, UnitOfWork(desk.engine, desk.vault) as uow:
        if not uow.outbox.resend(chosen.number, datetime.now(timezone.utc)):
            raise Problem(f"Message {chosen.number} cannot be sent: no such message, sent already, or no channel.")
    print(f"Message {chosen.number} is due now.")
    return 0


def _forget(chosen: argparse.Namespace) -> int:
    from bot.store.forgetting import forget

    with _desk() as desk:
        number = forget(desk.engine, chosen.conversation, datetime.now(timezone.utc))
    print(f"Everything of this conversation is deleted, {number} requests among it.")
    return 0


def _retention(chosen: argparse.Namespace) -> int:
    from bot.store.forgetting import retention

    with _desk() as desk:
        number = retention(desk.engine, datetime.now(timezone.utc) - timedelta(days=chosen.days))
    print(f"What is older than {chosen.days} days is deleted, {number} requests among it.")
    return 0


@contextmanager
def _desk() -> Iterator[Desk]:
    """The store, opened and brought up to date."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.store.desk import Desk
    from bot.store.vault import VaultError

    try:
        desk = Desk(load_settings().database_url)
        try:
            yield desk
        finally:
            desk.close()
    except (VaultError, SQLAlchemyError) as error:
        raise Problem(f"The database cannot be used ({reason(error)}).") from error
