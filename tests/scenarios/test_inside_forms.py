"""Whatever is said at an open question gets one reply of its own: no silence, no repetition, no error."""
from __future__ import annotations

import pytest

from benchmarks.conversation.client import Conversation

pytestmark = pytest.mark.stack
OPEN = {
    "the first question of the check": ["start the check"],
    "the age": ["start the check", "no"],
    "the city": ["book a dermatologist"],
    "the opening": ["book a dermatologist in lahore"],
    "an earlier booking's reference": ["find my booking from before, i have a reference"],
}
SAID = [
    "ok carry on with the booking",
    "continue the check",
    "start the check",
    "what did i book",
    "cancel my booking",
    "show my recovery plan",
    "what do you store about me",
    "i take warfarin, can i swim? had it yesterday",
    "a new smooth bald patch, is microneedling ok for it",
    "i cannot breathe",
    "why",
    "asdkj qwe",
    "!!!",
]


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("question", OPEN)
def test_anything_at_an_open_question_is_answered_once(chat_url: str, question: str, said: str) -> None:
    talk = Conversation(chat_url)
    for step in OPEN[question]:
        talk.say(step)
    for text in (said, "hello again"):
        reply = talk.say(text)
        texts = [message["text"] for message in reply]
        assert 0 < len(texts) == len(set(texts)) <= 4
        assert all(message["meta"]["kind"] != "error" for message in reply)
