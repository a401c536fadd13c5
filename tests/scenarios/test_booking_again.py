"""A booking found again from another talk, on the real stack: a file of steps cannot carry a reference over."""
from __future__ import annotations

import re

import pytest

from benchmarks.conversation.client import Conversation, Reply

pytestmark = pytest.mark.stack
PHONE = "0300 1234567"


def booked(url: str, phone: str = PHONE) -> str:
    """Books the first opening in Lahore; gives the reference."""
    talk = Conversation(url)
    for text in ("book a dermatologist", "lahore"):
        talk.say(text)
    talk.press([":"])
    for text in ("Sample Patient", phone):
        talk.say(text)
    found = re.search(r"MN-\w{4}-\w{4}", text_of(talk.press(["agree"])))
    assert found
    return found[0]


def text_of(reply: Reply) -> str:
    return " ".join(message["text"] for message in reply)


def kinds(reply: Reply) -> list[str]:
    return [message["meta"]["kind"] for message in reply]


def test_without_a_booking_the_way_to_an_earlier_one_is_shown(chat_url: str) -> None:
    reference, talk = booked(chat_url), Conversation(chat_url)
    talk.say("cancel my appointment")
    talk.press(["reference"])
    assert kinds(talk.say(reference.lower().replace("-", " "))) == ["booking_question"]
    assert "Shall I cancel" in text_of(talk.say(PHONE))
    assert "cancelled" in text_of(talk.press(["Yes"]))


def test_reference_and_number_in_one_message_move_the_booking(chat_url: str) -> None:
    reference, talk = booked(chat_url), Conversation(chat_url)
    assert kinds(talk.say(f"pls move my booking {reference}, my number is {PHONE}")) == ["openings"]
    assert reference in text_of(talk.press([":"]))
    assert reference in text_of(talk.say("what did i book"))


def test_a_wrong_number_shows_nothing_and_can_be_put_right(chat_url: str) -> None:
    reference, talk = booked(chat_url), Conversation(chat_url)
    talk.say(reference)
    assert "too short" in text_of(talk.say("0300"))
    refused = talk.say("0301 7654321")
    assert "could not find" in text_of(refused)
    assert reference not in text_of(refused)
    talk.press(["reference"])
    talk.say(reference)
    assert kinds(talk.say(PHONE)) == ["appointment"]


def test_a_question_and_a_danger_sign_come_before_the_search(chat_url: str) -> None:
    reference, talk = booked(chat_url), Conversation(chat_url)
    talk.say(reference)
    assert kinds(talk.say("does it hurt?"))[0] == "answer"
    assert kinds(talk.reply)[-1] == "booking_question"
    assert kinds(talk.say("pus is coming out of my scalp since the session and i have fever")) == ["red_flag"]


def test_a_callback_where_no_clinic_is_stays_one(chat_url: str) -> None:
    talk = Conversation(chat_url)
    talk.say("book a dermatologist in quetta")
    talk.press(["call back"])
    for text in ("Sample Patient", PHONE, "yes"):
        talk.say(text)
    assert kinds(talk.reply) == ["handoff"]
    assert kinds(talk.say("can i move it to a proper time")) == ["handoff"]
    assert "call back" in text_of(talk.reply)


def test_a_callback_can_get_a_time_where_a_clinic_is(chat_url: str) -> None:
    talk = Conversation(chat_url)
    talk.say("book a dermatologist in karachi")
    assert "did not find a time" in text_of(talk.say("hmm"))
    for text in ("please call me back", "Sample Patient", PHONE, "yes"):
        talk.say(text)
    assert kinds(talk.reply) == ["handoff"]
    assert kinds(talk.say("can i move it to a proper time")) == ["openings"]
    assert kinds(talk.press([":"])) == ["appointment"]
