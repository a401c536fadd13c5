"""How a sentence is put before it is compared."""
from __future__ import annotations

import pytest

from bot.nlu.wording import Wording

TAUGHT = ["does the roller hurt", "roller or pen", "does it hurt", "any benefit", "benefit of it", "hair fall", "hair"]


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording.learnt(TAUGHT, {"heart", "rolled"})


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("does it hert", "does it hurt"),
        ("BENEFITT?", "benefit ?"),
        ("benifit", "benefit"),
        ("hairrrr", "hair"),
        ("u r pls tell", "you are please tell"),
        ("my heart", "my heart"),
        ("rolled", "rolled"),
        ("بال", "baal"),
    ],
)
def test_slips_and_short_forms_are_mended_and_right_words_stay(wording: Wording, typed: str, mended: str) -> None:
    assert wording.mended(typed) == mended


def test_a_word_far_from_all_others_stays(wording: Wording) -> None:
    assert wording.mended("xylophone") == "xylophone"


def test_the_meaning_is_in_english(wording: Wording) -> None:
    assert wording.meaning(wording.mended("baal kab girte hain")) == "hair when fall"


def test_a_text_of_particles_alone_keeps_its_words(wording: Wording) -> None:
    assert wording.meaning("hai ka") == "hai ka"


@pytest.mark.parametrize("text", ["", "   ", "😀", "؟"])
def test_nothing_is_too_odd_to_be_put(wording: Wording, text: str) -> None:
    assert isinstance(wording.mended(text), str)
