"""The questions of the check and what an answer means."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.knowledge.contraindications import load_contraindications
from bot.knowledge.screening import load_groups
from bot.knowledge.sources import load_sources
from bot.language import Reading, default_language
from bot.replies.screening import condition_message, screening_question_message, screening_result_message
from bot.screening.assess import assess
from bot.screening.finding import Finding
from bot.screening.interview import Interview

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("Asia/Karachi"))
ROWS = load_contraindications()
INTERVIEW = Interview()
GROUPS = list(load_groups())


def read(text: str, expecting: str | None = None) -> Reading:
    """The language layer's reading."""
    return default_language().read(text, NOW, expecting)


def value(text: str, group: str, known: tuple[Finding, ...] = ()) -> str | None:
    """The meaning of a typed answer."""
    answer = INTERVIEW.interpret(read(text, "age" if group == "age" else None), group, known)
    return answer.value if answer else None


def test_the_check_takes_at_most_eight_turns() -> None:
    assert len(GROUPS) <= 8


def test_only_the_general_groups_leave_rows_to_the_dermatologist() -> None:
    asked = {concept for group in load_groups().values() for concept in group.concepts}
    assert set(ROWS) - asked <= {"C21", "C47", "C60", "C64"}


@pytest.mark.parametrize("group", GROUPS)
def test_every_question_has_its_three_buttons(group: str) -> None:
    message = screening_question_message(group, INTERVIEW)
    payloads = [button.payload for button in message.buttons]
    assert payloads == (
        ["age:adult", "age:minor", "say:not_sure"] if group == "age" else ["say:no", "say:yes", "say:not_sure"]
    )
    assert message.kind == "screening_question" and "{" not in message.text and "\n" not in message.text


def test_the_age_question_names_age() -> None:
    text = INTERVIEW.question_text("age").lower()
    assert "age" in text and "how old" in text


def test_what_was_said_is_not_asked_again() -> None:
    before, after = (INTERVIEW.question_text("health", found) for found in ((), [Finding("C31", "present")]))
    assert "diabetes" in before and "diabetes" not in after


def test_a_group_of_which_everything_was_said_is_answered() -> None:
    assert not INTERVIEW.is_answered("pregnancy", [Finding("C44", "absent")])
    assert INTERVIEW.is_answered("pregnancy", [Finding("C44", "absent"), Finding("C45", "absent")])
    assert INTERVIEW.is_answered("pregnancy", [Finding("screening_pregnancy", "absent")])


@pytest.mark.parametrize(
    ("text", "group", "expected"),
    [
        ("no", "skin", "no"),
        ("nope", "skin", "no"),
        ("none of these", "health", "no"),
        ("nahi", "health", "no"),
        ("ok no", "skin", "no"),
        ("no no nothing like that", "skin", "no"),
        ("yes", "skin", "yes"),
        ("haan", "skin", "yes"),
        ("yeah", "hair", "yes"),
        ("not sure", "health", "not_sure"),
        ("idk", "health", "not_sure"),
        ("i dont know", "scars", "not_sure"),
        ("pata nahi", "health", "not_sure"),
        ("maybe", "hair", "not_sure"),
        ("no im not sure", "health", "not_sure"),
        ("yes diabetes", "health", "yes"),
        ("i have psoriasis", "skin", "yes"),
        ("i take loprin", "medicines", "yes"),
        ("no but i take loprin", "health", "no"),
        ("no diabetes", "health", None),
        ("what is a keloid", "scars", None),
        ("34", "age", "no"),
        ("i am 34 years old", "age", "no"),
        ("16", "age", "yes"),
        ("im 17", "age", "yes"),
        ("not sure", "age", "not_sure"),
        ("hello", "age", None),
        ("neither pregnant nor breastfeeding", "pregnancy", "no"),
    ],
)
def test_an_answer(text: str, group: str, expected: str | None) -> None:
    assert value(text, group) == expected


def test_yes_as_i_said_points_to_what_is_known() -> None:
    answer = INTERVIEW.interpret(read("yes as i said"), "health", [Finding("C31", "present")])
    assert answer is not None and answer.value == "yes"
    assert not any(finding.assertion == "possible" for finding in answer.findings)


def test_two_answers_in_one_message_are_both_kept() -> None:
    answer = INTERVIEW.interpret(read("no but i take loprin"), "health")
    assert answer is not None
    assert {finding.concept: finding.assertion for finding in answer.findings} == {
        "C25": "present",
        "screening_health": "absent",
    }


@pytest.mark.parametrize("group", GROUPS)
def test_not_sure_always_leads_to_the_dermatologist(group: str) -> None:
    answer = INTERVIEW.chosen("not_sure", group)
    assert answer is not None
    assert assess(answer.findings, ROWS, None, NOW).verdict in ("see_dermatologist_first", "do_not")


@pytest.mark.parametrize("group", [group for group in GROUPS if group != "age"])
def test_a_bare_yes_is_never_nothing(group: str) -> None:
    answer = INTERVIEW.chosen("yes", group)
    assert answer is not None
    assert assess(answer.findings, ROWS, None, NOW).verdict in ("see_dermatologist_first", "do_not")


def test_the_minor_button_is_a_finding() -> None:
    answer = INTERVIEW.chosen("minor", "age")
    assert answer is not None and assess(answer.findings, ROWS, None, NOW).verdict == "do_not"


def test_all_no_finds_nothing_and_clears_nobody() -> None:
    said = INTERVIEW.findings_from_answers({group: "adult" if group == "age" else "no" for group in GROUPS})
    message = screening_result_message(assess(said, ROWS, None, NOW), said, load_sources())
    assert message.verdict == "none_found"
    assert "does not clear you" in message.text and "dermatologist" in message.text and "safe" not in message.text


@pytest.mark.parametrize("assertion", ["present", "past", "possible", "unknown", "family"])
@pytest.mark.parametrize("concept", sorted(ROWS))
def test_every_result_is_one_plain_text_with_its_source(concept: str, assertion: str) -> None:
    found = (Finding(concept, assertion, "said so"),)  # type: ignore[arg-type]
    message = screening_result_message(assess(found, ROWS, None, NOW), found, load_sources())
    assert "\n" not in message.text and "{" not in message.text and message.verdict
    assert message.card is not None and message.card["type"] == "screening"
    if message.verdict != "none_found":
        assert concept in message.evidence and message.category == ROWS[concept].category


def test_a_supposed_condition_is_answered_and_not_screened() -> None:
    message = condition_message([ROWS["C44"]], [Finding("C44", "hypothetical")], load_sources())
    assert message.kind == "answer" and message.category == "contraindication_pregnancy" and "C44" in message.evidence
