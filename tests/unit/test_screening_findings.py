"""The latest statement wins, corrections replace, and answers that point back find what they mean."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.moment import Moment
from bot.screening.finding import Finding
from bot.screening.findings import cleared_by_test, dated, disown, merge_findings, planned, undated

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("Asia/Karachi"))


def assertions(findings: tuple[Finding, ...]) -> dict[str, str]:
    """Assertion by concept."""
    return {finding.concept: finding.assertion for finding in findings}


def test_the_latest_statement_of_a_concept_wins() -> None:
    merged = merge_findings([Finding("C25", "absent")], [Finding("C25", "present")])
    assert assertions(merged) == {"C25": "present"}


def test_a_relatives_illness_replaces_nothing_of_ones_own() -> None:
    assert assertions(merge_findings([Finding("C19", "present")], [Finding("C19", "family")])) == {"C19": "present"}


def test_ones_own_illness_replaces_a_relatives() -> None:
    assert assertions(merge_findings([Finding("C19", "family")], [Finding("C19", "past")])) == {"C19": "past"}


def test_a_correction_may_hand_it_to_a_relative() -> None:
    assert assertions(merge_findings([Finding("C25", "present")], [Finding("C25", "family")], correction=True)) == {
        "C25": "family"
    }


def test_a_supposed_condition_replaces_no_statement() -> None:
    assert assertions(merge_findings([Finding("C44", "absent")], [Finding("C44", "hypothetical")])) == {"C44": "absent"}


def test_details_and_times_told_before_are_kept() -> None:
    old = Finding("C22", "past", since="P3M", details=frozenset({"high"}))
    (merged,) = merge_findings([old], [Finding("C22", "past")])
    assert merged.since == "P3M" and merged.details == {"high"}


def test_that_is_my_fathers_disowns_the_newest_own_finding() -> None:
    found = disown([Finding("C31", "present"), Finding("C25", "present"), Finding("C44", "absent")])
    assert assertions(found) == {"C31": "present", "C25": "family", "C44": "absent"}


def test_a_negative_test_answers_the_open_question() -> None:
    assert assertions(cleared_by_test([Finding("C31", "present"), Finding("C44", "possible")])) == {
        "C31": "present",
        "C44": "absent",
    }


def test_planning_reopens_pregnancy_only() -> None:
    (found,) = planned([Finding("C44", "absent")])
    assert found.assertion == "possible" and "planning" in found.details
    assert assertions(planned([Finding("C31", "absent")])) == {"C31": "absent"}


def test_a_time_told_later_goes_to_the_newest_past_finding() -> None:
    moment = Moment.at(NOW - timedelta(days=420))
    found = dated([Finding("C22", "past"), Finding("C31", "present")], moment, "P13M")
    assert found[-1].concept == "C22" and found[-1].when == moment
    assert undated(found) is None
