"""What the command line shows and does with the outbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Engine

from bot.store.outbox import Line
from bot.store.unit import UnitOfWork
from bot.store.vault import Vault


def list_outbox(engine: Engine, vault: Vault, state: str | None = None) -> list[Line]:
    """Messages newest first; `state` is waiting, pending, sent or dead."""
    with UnitOfWork(engine, vault, write=False) as uow:
        return uow.outbox.lines(state)


def resend(engine: Engine, vault: Vault, number: int, now: datetime) -> bool:
    """Makes a dead or waiting message due again; False when there is none or its clinic has no channel."""
    with UnitOfWork(engine, vault) as uow:
        done = uow.outbox.resend(number, now)
        if done:
            uow.audit(now, "operator", "resent", str(number))
        return done
