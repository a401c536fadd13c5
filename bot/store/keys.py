"""Changing the encryption key: everything stored is sealed again under the first one."""

from __future__ import annotations

import argparse
import sys
from typing import Sequence

from cryptography.fernet import Fernet
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.store.engine import open_engine
from bot.store.tables import HandoffRow, OutboxRow
from bot.store.vault import Vault, VaultError


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


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m bot.store.keys new` prints a key; `rotate` seals everything under the first of the keys in use."""
    parser = argparse.ArgumentParser(prog="python -m bot.store.keys")
    parser.add_argument("command", choices=["new", "rotate"])
    if parser.parse_args(arguments).command == "new":
        print(Fernet.generate_key().decode())
        return 0
    try:
        number = rotate(open_engine(), Vault.from_environment())
    except VaultError as error:
        print(f"Nothing was changed: {error}.", file=sys.stderr)
        return 1
    print(f"{number} handoffs are sealed under the first key now.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
