"""Where the database is and how it is opened."""

from __future__ import annotations

import os
import sqlite3
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import NullPool

ROOT = Path(__file__).resolve().parents[2]
_WAIT_SECONDS, _PAUSE_SECONDS = 30, 0.05


def data_folder() -> Path:
    """Where the database file and the secrets lie: CHAT_VAR, else var/ beside the code."""
    return Path(os.environ.get("CHAT_VAR") or ROOT / "var")


def database_url(url: str | None = None) -> str:
    """The given URL, else DATABASE_URL, else a file under var/; `postgres://` is understood."""
    chosen = url or os.environ.get("DATABASE_URL") or f"sqlite:///{data_folder() / 'chat.db'}"
    if chosen.startswith("postgres://"):
        return "postgresql://" + chosen[len("postgres://") :]
    return chosen


def open_engine(url: str | None = None) -> Engine:
    """An engine in 2.0 style. On SQLite: WAL, foreign keys, deleted content overwritten."""
    address = make_url(database_url(url))
    if address.get_backend_name() != "sqlite":
        return create_engine(address, future=True, pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        address,
        future=True,
        poolclass=NullPool,
        connect_args={"timeout": _WAIT_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


@lru_cache(maxsize=4)
def engine_for(url: str) -> Engine:
    """The process's one engine for a URL."""
    return open_engine(url)


def _prepare(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    _to_wal(connection)
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _to_wal(connection: Any) -> None:
    """SQLite does not wait for the lock that this change of a new file needs, so processes that start together try again."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)


def _begin(connection: Connection) -> None:
    """pysqlite begins late; a writer takes its lock at once, so that two cannot both read and then write."""
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
