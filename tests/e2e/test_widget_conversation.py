"""What the widget says to the server, and what it makes of the answers, the good and the bad."""
from __future__ import annotations

import json
import re
from typing import Any

import pytest
from conftest import Chat
from fake_server import FakeServer, button, message
from playwright.sync_api import expect
from sample_replies import ASK_WHEN, EMERGENCY, EVERY_KIND, OPENINGS, SAME_DAY, WAIT

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
    fake.replies["hi"] = [message("In 115 people, on 2026-11-24 18:00, over 911 days. Call 0317 1777509, not 0300 1234567.")]
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


@pytest.mark.parametrize("trouble", [[], 429, 500, 503, b"<html>", b"null", b'{"messages": {}}', [None]])
def test_a_failed_answer_can_be_tried_again(chat: Chat, fake: FakeServer, trouble: Any) -> None:
    fake.replies["hi"] = (trouble, [message("Here I am.")])
    chat.open(fake.url)
    chat.say("hi")
    expect(chat.panel.get_by_text("Not delivered")).to_be_visible()
    expect(chat.panel.get_by_role("alert")).to_contain_text("call 1122 now")
    chat.choose("Try again")
    expect(chat.last).to_contain_text("Here I am.")
    assert fake.sent() == [{"text": "hi"}] * 2
    assert chat.log.locator(".you").count() == 1
    expect(chat.panel.get_by_role("alert")).to_have_count(0)


def test_a_lost_connection_is_told_and_the_choice_sent_again(chat: Chat, fake: FakeServer) -> None:
    chat.open(fake.url)
    chat.page.context.set_offline(True)
    chat.choose("Aftercare")
    expect(chat.panel.get_by_role("alert")).to_contain_text("check your connection")
    chat.page.context.set_offline(False)
    chat.choose("Try again")
    assert fake.sent() == [{"payload": "start:aftercare"}]


def test_a_message_the_server_finds_too_long_is_not_offered_again(chat: Chat, fake: FakeServer) -> None:
    fake.replies["hi"] = 413
    chat.open(fake.url)
    chat.say("hi")
    expect(chat.panel.get_by_role("alert")).to_contain_text("too long")
    expect(chat.panel.get_by_role("button", name="Try again")).to_have_count(0)


def test_an_ended_conversation_is_renewed_and_the_words_sent_again(chat: Chat, fake: FakeServer) -> None:
    fake.replies["start:aftercare"] = 401
    fake.replies["Aftercare"] = [message("What about it?")]
    chat.open(fake.url)
    chat.choose("Aftercare")
    assert fake.sent() == [{"payload": "start:aftercare"}, {"text": "Aftercare"}]
    assert fake.sessions == 2
    expect(chat.log.locator(".note")).to_contain_text("this is a new one")
    expect(chat.last).to_contain_text("What about it?")


def test_a_server_that_always_refuses_is_asked_once_more_only(chat: Chat, fake: FakeServer) -> None:
    fake.replies["hi"] = 401
    chat.open(fake.url)
    chat.say("hi")
    assert len(fake.sent()) == 2
    expect(chat.panel.get_by_role("button", name="Try again")).to_be_visible()


def test_a_conversation_that_cannot_be_opened_can_be_tried_again(chat: Chat, fake: FakeServer) -> None:
    fake.session_status = [503]
    chat.open(fake.url)
    expect(chat.panel.get_by_role("alert")).to_contain_text("not answering")
    chat.choose("Try again")
    expect(chat.last).to_contain_text("What would you like to know?")


def delete(chat: Chat) -> None:
    """Presses both buttons."""
    chat.panel.get_by_role("button", name="Delete my chat").click()
    chat.panel.get_by_role("button", name="Delete", exact=True).click()
    chat.answered()


def test_a_chat_is_deleted_here_and_on_the_server(chat: Chat, fake: FakeServer) -> None:
    chat.open(fake.url)
    chat.say("my secret")
    delete(chat)
    assert fake.calls[-1] == ("DELETE /chat/session", "Bearer token-1")
    expect(chat.log).to_have_text(re.compile("deleted, on this device and on our server"))
    assert chat.page.evaluate("sessionStorage.length") == 0
    chat.choose("Start a new chat")
    expect(chat.last).to_contain_text("What would you like to know?")
    assert fake.sessions == 2


