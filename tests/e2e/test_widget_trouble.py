"""Lost connections, servers that refuse, chats that end, are deleted or are found again."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.chat_page import Chat
from tests.e2e.fake_server import FakeServer, message
from tests.e2e.sample_replies import EVERY_KIND

pytestmark = pytest.mark.browser


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
