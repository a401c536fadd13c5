"""What must hold for the answers about harm, healing, waits, health and other treatments."""
from __future__ import annotations

import re

import pytest

from bot.knowledge.answers import Answer, load_answers

HELPLINE = "03171777509"
AMBULANCES = ("1122", "115", "911")
CLEARED = re.compile(r"\b(?:safe for you|good to go|go ahead|you may have it)\b", re.I)
ANSWERS = load_answers()


def parts(answer: Answer) -> list[str]:
    """All that the answer may say."""
    texts = (answer.text, answer.why, answer.more, answer.women)
    return [text["en"] for text in texts if text]


def of(*categories: str) -> list[Answer]:
    return [answer for answer in ANSWERS.values() if answer.category in categories]


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=lambda answer: answer.id)
def test_an_ambulance_number_never_stands_alone(answer: Answer) -> None:
    for text in parts(answer):
        named = [number for number in AMBULANCES if re.search(rf"\b{number}\b", text)]
        assert named in ([], list(AMBULANCES))


def test_the_helpline_is_given_for_booking_and_cost_only() -> None:
    named = [answer for answer in ANSWERS.values() if HELPLINE in " ".join(parts(answer))]
    elsewhere = [answer for answer in named if answer.category not in ("booking", "cost")]
    assert [answer.id for answer in elsewhere] == ["helpline_ambulance"]
    assert elsewhere[0].text["en"].startswith("No,")


@pytest.mark.parametrize("answer", of("red_flag"), ids=lambda answer: answer.id)
def test_an_answer_about_danger_signs_offers_no_booking(answer: Answer) -> None:
    assert "I can help you book" not in answer.text["en"]


@pytest.mark.parametrize(
    "answer",
    [a for a in ANSWERS.values() if a.category.startswith("contraindication_")],
    ids=lambda answer: answer.id,
)
def test_an_answer_about_health_reasons_clears_nobody(answer: Answer) -> None:
    assert not any(CLEARED.search(text) for text in parts(answer))


@pytest.mark.parametrize("id", ["stop_medicine", "blood_thinners_general", "isotretinoin_general", "which_medicines"])
def test_an_answer_about_medicines_says_not_to_stop_them_alone(id: str) -> None:
    assert re.search(r"\b(?:never stop|do not stop|stop nothing)\b", ANSWERS[id].text["en"], re.I)


@pytest.mark.parametrize(
    "id", ["coffee_tea", "what_to_eat", "flight", "exosomes_gfc", "mesotherapy", "home_remedies", "laser_cap"]
)
def test_what_the_sources_do_not_cover_is_said_plainly(id: str) -> None:
    assert re.search(r"(?:is|are) not covered|does not cover", ANSWERS[id].text["en"])


@pytest.mark.parametrize("id", ["prp_worth", "what_is_prp", "prp_or_transplant", "combine_general", "options_general"])
def test_prp_is_told_as_mixed(id: str) -> None:
    assert "mixed" in ANSWERS[id].text["en"]


def test_two_things_said_of_finasteride_are_always_said_together() -> None:
    text = ANSWERS["finasteride_dutasteride"].text["en"]
    assert "prescription" in text and "pregnant" in text and "suicidal" in text
