import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel.request import MAX_TEXT, ChatError, clean, read_message, read_session


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (None, 400, "malformed"),
        ([], 400, "malformed"),
        ({}, 400, "malformed"),
        ({"text": 3}, 400, "malformed"),
        ({"text": "hi", "payload": "say:yes"}, 400, "malformed"),
        ({"payload": ""}, 400, "malformed"),
        ({"payload": 7}, 400, "malformed"),
        ({"payload": "x" * 201}, 400, "malformed"),
        ({"text": "x" * (MAX_TEXT + 1)}, 413, "too_long"),
    ],
)
def test_a_bad_message_gets_its_status(body, status, code):
    with pytest.raises(ChatError) as error:
        read_message(body)
    assert (error.value.status, error.value.code) == (status, code)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  can i   swim? ", "can i swim?"),
        ("/restart", "restart"),
        (" / / restart", "restart"),
        ("//book", "book"),
        ("\x00", ""),
        ("a\x00b", "a b"),
        ("\ud83d", ""),
        ("😀", "😀"),
        ("کیا میں", "کیا میں"),
        ("", ""),
    ],
)
def test_typed_text_is_cleaned_and_never_a_command(typed, kept):
    assert clean(typed) == kept


@given(st.text())
def test_no_text_whatever_becomes_a_command_or_keeps_a_control_character(text):
    kept = clean(text)
    assert not kept.startswith("/")
    assert not any(ord(letter) < 32 for letter in kept)


def test_a_session_without_a_body_gets_the_defaults():
    assert read_session(None) == ("Asia/Karachi", "en")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "", 5])
def test_an_unknown_zone_is_refused_kindly(zone):
    with pytest.raises(ChatError) as error:
        read_session({"timezone": zone})
    assert error.value.status == 400
