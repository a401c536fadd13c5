"""Migrations, keys, imports, forgetting and retention."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from bot.booking.city import load_gazetteer
from bot.booking.handoff import Summary
from bot.booking.person import Person
from bot.store import keys
from bot.store.desk import SAMPLE, Desk
from bot.store.engine import open_engine
from bot.store.forgetting import forget, is_forgotten, retention
from bot.store.importing import DirectoryError, import_directory, read_directory
from bot.store.keys import rotate
from bot.store.migrate import VERSION_TABLE, migrate
from bot.store.tables import Base, ClinicRow, HandoffRow, OutboxRow
from bot.store.unit import UnitOfWork
from bot.store.vault import Vault, VaultError
from tests.store.conftest import NOW

SANA = Person("Sana Tariq", "+923217654321")


def book(desk: Desk, talk: str):
    opening = desk.openings("lahore", NOW)[0]
    return desk.book(opening.id, SANA, Summary("hair thinning"), True, talk, f"{talk}:1", NOW)


def count(desk: Desk, table) -> int:
    with Session(desk.engine, future=True) as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def rasa_events(desk: Desk, *rows: tuple[str, float]) -> None:
    with desk.engine.execution_options(write=True).begin() as connection:
        connection.execute(text("CREATE TABLE events (id INTEGER, sender_id VARCHAR(255), timestamp FLOAT)"))
        for sender, stamp in rows:
            connection.execute(text("INSERT INTO events VALUES (1, :s, :t)"), {"s": sender, "t": stamp})


def senders(desk: Desk) -> set[str]:
    with desk.engine.connect() as connection:
        return set(connection.execute(text("SELECT sender_id FROM events")).scalars())


def test_the_migrations_make_exactly_the_tables(url):
    engine = open_engine(url)
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_processes_that_start_together_migrate_once(url):
    engines = [open_engine(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate, engines))
    assert "handoffs" in inspect(engines[0]).get_table_names()
    for engine in engines:
        engine.dispose()


def test_processes_that_open_a_new_file_together_wait_for_each_other(tmp_path):
    for number in range(25):
        engines = [open_engine(f"sqlite:///{tmp_path}/{number}.db") for _ in range(8)]
        with ThreadPoolExecutor(8) as pool:
            modes = pool.map(lambda engine: engine.connect().exec_driver_sql("PRAGMA journal_mode").scalar(), engines)
        assert set(modes) == {"wal"}
        for engine in engines:
            engine.dispose()


def test_a_foreign_events_table_is_left_alone(desk):
    rasa_events(desk, ("talk-1", 1.0))
    migrate(desk.engine)
    assert senders(desk) == {"talk-1"}


def test_deleted_content_is_overwritten_on_sqlite(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path}/deep/down/x.db")
    with engine.connect() as connection:
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("secure_delete", "foreign_keys")]
    assert values == [1, 1]


def test_the_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path, monkeypatch):
    monkeypatch.delenv("CHAT_ENCRYPTION_KEYS", raising=False)
    file = tmp_path / "secrets" / "encryption.key"
    with ThreadPoolExecutor(8) as pool:
        vaults = list(pool.map(lambda _: Vault.from_environment(file), range(8)))
    assert vaults[0].open(vaults[7].seal("hello")) == "hello"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["encryption.key"]


def test_keys_come_from_the_environment_first(tmp_path, monkeypatch):
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    monkeypatch.setenv("CHAT_ENCRYPTION_KEYS", f"{new}, {old}")
    assert Vault.from_environment(tmp_path / "no").open(Vault([old]).seal("x")) == "x"
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize("keys", [["short"], [""], ["ä" * 44]])
def test_a_key_that_is_none_says_which_variable_to_mend(keys):
    with pytest.raises(VaultError, match="CHAT_ENCRYPTION_KEYS"):
        Vault(keys)


def test_keys_are_rotated_and_the_old_one_can_go(url, clinics):
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    desk = Desk(url, Vault([old]))
    with UnitOfWork(desk.engine, desk.vault) as uow:
        uow.directory.replace(clinics)
    made = book(desk, "talk-1")
    assert rotate(desk.engine, Vault([new, old])) == 1
    assert Desk(url, Vault([new])).find("talk-1") == (made,)
    with pytest.raises(VaultError):
        Desk(url, Vault([old])).find("talk-1")


def test_forgetting_deletes_ours_and_rasas_and_nobody_elses(desk):
    rasa_events(desk, ("talk-1", 1.0), ("talk-2", 1.0))
    book(desk, "talk-1")
    other = book(desk, "talk-2")
    assert forget(desk.engine, "talk-1", NOW) == 1
    assert desk.find("talk-1") == () and desk.find("talk-2") == (other,)
    assert senders(desk) == {"talk-2"}
    assert is_forgotten(desk.engine, "talk-1") and not is_forgotten(desk.engine, "talk-2")
    assert forget(desk.engine, "talk-1", NOW) == 0
    assert count(desk, OutboxRow) == 2


def test_after_forgetting_the_file_has_no_trace_of_the_conversation(tmp_path, vault, clinics):
    desk = Desk(f"sqlite:///{tmp_path}/raw.db", vault)
    with UnitOfWork(desk.engine, vault) as uow:
        uow.directory.replace(clinics)
    made = book(desk, "talk-to-forget")
    forget(desk.engine, "talk-to-forget", NOW)
    raw = b"".join(file.read_bytes() for file in tmp_path.glob("raw.db*"))
    assert b"talk-to-forget" not in raw and made.reference.encode() not in raw


def test_retention_keeps_what_is_young_or_still_to_come(desk):
    rasa_events(desk, ("old", NOW.timestamp()), ("young", NOW.timestamp()), ("young", NOW.timestamp() + 9 * 86400))
    desk.request_callback("ormara", SANA, Summary(), True, "old", "old:1", NOW)
    book(desk, "to-come")
    week = NOW + timedelta(hours=1)
    assert retention(desk.engine, week) == 1
    assert desk.find("old") == () and desk.find("to-come")
    assert senders(desk) == {"young"}
    assert retention(desk.engine, NOW + timedelta(days=30)) == 1


def test_the_sample_directory_is_five_cities_and_says_sample_everywhere():
    clinics = read_directory(SAMPLE, load_gazetteer())
    assert {"lahore", "karachi", "islamabad"} <= {one.city for one in clinics} and len(clinics) == 5
    for clinic in clinics:
        assert clinic.sample and "Sample" in clinic.name and "Sample" in clinic.address
        assert clinic.providers and all("Sample" in one.name for one in clinic.providers)
        assert not clinic.phone and not clinic.channels.email and not clinic.channels.webhook


def test_the_sample_is_imported_on_the_first_start_only(url, vault, monkeypatch, clinics):
    monkeypatch.setenv("CHAT_CLINICS", "sample")
    desk = Desk(url, vault)
    assert len(desk.cities()) == 5
    with UnitOfWork(desk.engine, vault) as uow:
        uow.directory.replace(clinics)
    assert [city.id for city in Desk(url, vault).cities()] == ["lahore", "karachi"]
    desk.close()


YAML = """clinics:
- id: a
  name: Clinic A
  city: Lahor
  channels: {email: desk@a.example, webhook: "https://a.example/hook", secret: A_SECRET, body: fhir}
  providers:
  - id: a1
    name: Provider A
    minutes: 20
    week: {mon: ["09:00-12:00"], tue: "09:00-12:00 14:00-16:00"}
    breaks: {mon: ["10:00-10:20"]}
    exceptions: {2026-12-25: []}
    unavailable: [{from: 2026-12-01 09:00, until: 2026-12-01 10:00, reason: leave}]
