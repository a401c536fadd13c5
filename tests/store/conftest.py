"""A desk on SQLite and on a real PostgreSQL, each test with a database of its own."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Iterator

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, text

from bot.booking.clinic import Channels, Clinic, Hours, Provider, WorkingPlan
from bot.store.desk import Desk
from bot.store.unit import UnitOfWork
from bot.store.vault import Vault

NOW = datetime(2026, 11, 23, 3, tzinfo=timezone.utc)
_NUMBER = count()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests."""
    import pgserver

    server = pgserver.get_server(tmp_path_factory.mktemp("pg"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/chat.db"
    server = request.getfixturevalue("postgres")
    name = f"test_{next(_NUMBER)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT", future=True)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def vault() -> Vault:
    """A vault with a key of its own."""
    return Vault([Fernet.generate_key().decode()])


@pytest.fixture
def clinics() -> tuple[Clinic, ...]:
    """Two cities; Lahore has channels and twenty openings a day."""
    hours = WorkingPlan({day: (Hours.parse("09:00-19:00"),) for day in range(7)})
    channels = Channels(email="desk@clinic.example", webhook="http://localhost:1/hook", secret="HOOK_SECRET")
    lahore = Provider("lhr-1", "Provider One", hours, lead=timedelta(0), horizon=timedelta(days=3))
    karachi = Provider("khi-1", "Provider Two", hours, lead=timedelta(0), horizon=timedelta(days=3))
    zone = "Asia/Karachi"
    return (
        Clinic("lhr", "Clinic Lahore", "lahore", zone, channels=channels, providers=(lahore,)),
        Clinic("khi", "Clinic Karachi", "karachi", zone, providers=(karachi,)),
    )


@pytest.fixture
def desk(url: str, vault: Vault, clinics: tuple[Clinic, ...], monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk with the two clinics."""
    monkeypatch.delenv("CHAT_CLINICS", raising=False)
    made = Desk(url, vault)
    with UnitOfWork(made.engine, vault) as uow:
        uow.directory.replace(clinics)
    yield made
    made.close()
