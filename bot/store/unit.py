"""One unit of work: everything in it is written, or nothing."""

from __future__ import annotations

from datetime import datetime
from types import TracebackType
from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.store.directory import Directory
from bot.store.handoffs import Handoffs
from bot.store.outbox import Outbox
from bot.store.tables import AuditRow
from bot.store.vault import Vault


class UnitOfWork:
    """`with UnitOfWork(engine, vault) as uow:` commits at the end and rolls back on an exception.

    `write=False` takes no lock and commits nothing.
    """

    def __init__(self, engine: Engine, vault: Vault, write: bool = True) -> None:
        self._engine = engine.execution_options(write=write)
        self._vault = vault
        self._write = write

    def __enter__(self) -> UnitOfWork:
        self.session = Session(self._engine, future=True, expire_on_commit=False)
        self.directory = Directory(self.session)
        self.handoffs = Handoffs(self.session, self._vault)
        self.outbox = Outbox(self.session, self._vault)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        try:
            if kind is None and self._write:
                self.session.commit()
        finally:
            self.session.close()

    def audit(self, at: datetime, actor: str, action: str, subject: str, **detail: Any) -> None:
        """Notes a change of state; `detail` never holds personal data."""
        self.session.add(AuditRow(at=at, actor=actor, action=action, subject=subject, detail=detail))
