"""What happens when a part is down or the input is bad; on a stack of its own, because parts are killed."""
from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.conversation.client import Conversation
from tests.stack import Stack

pytestmark = pytest.mark.stack
KIND = ("fallback", "clarify", "help", "smalltalk", "out_of_scope", "booking_question")
SECRET_WORDS = "my cousin Zubaida from Gulberg has plum coloured boils"


@pytest.fixture(scope="module")
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    started = Stack(tmp_path_factory.mktemp("failing"))
    try:
        yield started.start()
    finally:
        started.stop()


def call(url: str, method: str, path: str, body: bytes | None = None, token: str = "") -> tuple[int, Any]:
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(url + path, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.loads(response.read() or b"null")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"null")


def token_of(stack: Stack) -> str:
    return str(call(stack.url, "POST", "/chat/session", b"{}")[1]["token"])


def said(stack: Stack, token: str, text: str) -> tuple[int, Any]:
    return call(stack.url, "POST", "/chat/messages", json.dumps({"text": text}).encode(), token)


@pytest.mark.parametrize("body", [b"{", b"[]", b"", b"\xff\xfe", b'{"text": 5}', b'{"payload": "start:booking"}x'])
def test_malformed_bodies_are_refused_with_400(own_stack: Stack, body: bytes) -> None:
    status, answer = call(own_stack.url, "POST", "/chat/messages", body, token_of(own_stack))
    assert status == 400
    assert answer["error"]["message"]


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_without_a_good_token_nothing_is_answered(own_stack: Stack, token: str) -> None:
    status, answer = call(own_stack.url, "POST", "/chat/messages", b'{"text": "hi"}', token)
    assert (status, answer["error"]["code"]) == (401, "unauthorized")


def test_a_payload_of_another_conversation_is_refused(own_stack: Stack) -> None:
    first, second = token_of(own_stack), token_of(own_stack)
    said(own_stack, first, "can I swim today?")
    status, answer = call(own_stack.url, "POST", "/chat/messages", b'{"payload": "treated:today"}', second)
    assert (status, answer["error"]["code"]) == (400, "not_offered")


def test_a_message_of_3000_characters_is_too_long(own_stack: Stack) -> None:
    assert said(own_stack, token_of(own_stack), "x" * 3000)[0] == 413


@pytest.mark.parametrize("text", ["/restart", "<script>alert(1)</script>", "😀", "", "\x00", "???", "/book{}"])
def test_odd_texts_get_a_kind_reply(own_stack: Stack, text: str) -> None:
    status, answer = said(own_stack, token_of(own_stack), text)
    assert status == 200
    assert answer["messages"][0]["text"]
    assert answer["messages"][0]["meta"]["kind"] in KIND


def test_forget_me_deletes_everything_and_the_token_is_dead(own_stack: Stack) -> None:
    token = token_of(own_stack)
    said(own_stack, token, "i had my session yesterday, can i swim")
    assert call(own_stack.url, "DELETE", "/chat/session", None, token)[0] == 204
    assert said(own_stack, token, "hello")[0] == 401


def test_no_word_of_a_patient_is_in_any_log(own_stack: Stack) -> None:
    token = token_of(own_stack)
    said(own_stack, token, SECRET_WORDS)
    said(own_stack, token, "can i swim, done yesterday, " + SECRET_WORDS)
    logs = own_stack.logs()
    assert not [word for word in ("Zubaida", "Gulberg", "plum coloured") if word in logs]


def test_with_the_action_server_dead_danger_is_still_answered_and_nothing_is_silent(own_stack: Stack) -> None:
    talk = Conversation(own_stack.url)
    talk.say("hello")
    own_stack.kill("actions")
    own_stack.wait_until(lambda: own_stack.health()[0] == 503, 20)
    assert own_stack.health()[1]["down"] == ["action_server"]
    flag = talk.say("i cant breathe and my throat is closing after the numbing cream")
    assert flag[0]["meta"]["kind"] == "red_flag"
    assert "1122" in flag[0]["text"]
    apology = Conversation(own_stack.url).say("can i swim today")
    assert apology[0]["meta"]["kind"] == "error"
    assert "03171777509" in apology[0]["text"].replace(" ", "").replace("-", "")
    own_stack.start_actions()
    own_stack.wait_until(lambda: own_stack.health()[0] == 200, 60)
