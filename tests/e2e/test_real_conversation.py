"""A patient's way through the real stack: action server, Rasa, database, channel, widget, in a real browser.

CHAT_URL names a running stack, for example http://127.0.0.1:5005; without it one is started.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.chat_page import Chat

pytestmark = [pytest.mark.browser, pytest.mark.stack]

REFERENCE = re.compile(r"\bMN-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


class Patient:
    """A patient at the widget, and what the server answered last."""

    def __init__(self, chat: Chat, url: str) -> None:
        self.chat = chat
        self.reply: list[dict[str, Any]] = []
        chat.open(url)

    def turn(self, act: Callable[[], None]) -> None:
        """One turn: does something and keeps the server's reply to it."""
        with self.chat.page.expect_response("**/chat/messages") as answered:
            act()
        assert answered.value.status == 200
        self.reply = answered.value.json()["messages"]
        self.chat.answered()

    def say(self, text: str) -> None:
        self.turn(lambda: self.chat.say(text, wait=False))

    def press(self, title: str) -> None:
        self.turn(lambda: self.chat.panel.get_by_role("button", name=title).last.click())

    @property
    def said(self) -> str:
        return " ".join(message["text"] for message in self.reply)

    def meta(self, name: str) -> list[Any]:
        return [message["meta"][name] for message in self.reply]

    def book(self) -> str:
        """Answers what the booking asks until there is a reference."""
        self.say("book")
        for _ in range(10):
            found = REFERENCE.search(self.said)
            if found:
                return found[0]
            self.answer(self.said.lower())
        raise AssertionError(f"No reference after ten turns; the last reply was: {self.said}")

    def answer(self, asked: str) -> None:
        payloads = {button["payload"]: button["title"] for message in self.reply for button in message["buttons"]}
        wanted = [one for one in payloads if re.match("opening:|city:|callback:|say:yes", one)]
        if wanted:
            self.press(payloads[wanted[0]])
        elif "name" in asked:
            self.say("Ayesha Sample")
        elif "phone" in asked or "number" in asked:
            self.say("0301 2345678")
        else:
            self.say("Lahore" if "city" in asked else "yes")


@pytest.fixture
def patient(make_chat: Any, chat_url: str, size: str, scheme: str) -> Patient:
    return Patient(make_chat(size, scheme), chat_url)


def test_a_patient_asks_swims_not_yet_and_books_a_dermatologist(patient: Patient) -> None:
    chat = patient.chat
    chat.shoot("real-1-greeting")
    chat.assert_accessible()

    patient.say("can I swim today?")
    assert "ask_treatment_time" in patient.meta("kind"), patient.said
    chat.shoot("real-2-asked")

    patient.say("yesterday evening")
    timing = next(message for message in patient.reply if message["meta"]["kind"] == "timing")
    assert timing["meta"]["verdict"] == "wait"
    clear_at = datetime.fromisoformat(timing["meta"]["clear_at"])
    assert clear_at.utcoffset() == timedelta(hours=5)
    assert clear_at > datetime.now(clear_at.tzinfo)
    expect(chat.log.locator(".chip.wait").last).to_contain_text(f"{clear_at:%A} {clear_at.day} {clear_at:%B}")
    expect(chat.last.locator(".source")).to_be_visible()
    chat.shoot("real-3-not-yet")
    chat.assert_accessible()

    patient.say("and sauna?")
    assert "timing" in patient.meta("kind"), patient.said
    assert "ask_treatment_time" not in patient.meta("kind")
    assert "sauna" in patient.meta("topic")
    chat.shoot("real-4-sauna")

    patient.say("I'm on accutane")
    assert {"do_not", "see_dermatologist_first"} & set(patient.meta("verdict")), patient.said
    assert "dermatologist" in patient.said.lower()
    chat.shoot("real-5-accutane")

    reference = patient.book()
    expect(chat.log.get_by_text(reference).last).to_be_visible()
    chat.shoot("real-6-booked")
    chat.assert_accessible()


def test_a_booking_is_moved_found_again_in_a_new_chat_and_cancelled(make_chat: Any, chat_url: str) -> None:
    patient = Patient(make_chat("phone", "light"), chat_url)
    reference = patient.book()
    patient.press("Move it")
    offered = next(button["title"] for message in patient.reply for button in message["buttons"])
    patient.press(offered)
    assert reference in patient.said
    patient.chat.shoot("real-7-moved")

    later = Patient(make_chat("phone", "dark"), chat_url)
    later.say("cancel my appointment")
    later.press("I have a reference")
    later.say(reference)
    later.say("0301 2345678")
    later.chat.shoot("real-8-found-again")
    later.press("Yes, cancel it")
    assert "cancelled" in later.said
    expect(later.chat.log.get_by_text(reference).last).to_be_visible()
    later.chat.assert_accessible()


def test_the_treatment_time_can_be_picked_from_a_calendar(make_chat: Any, chat_url: str) -> None:
    patient = Patient(make_chat("phone"), chat_url)
    patient.say("can I swim today?")
    patient.chat.panel.get_by_role("button", name=pick_title(patient)).click()
    field = patient.chat.page.get_by_label("Date and time of your treatment")
    field.fill(f"{datetime.now(timezone.utc) - timedelta(days=1):%Y-%m-%d}T18:30")
    patient.press("Use this time")
    assert "wait" in patient.meta("verdict"), patient.said


def pick_title(patient: Patient) -> str:
    buttons = [button for message in patient.reply for button in message["buttons"]]
    return next(button["title"] for button in buttons if button["payload"] == "treated:pick")


def test_a_danger_sign_gets_its_numbers_to_call(make_chat: Any, chat_url: str, scheme: str) -> None:
    patient = Patient(make_chat("phone", scheme), chat_url)
    patient.say("my throat is swelling and I can't breathe")
    assert patient.reply[0]["meta"]["kind"] == "red_flag"
    assert patient.reply[0]["meta"]["level"] == "emergency"
    expect(patient.chat.log.locator(".alarm a[href='tel:1122']").first).to_be_in_viewport()
    patient.chat.shoot("real-7-emergency")
    patient.chat.assert_accessible()


def test_a_deleted_chat_starts_anew(make_chat: Any, chat_url: str) -> None:
    patient = Patient(make_chat(), chat_url)
    patient.say("can I swim today?")
    patient.chat.panel.get_by_role("button", name="Delete my chat").click()
    patient.chat.panel.get_by_role("button", name="Delete", exact=True).click()
    patient.chat.answered()
    expect(patient.chat.log).to_contain_text("deleted, on this device and on our server")
    patient.chat.choose("Start a new chat")
    expect(patient.chat.last).to_be_visible()
    assert "can I swim today?" not in patient.chat.log.inner_text()