def test_deleting_can_be_thought_better_of(chat: Chat, fake: FakeServer) -> None:
    chat.open(fake.url)
    chat.panel.get_by_role("button", name="Delete my chat").click()
    chat.panel.get_by_role("button", name="Keep").click()
    expect(chat.last).to_contain_text("What would you like to know?")
    assert len(fake.calls) == 1


def test_a_chat_that_the_server_could_not_delete_is_told_honestly(chat: Chat, fake: FakeServer) -> None:
    fake.delete_status = 503
    chat.open(fake.url)
    delete(chat)
    expect(chat.panel.get_by_role("alert")).to_contain_text("It may still hold a copy.")
    assert chat.page.evaluate("sessionStorage.length") == 0
    fake.delete_status = 204
    chat.choose("Try again")
    expect(chat.log).to_contain_text("deleted, on this device and on our server")


def test_a_chat_that_had_ended_is_deleted_here_and_that_is_said(chat: Chat, fake: FakeServer) -> None:
    fake.delete_status = 401
    chat.open(fake.url)
    delete(chat)
    expect(chat.log).to_contain_text("our server could not be asked")


def test_an_answer_to_a_deleted_chat_is_not_shown(chat: Chat, fake: FakeServer) -> None:
    chat.open(fake.url)
    fake.hold.clear()
    chat.say("my secret", wait=False)
    delete(chat)
    fake.hold.set()
    chat.page.wait_for_timeout(300)
    assert "my secret" not in chat.log.inner_text()
    assert chat.page.evaluate("sessionStorage.length") == 0


def test_a_conversation_goes_on_after_a_reload(chat: Chat, fake: FakeServer) -> None:
    fake.replies.update(EVERY_KIND)
    chat.open(fake.url)
    chat.say("can I swim today?")
    chat.page.reload()
    expect(chat.last).to_contain_text("When was your treatment?")
    chat.choose("Yesterday")
    assert fake.sessions == 1
    assert fake.sent()[-1] == {"payload": "treated:yesterday"}


STORED = {"token": "t", "expires": 9e15, "turn": 1, "open": True}


@pytest.mark.parametrize(
    "found",
    [
        "",
        "null",
        "[]",
        "{",
        '"polluted"',
        {**STORED, "items": "polluted"},
        {**STORED, "items": [{"who": "constructor"}, {"who": "bot", "message": 5}, None]},
        {**STORED, "expires": 1, "items": [{"who": "you", "text": "old"}]},
        {**STORED, "token": {}, "items": [{"who": "you", "text": "old"}]},
    ],
    ids=lambda found: json.dumps(found)[:60],
)
def test_a_history_that_does_not_read_is_thrown_away(chat: Chat, fake: FakeServer, found: Any) -> None:
    text = found if isinstance(found, str) else json.dumps(found)
    script = f"sessionStorage.setItem('needling-chat:' + location.origin, {json.dumps(text)})"
    chat.page.add_init_script(script)
    chat.open(fake.url)
    expect(chat.last).to_contain_text("What would you like to know?")
    assert "old" not in chat.log.inner_text()


def test_what_a_patient_writes_is_kept_nowhere_else(chat: Chat, fake: FakeServer) -> None:
    said: list[str] = []
    chat.page.on("console", lambda line: said.append(line.text))
    chat.open(fake.url)
    chat.say("sentsecret")
    chat.field.fill("typedsecret")
    stores = chat.page.evaluate("[JSON.stringify(localStorage), document.cookie, location.href, document.title]")
    assert "secret" not in " ".join(stores + said)
    assert chat.page.evaluate("Object.keys(sessionStorage)") == [f"needling-chat:{fake.url}"]
    assert "typedsecret" not in chat.page.evaluate("JSON.stringify(sessionStorage)")
    databases = chat.page.evaluate("indexedDB.databases().then(found => found.length)")
    assert databases == 0
