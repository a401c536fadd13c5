"""The staff page in Chromium: signing in, noting a call, another clinic kept out."""

from __future__ import annotations

import asyncio
import socket
import threading
from datetime import datetime, timezone
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from cryptography.fernet import Fernet
from playwright.sync_api import Page, expect
from sanic import Sanic

from bot.booking.handoff import Summary
from bot.booking.person import Person
from bot.staff.pages import StaffPages
from bot.store.desk import SAMPLE, Desk
from bot.store.importing import import_directory
from bot.store.staff import add_staff
from bot.store.unit import UnitOfWork
from bot.store.vault import Vault

pytestmark = pytest.mark.browser
NOW = datetime.now(timezone.utc)
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Two handoffs in Lahore, one of them urgent, and one in Karachi."""
    folder: Path = tmp_path_factory.mktemp("staff")
    made = Desk(f"sqlite:///{folder}/chat.db", Vault([Fernet.generate_key().decode()]))
    with UnitOfWork(made.engine, made.vault) as uow:
        import_directory(SAMPLE, uow)
    for city in ("lahore", "karachi"):
        add_staff(made.engine, f"{city}-desk", PASSWORD, f"sample-{city}")
    for talk, city, level in (("calm", "lahore", ""), ("urgent", "lahore", "same_day"), ("far", "karachi", "")):
        person = Person(f"{talk.title()} Person", "+923217654321")
        made.request_callback(city, person, Summary("hair", level), True, talk, talk, NOW)
    return made


@pytest.fixture(scope="module")
def staff_url(desk: Desk) -> str:
    """The pages on a port of their own."""
    listening = socket.create_server(("127.0.0.1", 0))
    app = Sanic("staff_pages_in_chromium", configure_logging=False)
    app.blueprint(StaffPages(desk.engine, desk.vault).blueprint())

    async def serve() -> None:
        running = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await running.startup()
        await running.serve_forever()

    threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
    return f"http://127.0.0.1:{listening.getsockname()[1]}/staff"


def enter(page: Page, url: str, login: str) -> None:
    page.goto(f"{url}/login")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Handoffs")).to_be_visible()


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)])
def test_staff_sign_in_find_a_handoff_and_note_a_call(page: Page, staff_url: str, desk: Desk, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    enter(page, staff_url, "lahore-desk")
    rows = page.get_by_role("listitem")
    expect(rows).to_have_count(2)
    page.goto(f"{staff_url}/?q=urgent")
    rows.first.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Urgent Person")).to_be_visible()
    state = "Contacted" if size[0] == 390 else "Booked"
    page.get_by_role("button", name=state).click()
    expect(page.get_by_role("button", name=state)).to_be_disabled()
    assert desk.find("urgent")[0].state == state.lower()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_another_clinics_login_is_refused_each_handoff_by_its_id(page: Page, staff_url: str, desk: Desk):
    enter(page, staff_url, "karachi-desk")
    for talk in ("calm", "urgent"):
        answer = page.goto(f"{staff_url}/handoffs/{desk.find(talk)[0].reference}")
        assert answer and answer.status == 404
        expect(page.get_by_text(f"{talk.title()} Person")).to_have_count(0)


def test_the_staff_pages_have_no_axe_findings(browser, staff_url: str, desk: Desk):
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{staff_url}/login")
    findings = Axe().run(page).response["violations"]
    enter(page, staff_url, "lahore-desk")
    findings += Axe().run(page).response["violations"]
    page.goto(f"{staff_url}/handoffs/{desk.find('calm')[0].reference}")
    findings += Axe().run(page).response["violations"]
    context.close()
    assert [one["id"] for one in findings] == []
