"""What the widget says to the server, and what it makes of the answers, the good and the bad."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.chat_page import Chat
from tests.e2e.fake_server import FakeServer, button, message
from tests.e2e.sample_replies import ASK_WHEN, EMERGENCY, EVERY_KIND, OPENINGS, SAME_DAY, WAIT

pytestmark = pytest.mark.browser

HORRORS: list[Any] = [
    {"type": "timeline"},
    {"type": "timeline", "steps": "none", "treated": 7},
    {"type": "timeline", "steps": [None, 4, {"label": {"a": 1}}, {"label": "Kept", "at": "sometime"}]},
    {"type": "openings", "items": {"length": 3}, "more": 5},
    {"type": "openings", "title": ["x"], "items": [None, {"title": None}, {"title": 12, "payload": 9}]},
    {"type": "appointment", "lines": "abc", "calendar_url": "javascript:alert(1)", "title": "Kept"},
    {"type": "screening", "verdict": "constructor", "rows": [[], {"label": "Kept", "verdict": "toString"}]},
    {"type": "sources", "items": [{"title": "bad", "url": "javascript:alert(1)"}, {"url": "data:text/html,x"}]},
    {"type": "constructor"},
    {"type": "__proto__"},
    {"type": ["timeline"]},
    {"type": "hologram", "items": []},
    [],
    "timeline",
    7,
]


def test_a_conversation_opens_with_the_zone_and_the_locale(chat: Chat, fake: FakeServer) -> None:
    chat.open(fake.url)
    assert fake.calls == [("POST /chat/session", {"timezone": "Asia/Karachi", "locale": "en"})]
    expect(chat.last).to_contain_text("What would you like to know?")


def test_nothing_is_asked_of_the_server_before_the_chat_is_opened(chat: Chat, fake: FakeServer) -> None:
    chat.visit(fake.url)
    assert fake.calls == []


def test_a_zone_the_server_does_not_know_keeps_nobody_out(chat: Chat, fake: FakeServer) -> None:
    fake.session_status = [400]
    chat.open(fake.url)
    assert fake.calls[1] == ("POST /chat/session", {})
    expect(chat.last).to_contain_text("What would you like to know?")


def test_enter_sends_and_shift_enter_makes_a_line(chat: Chat, fake: FakeServer) -> None:
    chat.open(fake.url)
    chat.field.type("one")
    chat.field.press("Shift+Enter")
    chat.field.type("two")
    chat.field.press("Enter")
    expect(chat.last).to_contain_text("two.")
    assert fake.sent() == [{"text": "one\ntwo"}]


def test_a_message_of_spaces_is_not_sent(chat: Chat, fake: FakeServer) -> None:
    chat.open(fake.url)
    chat.say("   ")
    expect(chat.panel.get_by_role("button", name="Send")).to_be_disabled()
    assert fake.sent() == []


def test_sending_waits_for_the_answer(chat: Chat, fake: FakeServer) -> None:
    chat.open(fake.url)
    fake.hold.clear()
    chat.say("first", wait=False)
    chat.page.locator("needling-chat .typing").wait_for()
    chat.field.fill("second")
    expect(chat.panel.get_by_role("button", name="Send")).to_be_disabled()
    chat.field.press("Enter")
    fake.hold.set()
    chat.answered()
    assert fake.sent() == [{"text": "first"}]
    expect(chat.field).to_have_value("second")


def test_a_long_message_shows_its_limit_and_is_not_cut(chat: Chat, fake: FakeServer) -> None:
    chat.open(fake.url)
    chat.field.fill("\N{GRINNING FACE}" * 2000)
    expect(chat.panel.get_by_text("2,000 / 2,000")).to_be_visible()
    expect(chat.panel.get_by_role("button", name="Send")).to_be_enabled()
    chat.field.fill("a" * 2001)
    expect(chat.panel.get_by_text("2,001 / 2,000")).to_be_visible()
    expect(chat.panel.get_by_role("button", name="Send")).to_be_disabled()


def test_a_choice_sends_its_payload_and_is_offered_once(chat: Chat, fake: FakeServer) -> None:
    chat.open(fake.url)
    chat.choose("Aftercare")
    assert fake.sent() == [{"payload": "start:aftercare"}]
    expect(chat.log.locator(".you")).to_contain_text("Aftercare")
    expect(chat.panel.get_by_role("button", name="Is it for me?")).to_have_count(0)


def test_buttons_without_text_or_payload_still_work(chat: Chat, fake: FakeServer) -> None:
    fake.replies["hi"] = [message("Choose.", buttons=[{"payload": "only:payload"}, {"title": "Only a title"}, None, 3])]
    chat.open(fake.url)
    chat.say("hi")
    assert chat.last.get_by_role("button").all_inner_texts() == ["only:payload", "Only a title"]
    chat.choose("Only a title")
    assert fake.sent()[-1] == {"text": "Only a title"}


def test_the_treatment_time_can_be_picked(chat: Chat, fake: FakeServer) -> None:
    fake.replies["swim?"] = [ASK_WHEN]
    chat.open(fake.url)
    chat.say("swim?")
    chat.panel.get_by_role("button", name="Pick a date and time").click()
    field = chat.page.get_by_label("Date and time of your treatment")
    expect(field).to_be_focused()
    chat.panel.get_by_role("button", name="Use this time").click()
    expect(chat.panel.get_by_text("Please choose a date and a time.")).to_be_visible()
    field.fill("2025-06-02T18:30")
    expect(chat.panel.get_by_text("Monday 2 June 2025 at 6:30 pm")).to_be_visible()
    chat.panel.get_by_role("button", name="Use this time").click()
    chat.answered()
    assert fake.sent()[-1] == {"payload": "treated:2025-06-02T18:30:00+05:00"}
    expect(chat.log.locator(".you").last).to_contain_text("Monday 2 June 2025 at 6:30 pm")


def test_a_treatment_in_the_future_cannot_be_picked(chat: Chat, fake: FakeServer) -> None:
    fake.replies["swim?"] = [ASK_WHEN]
    chat.open(fake.url)
    chat.say("swim?")
    chat.panel.get_by_role("button", name="Pick a date and time").click()
    field = chat.page.get_by_label("Date and time of your treatment")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", field.get_attribute("max") or "")
    field.fill("2199-01-01T10:00")
    chat.panel.get_by_role("button", name="Use this time").click()
    expect(chat.panel.get_by_text("That is in the future.")).to_be_visible()
    assert len(fake.sent()) == 1
    chat.panel.get_by_role("button", name="Cancel").click()
    expect(chat.panel.get_by_role("button", name="Yesterday")).to_be_visible()


def test_a_verdict_shows_its_moment_as_the_server_wrote_it(make_chat: Any, fake: FakeServer) -> None:
    fake.replies["swim?"] = [{**WAIT, "meta": {**WAIT["meta"], "clear_at": "2027-03-02T09:05:00+05:00"}}]
    here, abroad = make_chat(), make_chat(timezone_id="Europe/London")
    for each in (here, abroad):
        each.open(fake.url)
        each.say("swim?")
    expect(here.last.locator(".chip")).to_have_text(re.compile(r"Wait until\s*Tuesday 2 March 2027 at 9:05.am$"))
    expect(abroad.last.locator(".chip")).to_contain_text("9:05 am (UTC+05:00)")


def test_a_source_is_a_link_that_opens_apart(chat: Chat, fake: FakeServer) -> None:
    fake.replies["swim?"] = [WAIT]
    chat.open(fake.url)
    chat.say("swim?")
    link = chat.last.get_by_role("link", name="Aftercare leaflet of a sample clinic")
    expect(link).to_have_attribute("href", "https://example.org/leaflet")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


@pytest.mark.parametrize(
    ("reply", "numbers"),
    [(EMERGENCY, {"tel:1122", "tel:115", "tel:911"}), (SAME_DAY, {"tel:03171777509"})],
)
def test_a_red_flag_has_its_numbers_as_calls(chat: Chat, fake: FakeServer, reply: Any, numbers: set[str]) -> None:
    fake.replies["help"] = [reply, message("And an answer.")]
    chat.open(fake.url)
    chat.say("help")
    alarm = chat.log.locator(".alarm")
    links = alarm.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert set(links) == numbers
    expect(alarm.get_by_role("heading")).to_be_visible()


def test_figures_of_an_answer_are_not_taken_for_emergency_numbers(chat: Chat, fake: FakeServer) -> None:
    fake.replies["hi"] = [
        message("In 115 people, on 2026-11-24 18:00, over 911 days. Call 0317 1777509, not 0300 1234567.")
    ]
    chat.open(fake.url)
    chat.say("hi")
    links = chat.last.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == ["tel:03171777509"]


def test_an_opening_is_offered_once_though_the_buttons_repeat_it(chat: Chat, fake: FakeServer) -> None:
    card = OPENINGS["card"]
    fake.replies["book"] = [{**OPENINGS, "buttons": [*card["items"], *card["more"]]}]
    chat.open(fake.url)
    chat.say("book")
    assert chat.last.get_by_role("button").count() == 3
    chat.choose("Thursday 26 November")
    assert fake.sent()[-1] == {"payload": "opening:2"}
    expect(chat.panel.get_by_role("button", name="Thursday 26 November")).to_be_disabled()


def test_the_recovery_plan_says_where_you_are_and_links_its_calendar(chat: Chat, fake: FakeServer) -> None:
    fake.replies.update(EVERY_KIND)
    chat.open(fake.url)
    chat.say("plan:show")
    steps = ["Passed: First wash", "Passed: Head covering", "You are here", "Swimming pool", "Direct sun"]
    expect(chat.last.locator(".timeline li")).to_contain_text(steps)
    calendar = chat.last.get_by_role("link", name="Add to my calendar")
    expect(calendar).to_have_attribute("href", f"{fake.url}/chat/calendar/abc.ics")


@pytest.mark.parametrize("card", HORRORS, ids=lambda card: json.dumps(card)[:40])
def test_a_malformed_card_leaves_the_conversation_whole(chat: Chat, fake: FakeServer, card: Any) -> None:
    fake.replies["hi"] = [message("The text stays.", card=card), message("And the next message.")]
    chat.open(fake.url)
    chat.say("hi")
    expect(chat.log).to_contain_text("The text stays.")
    expect(chat.log).to_contain_text("And the next message.")
    assert chat.log.locator("a[href^='javascript'], a[href^='data']").count() == 0
    chat.say("still there?")
    expect(chat.last).to_contain_text("You said still there?.")


def test_a_message_of_wrong_types_is_read_for_what_it_has(chat: Chat, fake: FakeServer) -> None:
    odd = {"text": "Kept.", "buttons": 5, "meta": {"sources": "x", "clear_at": [], "verdict": {}, "kind": "timing"}}
    fake.replies["hi"] = [None, 4, "text", [], {"text": None}, odd]
    chat.open(fake.url)
    chat.say("hi")
    expect(chat.last).to_contain_text("Kept.")


def test_markup_is_shown_as_text(chat: Chat, fake: FakeServer) -> None:
    attack = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    fake.replies[attack] = [message(attack, buttons=[button(attack, "x")])]
    chat.open(fake.url)
    chat.say(attack)
    expect(chat.last.locator(".bubble")).to_have_text(attack)
    assert chat.log.locator("img, script").count() == 0
