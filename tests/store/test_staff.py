"""The staff page on a real server: who gets in, what they see, what they cannot do."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache

import aiohttp
import pytest
from argon2 import PasswordHasher
from sanic import Sanic
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.booking.handoff import Summary
from bot.booking.person import Person
from bot.staff.__main__ import main
from bot.staff.inbox import Inbox, export
from bot.staff.pages import StaffPages
from bot.store import staff
from bot.store.staff import LOCKED, SESSION, Member, StaffError, add_staff, member, sign_in, sign_out
from bot.store.tables import AuditRow, StaffRow
from tests.store.conftest import NOW

PASSWORD = "correct horse battery"
SANA = Person("Sana <i>Tariq</i>", "+923217654321")


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """Argon2 is slow on purpose; a hundred sign-ins need not be."""
    monkeypatch.setattr(staff, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64))


@pytest.fixture
def url(tmp_path):
    """The pages are the same on both databases; one is enough."""
    return f"sqlite:///{tmp_path}/chat.db"


@pytest.fixture
def office(desk):
    """A desk with three handoffs and an account for each clinic and the operator."""
    for login, clinic in (("lahore", "lhr"), ("karachi", "khi"), ("operator", None)):
        add_staff(desk.engine, login, PASSWORD, clinic)
    for number, (city, level) in enumerate((("lahore", ""), ("lahore", "same_day"), ("karachi", ""))):
        summary = Summary("=1+1", level)
        desk.request_callback(city, SANA, summary, True, f"t{number}", f"t{number}:1", NOW + timedelta(minutes=number))
    return desk


PAGES = StaffPages(None, None)


@lru_cache(maxsize=1)
def port() -> int:
    """Starts the one server of these tests, since Sanic starts once in a process."""
    listening = socket.create_server(("127.0.0.1", 0))
    app = Sanic("staff_pages_under_test", configure_logging=False)
    app.blueprint(PAGES.blueprint())

    async def serve() -> None:
        running = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await running.startup()
        await running.serve_forever()

    threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
    return int(listening.getsockname()[1])


@asynccontextmanager
async def server(desk):
    """A browser on the pages of this desk."""
    PAGES.engine, PAGES.vault = desk.engine, desk.vault
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port()}", cookie_jar=jar) as browser:
        yield browser


async def enter(browser, login: str, password: str = PASSWORD) -> int:
    async with browser.post("/staff/login", data={"login": login, "password": password}) as answer:
        await answer.text()
        return answer.status


async def page(browser, path: str = "/staff/") -> str:
    async with browser.get(path) as answer:
        return await answer.text()


def csrf(text: str) -> str:
    return re.search(r'name="csrf" value="([^"]+)"', text)[1]


async def test_without_a_session_every_page_leads_to_the_login(office):
    async with server(office) as browser:
        for path in ("/staff/", "/staff/export.csv", "/staff/handoffs/MN-2222-2222"):
            async with browser.get(path, allow_redirects=False) as answer:
                assert (answer.status, answer.headers["Location"]) == (303, "/staff/login")


async def test_a_clinic_sees_its_own_most_urgent_first_and_typed_text_as_text(office):
    async with server(office) as browser:
        assert await enter(browser, "lahore") == 200
        text = await page(browser)
    references = re.findall(r"handoffs/(MN-[\w-]+)", text)
    mine = {one.reference: one for one in office.find("t0") + office.find("t1")}
    assert set(references) == set(mine) and mine[references[0]].summary.level == "same_day"
    assert "<i>Tariq" not in text and "&lt;i&gt;Tariq" in text


async def test_another_clinics_handoff_is_refused_by_id_in_every_way(office):
    other = office.find("t2")[0].reference
    async with server(office) as browser:
        await enter(browser, "lahore")
        token = csrf(await page(browser))
        async with browser.get(f"/staff/handoffs/{other}") as answer:
            assert answer.status == 404
        async with browser.post(f"/staff/handoffs/{other}/state", data={"csrf": token, "state": "closed"}) as answer:
            assert answer.status == 404
        assert other not in await page(browser, "/staff/export.csv")
        assert f"handoffs/{other}" not in await page(browser, f"/staff/?q={other}")
    assert office.find("t2")[0].state == "new"


async def test_the_operator_sees_every_clinic(office):
    async with server(office) as browser:
        await enter(browser, "operator")
        assert len(re.findall(r"handoffs/MN-", await page(browser))) == 3


async def test_a_state_is_changed_and_audited(office):
    mine = office.find("t0")[0].reference
    async with server(office) as browser:
        await enter(browser, "lahore")
        text = await page(browser, f"/staff/handoffs/{mine}")
        async with browser.post(
            f"/staff/handoffs/{mine}/state", data={"csrf": csrf(text), "state": "contacted"}
        ) as answer:
            assert answer.status == 200 and "contacted" in await answer.text()
    with Session(office.engine, future=True) as session:
        rows = session.execute(select(AuditRow).where(AuditRow.actor == "staff:lahore")).scalars().all()
    assert [row.action for row in rows] == ["viewed", "state", "viewed"]


@pytest.mark.parametrize("token", ["", "wrong", "ä"])
async def test_a_form_without_the_sessions_token_is_refused(office, token):
    mine = office.find("t0")[0].reference
    async with server(office) as browser:
        await enter(browser, "lahore")
        async with browser.post(f"/staff/handoffs/{mine}/state", data={"csrf": token, "state": "closed"}) as answer:
            assert answer.status == 403
    assert office.find("t0")[0].state == "new"


async def test_a_login_form_from_another_site_is_refused(office):
    async with server(office) as browser:
        data = {"login": "lahore", "password": PASSWORD}
        async with browser.post("/staff/login", data=data, headers={"Origin": "https://evil.example"}) as answer:
            assert answer.status == 403


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(office):
    async with server(office) as browser:
        data = {"login": "lahore", "password": PASSWORD}
        headers = {"X-Forwarded-Proto": "https"}
        async with browser.post("/staff/login", data=data, headers=headers, allow_redirects=False) as answer:
            cookie = answer.headers["Set-Cookie"]
    for flag in ("HttpOnly", "SameSite=Strict", "Secure", "Path=/staff"):
        assert flag.lower() in cookie.lower()


async def test_signing_out_ends_the_session(office):
    async with server(office) as browser:
        await enter(browser, "lahore")
        token = csrf(await page(browser))
        old = {cookie.key: cookie.value for cookie in browser.cookie_jar}
        async with browser.post("/staff/logout", data={"csrf": token}) as answer:
            assert answer.status == 200
        browser.cookie_jar.clear()
        async with browser.get("/staff/", cookies=old, allow_redirects=False) as answer:
            assert answer.status == 303


async def test_pages_allow_no_script_no_frame_and_no_cache(office):
    async with server(office) as browser, browser.get("/staff/login") as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


async def test_wrong_logins_get_the_same_words(office):
    async with server(office) as browser:
        texts = []
        for login, password in (("lahore", "wrong"), ("nobody", "wrong"), ("", "")):
            async with browser.post("/staff/login", data={"login": login, "password": password}) as answer:
                assert answer.status == 401
                texts.append(await answer.text())
    assert len(set(texts)) == 1


def test_five_wrong_passwords_lock_the_account_for_a_while(office):
    for _ in range(5):
        assert not sign_in(office.engine, "lahore", "wrong", NOW).token
    assert sign_in(office.engine, "lahore", PASSWORD, NOW).locked
    assert sign_in(office.engine, "karachi", PASSWORD, NOW).token
    assert sign_in(office.engine, "lahore", PASSWORD, NOW + LOCKED + timedelta(seconds=1)).token


def test_a_session_ends_by_itself_and_by_signing_out(office):
    token = sign_in(office.engine, "lahore", PASSWORD, NOW).token
    assert member(office.engine, token, NOW).clinic == "lhr"
    assert member(office.engine, token, NOW + SESSION) is None
    sign_out(office.engine, token)
    assert member(office.engine, token, NOW) is None and member(office.engine, "", NOW) is None


def test_a_new_password_ends_the_sessions_of_the_old_one(office):
    token = sign_in(office.engine, "lahore", PASSWORD, NOW).token
    add_staff(office.engine, "lahore", "another long password", "lhr")
    assert member(office.engine, token, NOW) is None
    assert not sign_in(office.engine, "lahore", PASSWORD, NOW).token


@pytest.mark.parametrize(
    ("login", "password", "clinic"), [("", PASSWORD, None), ("x", "short", None), ("x", PASSWORD, "nowhere")]
)
def test_a_bad_account_is_not_made(desk, login, password, clinic):
    with pytest.raises(StaffError):
        add_staff(desk.engine, login, password, clinic)
    with Session(desk.engine, future=True) as session:
        assert session.execute(select(StaffRow)).first() is None


def test_passwords_are_kept_as_argon2_hashes(office):
    with Session(office.engine, future=True) as session:
        hashes = session.execute(select(StaffRow.password_hash)).scalars().all()
    assert all(one.startswith("$argon2id$") for one in hashes) and len(set(hashes)) == 3


@pytest.mark.parametrize(
    ("search", "found"),
    [("sana", 2), ("0321 7654", 2), ("7654321", 2), ("MN-", 2), ("lahore", 2), ("multan", 0), ("%", 0)],
)
def test_search_finds_name_phone_reference_and_city(office, search, found):
    inbox = Inbox(office.engine, office.vault, Member("lahore", "lhr", ""))
    assert len(inbox.list(search)) == found


def test_an_export_cannot_start_a_formula(office):
    handoffs = Inbox(office.engine, office.vault, Member("operator", None, "")).list()
    text = export([replace(one, person=Person("@SUM(1)", one.person.phone)) for one in handoffs])
    assert "'=1+1" in text and "'@SUM(1)" in text and text.count("\n") == 4


def test_staff_cannot_reopen_what_a_patient_cancelled(office):
    reference = office.find("t0")[0].reference
    office.cancel(reference, NOW, conversation="t0")
    inbox = Inbox(office.engine, office.vault, Member("lahore", "lhr", ""))
    assert not inbox.set_state(reference, "new", NOW) and not inbox.set_state(reference, "cancelled", NOW)


def test_an_account_is_made_on_the_command_line(desk, monkeypatch, capsys):
    import io

    monkeypatch.setenv("DATABASE_URL", str(desk.engine.url))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert main(["add", "new", "--clinic", "lhr"]) == 0
    assert sign_in(desk.engine, "new", PASSWORD, NOW).token
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert main(["add", "new"]) == 1 and "12 characters" in capsys.readouterr().err