"""
CSV = """clinic,name,city,provider,provider_name,minutes,mon,tue,email
a,Clinic A,Lahore,a1,Provider A,20,09:00-12:00,09:00-12:00 14:00-16:00,desk@a.example
a,,,a2,Provider B,,10:00-11:00,,
"""


def write(tmp_path: Path, name: str, content: str) -> Path:
    (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path / name


@pytest.mark.parametrize(("name", "content", "providers"), [("d.yml", YAML, 1), ("d.csv", CSV, 2)])
def test_a_directory_is_imported_and_imported_again(tmp_path, desk, name, content, providers):
    for _ in range(2):
        with UnitOfWork(desk.engine, desk.vault) as uow:
            import_directory(write(tmp_path, name, content), uow)
    (clinic,) = desk._clinics()
    assert clinic.city == "lahore" and len(clinic.providers) == providers
    assert clinic.providers[0].length == timedelta(minutes=20)
    assert count(desk, ClinicRow) == 3, "clinics that left stay for their handoffs"


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("d.yml", YAML.replace("09:00-12:00", "12:00-09:00", 1), "line 7"),
        ("d.yml", YAML.replace("city: Lahor", "city: Atlantis"), "line 2: city 'Atlantis'"),
        ("d.yml", YAML.replace("minutes: 20", "minuets: 20"), "line 7: unknown field 'minuets'"),
        ("d.yml", YAML.replace("minutes: 20", "minutes: soon"), "line 7: 'minutes' should be a whole number"),
        ("d.yml", YAML.replace("mon:", "moon:", 1), "'moon' is no weekday"),
        ("d.yml", YAML.replace("secret: A_SECRET, ", ""), "line 2: a webhook needs 'secret'"),
        ("d.yml", YAML.replace("body: fhir", "body: xml"), "body 'xml'"),
        ("d.yml", YAML.replace("desk@a.example", "desk"), "e-mail 'desk'"),
        ("d.yml", YAML + YAML.partition("\n")[2], "id 'a' is used twice"),
        ("d.yml", YAML.replace("name: Provider A", "name:"), "line 7: 'name' is missing"),
        ("d.yml", "clinics: [", "line 1"),
        ("d.yml", "hello", "should hold a list"),
        ("d.yml", "clinics: []", "no clinics"),
        ("d.yml", "clinics:\n- id: a\n  providers: 7\n", "line 2: 'providers' should be a list"),
        ("d.csv", CSV.replace("a2", "a1"), "line 3: id 'a1' is used twice"),
        ("d.csv", CSV.replace("10:00-11:00", "10-11"), "line 3"),
        ("d.csv", CSV.replace("provider_name", "doctor"), "line 1: column 'provider_name' is missing"),
        ("d.csv", CSV.replace("a,,,a2", "a,,,"), "line 3: 'id' is missing"),
        ("d.csv", CSV + 'b,"Clinic B,Lahore\n', "unexpected end of data"),
        ("d.csv", CSV.replace("desk@a.example\n", "desk@a.example,more\n"), "unknown field"),
        ("d.csv", CSV.replace("a,,,a2", "a,Other Clinic,,a2"), "line 3"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, name, content, problem):
    with pytest.raises(DirectoryError) as error:
        read_directory(write(tmp_path, name, content), load_gazetteer())
    assert problem in str(error.value)


def test_a_file_with_two_wrong_lines_names_both_and_changes_nothing(tmp_path, desk):
    before = desk._clinics()
    wrong = CSV.replace("10:00-11:00", "10-11").replace("09:00-12:00,", "9,")
    with pytest.raises(DirectoryError) as error, UnitOfWork(desk.engine, desk.vault) as uow:
        import_directory(write(tmp_path, "d.csv", wrong), uow)
    assert "line 2" in str(error.value) and "line 3" in str(error.value)
    assert desk._clinics() == before


def test_keys_are_made_and_rotated_on_the_command_line(desk, monkeypatch, capsys):
    book(desk, "talk-1")
    assert keys.main(["new"]) == 0
    new = capsys.readouterr().out.strip()
    monkeypatch.setenv("DATABASE_URL", desk.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("CHAT_ENCRYPTION_KEYS", new)
    assert keys.main(["rotate"]) == 1 and "Nothing was changed" in capsys.readouterr().err


def test_a_clinic_that_left_the_directory_keeps_its_handoffs(desk, clinics):
    made = book(desk, "talk-1")
    with UnitOfWork(desk.engine, desk.vault) as uow:
        uow.directory.replace(clinics[1:])
    assert desk.openings("lahore", NOW) == ()
    assert desk.find("talk-1")[0].reference == made.reference
    assert count(desk, HandoffRow) == 1
