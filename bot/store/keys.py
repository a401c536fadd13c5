"""Changing the encryption key: everything stored is sealed again under the first one."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.store.tables import HandoffRow, OutboxRow
from bot.store.vault import Vault


def rotate(engine: Engine, vault: Vault) -> int:
    """Seals every personal field again with the vault's first key; gives the number of handoffs.

    Afterwards the other keys are needed for backups only.
    """
    with Session(engine.execution_options(write=True), future=True) as session:
        rows = list(session.execute(select(HandoffRow).with_for_update()).scalars())
        for row in rows:
            row.name_sealed = vault.reseal(row.name_sealed)
            row.phone_sealed = vault.reseal(row.phone_sealed)
            row.summary_sealed = vault.reseal(row.summary_sealed)
        for message in session.execute(select(OutboxRow).with_for_update()).scalars():
            message.body_sealed = vault.reseal(message.body_sealed)
        session.commit()
    return len(rows)
