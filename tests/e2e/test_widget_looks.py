"""Every kind of reply, on a phone and a desktop, in light and dark: accessible, and pictured for looking at."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.fake_server import FakeServer
from tests.e2e.sample_replies import EVERY_KIND

pytestmark = pytest.mark.browser


@pytest.fixture
def shown(make_chat: Any, fake: FakeServer, size: str, scheme: str) -> Any:
    fake.replies = dict(EVERY_KIND)
    return make_chat(size, scheme).visit(fake.url)


def test_the_demo_page_is_accessible(shown: Any) -> None:
    shown.shoot("page")
    shown.assert_accessible()


def test_every_kind_of_reply_is_accessible(shown: Any) -> None:
    shown.launcher.click()
    shown.answered()
    shown.shoot("greeting")
    shown.say("can I swim today?")
    shown.shoot("asked")
    shown.choose("Yesterday")
    shown.shoot("wait")
    shown.assert_accessible()
    for said in ("Show my recovery plan", "check me", "help me", "is it bad?", "book", "urdu", "sources"):
        shown.choose(said) if said.startswith("Show") else shown.say(said)
        shown.shoot(said.replace(" ", "-").strip("?"))
        if said == "book":
            shown.choose("Wednesday 25 November")
            shown.shoot("booked")
    shown.assert_accessible()


def test_verdicts_and_several_sources_are_accessible(shown: Any) -> None:
    shown.launcher.click()
    shown.answered()
    shown.say("can I swim today?")
    shown.choose("Yesterday")
    shown.choose("Why?")
    shown.log.get_by_text("Sources (3)").click()
    shown.shoot("verdicts")
    shown.assert_accessible()


def test_the_date_choice_is_accessible(shown: Any) -> None:
    shown.launcher.click()
    shown.answered()
    shown.say("can I swim today?")
    shown.panel.get_by_role("button", name="Pick a date and time").click()
    shown.page.get_by_label("Date and time of your treatment").fill("2026-11-22T18:30")
    shown.shoot("pick")
    shown.assert_accessible()


def test_failures_and_deleting_are_accessible(shown: Any, fake: FakeServer) -> None:
    fake.replies["hello"] = 503
    shown.launcher.click()
    shown.answered()
    shown.say("hello")
    shown.shoot("failure")
    shown.assert_accessible()
    shown.panel.get_by_role("button", name="Delete my chat").click()
    shown.shoot("delete")
    shown.assert_accessible()
    shown.panel.get_by_role("button", name="Delete", exact=True).click()
    shown.answered()
    shown.shoot("deleted")
    shown.assert_accessible()
