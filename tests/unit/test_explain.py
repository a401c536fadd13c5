"""`bot explain` shows every step from the words to the sources."""
from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.explain import explain, rule_for, trained_rank
from bot.preflight import Problem

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("Asia/Karachi"))


def rank(text: str) -> tuple[tuple[tuple[str, float], ...], float]:
    """A classifier that always thinks of times."""
    return (("ask_timing", 0.9), ("greet", 0.1)), 0.95


def test_a_timing_question_is_shown_from_the_words_to_the_sources() -> None:
    said = explain("had my microneedling yesterday, can I swim today?", rank, NOW)
    heads = [line for line in said.splitlines() if not line.startswith(" ")]
    assert heads == ["words", "understood", "classifier", "plan", "rule", "reply"]
    for part in ("activity swim", "treated: Sun 22 Nov 2026", "0.90  ask_timing", "similarity 0.95",
                 "intent timing", "action_check_timing_window", "verdict wait", "evidence ", "sources "):
        assert part in said, part


def test_a_denied_condition_is_shown_with_the_cue_that_denied_it() -> None:
    said = explain("I do not have psoriasis, can I get microneedling?", rank, NOW)
    assert "'psoriasis': absent; cue " in said


def test_a_danger_sign_is_shown_with_its_level_and_rule() -> None:
    said = explain("my throat is closing and I cannot breathe", rank, NOW)
    assert "level emergency" in said
    assert "utter_red_flag" in said


def test_a_relatives_condition_is_shown_as_theirs() -> None:
    assert "family" in explain("my mother has diabetes", rank, NOW)


@pytest.mark.parametrize("intent", ["question", "book", "start_screening", "greet", "several"])
def test_every_intent_has_its_rule_outside_a_form(intent: str) -> None:
    rule = rule_for(intent)
    assert rule
    assert rule.actions


def test_without_a_model_the_way_out_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="bot train"):
        trained_rank(tmp_path / "none.tar.gz")
