"""The reviewed answers, the evidence they rest on, and the phrases around them."""
from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.answers import Answer, load_answers
from bot.knowledge.base import KnowledgeError
from bot.knowledge.evidence import load_evidence
from bot.knowledge.phrases import load_phrases, placeholders
from bot.knowledge.reading_grade import reading_grade, syllables
from bot.knowledge.windows import load_windows

ARTICLE = [f"S{number:02}" for number in range(1, 82)]
STUDIES = [f"E{number:02}" for number in range(1, 24)]
UNKNOWNS = [f"Q{number:02}" for number in range(1, 24)]
HELPLINE = "03171777509"

RECORD = """
answers:
- id: soak
  category: cleaning_device
  label: How long?
  evidence: [S27]
  text: Twenty minutes.
  date: 2026-11-23
  review: none
"""


def written(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "records.yml"
    path.write_text(content, encoding="utf-8")
    return path


def answer(topic: str) -> Answer:
    return load_answers()[topic]


def test_the_evidence_table_has_every_fact_study_and_open_question() -> None:
    assert list(load_evidence()) == ARTICLE + STUDIES + UNKNOWNS


@pytest.mark.parametrize("row", ARTICLE + STUDIES + UNKNOWNS)
def test_every_row_is_rested_on_by_an_answer_or_a_window(row: str) -> None:
    rested = {one for answer in load_answers().values() for one in answer.evidence}
    rested |= {one for window in load_windows().values() for one in window.evidence}
    assert row in rested


def test_no_two_rows_are_asked_for_with_the_same_question() -> None:
    questions = [row.question for row in load_evidence().values()]
    assert len(set(questions)) == len(questions)


def test_an_answer_is_read_with_its_evidence_date_and_review_state() -> None:
    soak = answer("soak_time")
    assert soak.category == "cleaning_device"
    assert "S27" in soak.evidence
    assert (soak.date.isoformat(), soak.review) == ("2026-11-23", "none")


def test_nothing_claims_to_have_been_reviewed_before_a_clinician_has() -> None:
    assert {one.review for one in load_answers().values()} == {"none"}


def test_a_bare_text_is_english(tmp_path: Path) -> None:
    soak = load_answers(written(tmp_path, RECORD))["soak"]
    assert soak.text == {"en": "Twenty minutes."}
    assert soak.why is None


@pytest.mark.parametrize("field", ["category", "label", "evidence", "text", "date", "review"])
def test_a_missing_field_is_named_with_its_record(tmp_path: Path, field: str) -> None:
    lines = [line for line in RECORD.splitlines() if not line.strip().startswith(f"{field}:")]
    with pytest.raises(KnowledgeError, match=r"records\.yml, record soak"):
        load_answers(written(tmp_path, "\n".join(lines)))


def test_an_answer_that_rests_on_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="rests on nothing"):
        load_answers(written(tmp_path, RECORD.replace("[S27]", "[]")))


def test_a_row_of_evidence_needs_a_source_unless_it_is_an_open_question(tmp_path: Path) -> None:
    row = "evidence:\n- {id: S01, section: a, claim: b, question: c}\n"
    with pytest.raises(KnowledgeError, match="names no source"):
        load_evidence(written(tmp_path, row))
    assert load_evidence(written(tmp_path, row.replace("S01", "Q01")))["Q01"].sources == ()


# What must be said of the article's risky lines, and what must stay out.
CAREFUL = [
    ("how_it_works", "growth", "loss of hair"),
    ("needle_length", "left to a clinic", "you should use"),
    ("home_length", "do not advise", "you should use"),
    ("soak_time", "not sterile", "fully clean"),
    ("is_it_sterile", "No", "securely"),
    ("share_roller", "never share", "if you wash it"),
    ("how_often", "weeks, not days", "must be done often"),
    ("stop_hair_loss", "has not been shown", "will stop"),
    ("proof", "quality low", "15.82"),
    ("whole_scalp", "moles", "every part of the scalp is right"),
    ("radiofrequency", "burns", "top"),
    ("who_does_it", "single-use", "anyone"),
    ("cure_genetic", "no cure", "permanent"),
    ("women", "no result", "per cent"),
    ("numbing_home", "do not", "minutes before"),
]


@pytest.mark.parametrize(("topic", "says", "leaves_out"), CAREFUL)
def test_the_risky_lines_of_the_article_are_told_with_care(topic: str, says: str, leaves_out: str) -> None:
    text = answer(topic).text["en"]
    assert says in text
    assert leaves_out not in text


@pytest.mark.parametrize("topic", [one.id for one in load_answers().values() if one.category == "cost"])
def test_no_price_is_given(topic: str) -> None:
    text = answer(topic).text["en"].replace(HELPLINE, "")
    assert not any(letter.isdigit() for letter in text)


@pytest.mark.parametrize("topic", ["price_session", "price_course", "consultation_fee", "instalments", "price_device"])
def test_a_question_of_money_is_sent_to_the_helpline(topic: str) -> None:
    assert HELPLINE in answer(topic).text["en"]


def test_a_phrase_is_said_with_its_placeholders_filled() -> None:
    assert HELPLINE in load_phrases()["fallback"].say(helpline=HELPLINE)


def test_a_phrase_with_an_undeclared_placeholder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="name"):
        load_phrases(written(tmp_path, "phrases:\n- {id: hello, text: 'Hello {name}.'}\n"))


def test_a_declared_placeholder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="name"):
        load_phrases(written(tmp_path, "phrases:\n- {id: hello, placeholders: [name], text: Hello.}\n"))


def test_the_greeting_names_an_automated_assistant_and_no_doctor() -> None:
    greeting = load_phrases()["greet"].say()
    assert "automated assistant" in greeting
    assert "not a doctor" in greeting


@pytest.mark.parametrize("phrase", ["apology_actions_down", "fallback", "two_misses"])
def test_the_helpline_is_offered_where_the_assistant_cannot_go_on(phrase: str) -> None:
    assert placeholders(load_phrases()[phrase].text["en"]) == {"helpline"}


@pytest.mark.parametrize(
    ("word", "count"),
    [("needles", 2), ("used", 1), ("healed", 1), ("sterile", 2), ("people", 2), ("area", 2), ("the", 1), ("microneedling", 2)],
)
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    # One off is within what the measure allows; names that every patient here knows count as two.
    assert abs(syllables(word) - count) <= 1


def test_a_plain_sentence_reads_easier_than_a_learned_one() -> None:
    plain = "Keep your scalp dry today. Wash it tomorrow."
    learned = "Percutaneous penetration of pharmacological substances substantially intensifies immediately thereafter."
    assert reading_grade(plain) < 4 < 12 < reading_grade(learned)


def test_an_empty_text_has_no_grade() -> None:
    assert reading_grade("") == 0.0
