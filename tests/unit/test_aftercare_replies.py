"""What the patient reads about waiting."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.aftercare.verdict import judge
from bot.knowledge.windows import Window, load_windows
from bot.moment import Moment
from bot.replies.message import Message
from bot.replies.timing import ask_treatment_time_message, not_covered_message, timing_message, why_message

WINDOWS = load_windows()
NOW = datetime(2026, 11, 25, 15, 20, tzinfo=ZoneInfo("Asia/Karachi"))


def _reply(
    name: str, hours: float, target: Moment | None = None, modifiers: dict[str, bool] | None = None, **options: Any
) -> Message:
    treated = Moment.at(NOW - timedelta(hours=hours))
    verdict = judge(WINDOWS[name], treated, target, NOW, modifiers, options.pop("clinic", None))
    return timing_message(WINDOWS[name], verdict, treated, target, NOW, **options)


def test_a_wait_answers_first_then_says_until_when_and_what_instead() -> None:
    reply = _reply("swimming_pool", 30)
    assert reply.text.startswith("Not yet")
    assert "Thursday, 26 November 2026 at 9:20 am" in reply.text.split(". ")[0]
    assert "Until then:" in reply.text and "The article's advice:" in reply.text
    assert (reply.kind, reply.verdict, reply.clear_at) == ("timing", "wait", "2026-11-26T09:20:00+05:00")


def test_a_clear_is_said_with_the_calm_scalp_and_never_as_safe() -> None:
    reply = _reply("swimming_pool", 50)
    assert "only if your scalp is calm" in reply.text and "keep waiting" in reply.text
    assert reply.verdict == "clear"


def test_the_question_that_matters_comes_with_its_buttons() -> None:
    payloads = [button.payload for button in _reply("swimming_pool", 50).buttons]
    assert payloads == [
        "modifier:deep_needles:yes",
        "modifier:deep_needles:no",
        "modifier:deep_needles:not_sure",
        "plan:show",
        "why:last",
    ]
    assert [button.payload for button in _reply("swimming_pool", 80).buttons] == ["plan:show", "why:last"]


def test_a_longer_wait_names_what_lengthened_it() -> None:
    assert "PRP" in _reply("shampoo", 30, modifiers={"prp": True}).text


def test_the_clinics_wait_is_named_as_the_clinics() -> None:
    assert "your clinic's own wait of 5 days" in _reply("swimming_pool", 60, clinic=120).text


def test_having_done_it_already_gets_help_and_no_blame() -> None:
    reply = _reply("sea", 20, already_did=True)
    assert reply.text.startswith("Rinse the scalp") and "Watch the scalp" in reply.text


def test_too_close_before_a_planned_session_waits() -> None:
    reply = _reply("hair_dye", -48, Moment.at(NOW + timedelta(hours=24)))
    assert reply.verdict == "wait" and "Not this close to your session" in reply.text


def test_a_scalp_that_is_not_calm_is_sent_to_somebody_who_looks() -> None:
    reply = _reply("hard_exercise", 90, modifiers={"not_calm": True})
    assert reply.verdict == "ask_dermatologist" and "dermatologist look at it" in reply.text


def test_why_gives_the_articles_figure_ours_the_sources_and_how_sure() -> None:
    text = why_message(WINDOWS["swimming_pool"]).text
    for part in ("The article says:", "We use 48 hours", "72 hours", "sure", "Sources:", "No clinician has reviewed"):
        assert part in text


def test_the_question_for_the_time_has_its_buttons_and_a_kind_reason() -> None:
    message = ask_treatment_time_message([WINDOWS["sauna"]])
    assert message.kind == "ask_treatment_time" and "sauna" in message.text
    assert [button.payload for button in message.buttons] == [
        "treated:today",
        "treated:yesterday",
        "treated:2_days_ago",
        "treated:pick",
    ]
    for reason in ("future", "impossible", "unknown"):
        assert ask_treatment_time_message((), reason).text


def test_what_is_not_covered_waits_for_healing_and_the_dermatologist() -> None:
    reply = not_covered_message()
    assert reply.verdict == "ask_dermatologist" and "does not cover" in reply.text and "dermatologist" in reply.text


@pytest.mark.parametrize("window", WINDOWS.values(), ids=lambda window: window.id)
def test_no_timing_text_clears_doses_or_breaks(window: Window) -> None:
    for hours in (-72, 1, 50, 400, 30000):
        for modifiers in ({}, {"not_calm": True}):
            for did in (False, True):
                text = _reply(window.id, hours, modifiers=modifiers, already_did=did).text
                assert not re.search(r"(?i)safe for you|go ahead|good to go|\d ?(?:mg|ml)\b|\n|[{}]", text)
                assert re.match(r"[A-Z]", text) and ".." not in text
