"""Urdu in either script."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.urdu import glossed, is_urdu, romanised


@pytest.mark.parametrize(
    ("written", "roman"),
    [
        ("خون", "khoon"),
        ("بخار", "bukhar"),
        ("رہی ہے", "rahi hai"),
        ("can i نیڈلنگ today", "can i needling today"),
        ("۲۵ دن؟", "25 din?"),
        ("لاہور، کراچی۔", "lahore, karachi."),
    ],
)
def test_urdu_script_is_read_in_the_lexicons_spelling(written: str, roman: str) -> None:
    assert romanised(written) == roman


def test_a_word_that_no_table_has_is_spelt_letter_by_letter() -> None:
    assert romanised("زقزق").isascii()


@given(st.text(alphabet=st.characters(max_codepoint=0x5FF)))
def test_a_text_without_urdu_letters_stays_as_it_is(text: str) -> None:
    assert romanised(text) == text


@given(st.text(alphabet=st.characters(min_codepoint=0x600, max_codepoint=0x6FF)))
def test_no_urdu_text_is_too_odd_to_be_read(text: str) -> None:
    assert isinstance(romanised(text), str)


def test_roman_urdu_is_explained_word_by_word() -> None:
    assert glossed(["baal", "kab", "girte", "hain"]) == ["hair", "when", "fall"]


def test_an_english_sentence_keeps_words_that_are_urdu_too() -> None:
    assert glossed(["is", "it", "bad", "to", "do", "this", "in", "the", "sun"]) == ["is", "it", "bad", "to", "do", "this", "in", "the", "sun"]


def test_in_a_mostly_urdu_message_words_of_both_languages_are_urdu() -> None:
    assert glossed(["do", "din", "bad", "nahana"]) == ["two", "day", "after", "bathe"]


def test_a_word_of_the_table_is_no_slip() -> None:
    assert is_urdu("khoon")
    assert not is_urdu("hurt")
