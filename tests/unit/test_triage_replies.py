"""What is said at a danger sign, checked against what may never be said."""
from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.dialogue.memory import URGENT
from bot.knowledge.red_flags import LEVELS, RedFlags, load_red_flags
from bot.knowledge.sources import load_sources
from bot.replies.message import Message
from bot.replies.red_flag import after_danger_message, hypothetical_message, red_flag_message
from bot.triage.alert import Alert, Raised

RULES: RedFlags = load_red_flags()
SOURCES = load_sources()
CASES = [
    (Alert(case.level, (Raised(flag.id, case.level, number),), other_person=other))
    for flag in RULES.flags.values()
    for number, case in enumerate(flag.cases)
    for other in (False, True)
]
IDS = [f"{alert.flags[0]}-{alert.raised[0].case}-{'other' if alert.other_person else 'self'}" for alert in CASES]

NEVER = {
    "clears": r"\b(safe for you|good to go|(you|they) can go ahead|nothing to worry|no need (for|to see) a (doctor|dermatologist))\b",
    "diagnoses": r"\b(you|they|he|she) (have|has|got) (an? |the )?(infection|cellulitis|allergy|allergic|shingles|herpes|stroke|sepsis)",
    "calls it normal": r"\b(this|that|it|redness|swelling|pain) (is|looks|sounds) (completely |quite )?(normal|harmless|expected|fine)\b",
    "doses": r"\d ?(mg|ml|mcg|milligram|tablets)\b",
    "stops a medicine": r"\b(stop|skip|pause|quit) (taking |using )?(your |the )?(aspirin|finasteride|blood thinner|tablet|medicine)",
    "names a regimen": r"\b(antibiotic|antiviral|aciclovir|valaciclovir|prednisolone|steroid)\b",
    "promises hair": r"\b(will|guaranteed to) (regrow|cure|stop hair)",
    "shames": r"\b(ashamed|your fault|careless|irresponsible|stupid)\b",
    "blesses soaking": r"\b(steril|germ.?free)",
    "gives the booking helpline": r"0?317[ -]?1777[ -]?509",
    "claims full cover": r"1122 (works|covers|is available) (in )?(all|every)",
}
PITCH = r"\b(book|schedule|reserve)\b|\bappointment\b|\bconsultation\b|\bopenings?\b"


def say(alert: Alert) -> Message:
    return red_flag_message(alert, RULES, SOURCES)


def first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?]) ", text)[0]


def test_every_row_of_the_table_is_there() -> None:
    assert sorted(RULES.flags) == [f"R{number:02}" for number in range(1, 41)]
    assert all(flag.evidence[0] == flag.id and flag.review == "none" for flag in RULES.flags.values())
    assert all(source in SOURCES for flag in RULES.flags.values() for source in flag.sources)


@pytest.mark.parametrize("alert", CASES, ids=IDS)
def test_nothing_forbidden_is_said(alert: Alert) -> None:
    text = say(alert).text
    said = [rule for rule, pattern in NEVER.items() if re.search(pattern, text, re.I)]
    assert not said, text
    assert not re.search(r"[{}\n]", text)
    assert len(text.split()) <= 100


@pytest.mark.parametrize("alert", [alert for alert in CASES if alert.level == "emergency"])
def test_an_emergency_gives_the_numbers_first_and_sells_nothing(alert: Alert) -> None:
    message = say(alert)
    for number in RULES.numbers:
        assert number.number in first_sentence(message.text)
    assert not re.search(PITCH, message.text, re.I)
    assert message.buttons == ()


@pytest.mark.parametrize("alert", [alert for alert in CASES if alert.level == "same_day"])
def test_same_day_says_today_first_and_sells_nothing(alert: Alert) -> None:
    message = say(alert)
    assert "today" in first_sentence(message.text) and "doctor" in first_sentence(message.text)
    assert not re.search(PITCH, message.text, re.I)


@pytest.mark.parametrize("alert", [alert for alert in CASES if alert.level == "book_dermatologist"])
def test_a_sign_to_book_for_offers_the_dermatologist(alert: Alert) -> None:
    assert "dermatologist" in first_sentence(say(alert).text)
    assert [button.payload for button in say(alert).buttons] == ["start:booking"]


@pytest.mark.parametrize("alert", [alert for alert in CASES if alert.level == "self_care"])
def test_expected_healing_says_what_would_change_it(alert: Alert) -> None:
    assert re.search(r"see a doctor the same day if", say(alert).text, re.I)


def test_the_contract_is_kept() -> None:
    alert = Alert("same_day", (Raised("R11", "same_day", 0), Raised("R15", "same_day", 0)))
    message = say(alert)
    assert (message.kind, message.category, message.level) == ("red_flag", "red_flag", "same_day")
    assert message.evidence == ("R11", "R15")
    assert {"CELLNHS", "CHU2021"} <= {source["id"] for source in message.sources}


def test_what_to_watch_for_is_said_once() -> None:
    alert = Alert("same_day", (Raised("R11", "same_day", 0), Raised("R15", "same_day", 0)))
    assert say(alert).text.count("1122") == 1


@pytest.mark.parametrize("level", ["emergency", "same_day", "book_dermatologist"])
def test_somebody_else_is_spoken_of_as_they(level: str) -> None:
    alert = next(alert for alert in CASES if alert.level == level and alert.other_person)
    assert "them" in first_sentence(say(alert).text)
    assert "them" not in first_sentence(say(replace(alert, other_person=False)).text)


@pytest.mark.parametrize("level", URGENT)
def test_after_an_alert_it_stays_as_urgent_and_the_numbers_in_sight(level: str) -> None:
    message = after_danger_message(level, "R11", RULES)
    assert (message.kind, message.level) == ("red_flag", level)
    assert all(number.number in message.text for number in RULES.numbers)
    assert not re.search(PITCH, message.text, re.I) and message.buttons == ()
    assert len(message.text.split()) < 60


def test_after_a_word_of_ending_it_a_person_is_offered_and_no_needle_spoken_of() -> None:
    mood = next(flag.id for flag in RULES.flags.values() if flag.opening)
    text = after_danger_message("emergency", mood, RULES).text
    assert "1122" in text and "trust" in text and "scalp" not in text


@pytest.mark.parametrize("flag", sorted(RULES.flags))
def test_a_supposed_sign_gets_advice_without_a_level(flag: str) -> None:
    message = hypothetical_message((flag,), RULES, SOURCES)
    assert (message.kind, message.level, message.evidence[0]) == ("answer", None, flag)
    assert re.search(r"doctor|dermatologist|emergency", message.text)
    assert not re.search(r"[{}\n]", message.text)
    assert not [rule for rule, pattern in NEVER.items() if re.search(pattern, message.text, re.I)]


def test_no_number_stands_alone_and_none_claims_too_much() -> None:
    assert [number.number for number in RULES.numbers] == ["1122", "115", "911"]
    for level in LEVELS:
        for alert in CASES:
            text = say(alert).text if alert.level == level else ""
            assert ("115" in text) == ("1122" in text)
