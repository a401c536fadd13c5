"""The outcome of the screening: every verdict, every boundary in time, and what may never improve it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.contraindications import Contraindication, VerdictRule, load_contraindications
from bot.moment import Moment
from bot.screening.assess import assess, verdict_of
from bot.screening.finding import Assertion, Finding
from bot.screening.findings import merge_findings
from bot.screening.outcome import ORDER
from bot.screening.since import before

ROWS = load_contraindications()
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("Asia/Karachi"))
CONCEPTS = sorted(ROWS)
ASSERTIONS = get_args(Assertion)


def verdict(*findings: Finding, setting: str | None = None) -> str:
    """The outcome's verdict."""
    return assess(findings, ROWS, setting, NOW).verdict


def ended(days_off: int, rule: VerdictRule, concept: str) -> Finding:
    """A past finding whose end lies that many days after (positive: sooner than) the rule's boundary."""
    since = rule.since_under or rule.since_over
    assert since is not None
    day = before(NOW, since.count, since.unit) + timedelta(days=days_off)
    return Finding(concept, "past", when=Moment.at(day), details=rule.details)


def test_there_are_64_rows_with_all_their_texts() -> None:
    assert [f"C{number:02d}" for number in range(1, 65)] == CONCEPTS
    for row in ROWS.values():
        assert row.id in row.evidence and row.sources and row.review == "none"
        assert all(text["en"].strip() for text in (row.name, row.reason, row.until, row.bring))


@pytest.mark.parametrize("row", ROWS.values(), ids=CONCEPTS)
def test_a_medicine_is_never_to_be_stopped_without_its_prescriber(row: Contraindication) -> None:
    if row.id in ("C24", "C25", "C26", "C27", "C31", "C34", "C55", "C56", "C57", "C58", "C61"):
        assert "Do not stop or skip" in row.bring["en"]


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_present_row_has_a_verdict_and_no_absent_one_has(concept: str) -> None:
    assert verdict(Finding(concept, "present")) in ORDER[:4]
    assert verdict(Finding(concept, "absent")) == "none_found"
    assert verdict(Finding(concept, "hypothetical")) == "none_found"


@pytest.mark.parametrize("concept", CONCEPTS)
def test_not_sure_is_never_taken_for_no(concept: str) -> None:
    assert verdict(Finding(concept, "unknown")) in ORDER[:4]
    assert verdict(Finding(concept, "possible")) in ORDER[:4]


@pytest.mark.parametrize("concept", CONCEPTS)
def test_family_counts_for_keloids_only(concept: str) -> None:
    expected = "see_dermatologist_first" if concept == "C19" else "none_found"
    assert verdict(Finding(concept, "family")) == expected


def test_a_husbands_or_friends_keloid_is_no_family_history() -> None:
    assert verdict(Finding("C19", "family", details=frozenset({"not_related"}))) == "none_found"


BOUNDARIES = [
    pytest.param(row, rule, id=f"{row.id}-{rule.verdict}-{sorted(rule.details)}-{rule.since_under or rule.since_over}")
    for row in ROWS.values()
    for rule in row.verdicts
    if rule.since_under or rule.since_over
]


@pytest.mark.parametrize(("row", "rule"), BOUNDARIES)
def test_under_leaves_the_boundary_out_and_over_takes_it_in(row: Contraindication, rule: VerdictRule) -> None:
    sooner, on, later = (verdict_of(ended(days, rule, row.id), row, None, NOW) for days in (1, 0, -1))
    assert on == later
    if rule.since_under:
        assert sooner == rule.verdict
    if rule.since_over:
        assert on == rule.verdict
    assert _strict(sooner) <= _strict(on)


def _strict(name: str) -> int:
    return len(ORDER) if name == "none" else ORDER.index(name)


@pytest.mark.parametrize(
    ("finding", "setting", "expected"),
    [
        (Finding("C22", "present"), None, "do_not"),
        (Finding("C22", "past", since="P5M"), None, "see_dermatologist_first"),
        (Finding("C22", "past", since="P6M"), None, "none_found"),
        (Finding("C22", "past"), None, "see_dermatologist_first"),
        (Finding("C22", "unknown"), None, "see_dermatologist_first"),
        (Finding("C24", "present"), "home", "do_not"),
        (Finding("C24", "present"), "clinic", "see_dermatologist_first"),
        (Finding("C24", "present"), None, "see_dermatologist_first"),
        (Finding("C25", "present"), "home", "do_not"),
        (Finding("C33", "present"), "home", "do_not"),
        (Finding("C33", "present"), "clinic", "see_dermatologist_first"),
        (Finding("C31", "present", details=frozenset({"uncontrolled"})), None, "do_not"),
        (Finding("C31", "present", details=frozenset({"controlled"})), None, "see_dermatologist_first"),
        (Finding("C27", "present", details=frozenset({"high_dose"})), None, "do_not"),
        (Finding("C39", "present", details=frozenset({"stable"})), None, "see_dermatologist_first"),
        (Finding("C39", "possible"), None, "do_not"),
        (Finding("C44", "possible"), None, "do_not"),
        (Finding("C44", "possible", details=frozenset({"planning"})), None, "see_dermatologist_first"),
        (Finding("C45", "present"), None, "wait"),
        (Finding("C45", "past"), None, "none_found"),
        (Finding("C46", "present"), None, "do_not"),
        (Finding("C46", "absent", details=frozenset({"age_18_21"})), None, "none_found"),
        (Finding("C48", "present", details=frozenset({"steel"})), None, "do_not"),
        (Finding("C51", "past", since="P2M"), None, "do_not"),
        (Finding("C51", "past", since="P8M"), None, "see_dermatologist_first"),
        (Finding("C51", "past", since="P2Y"), None, "caution"),
        (Finding("C52", "past", since="P5D"), None, "wait"),
        (Finding("C52", "past", since="P3W"), None, "none_found"),
        (Finding("C52", "past", since="P3M", details=frozenset({"filler"})), None, "see_dermatologist_first"),
        (Finding("C59", "present", details=frozenset({"spreading"})), None, "do_not"),
        (Finding("C59", "present"), None, "see_dermatologist_first"),
        (Finding("C64", "present"), None, "caution"),
        (Finding("screening_health", "possible"), None, "see_dermatologist_first"),
        (Finding("screening_pregnancy", "unknown"), None, "do_not"),
        (Finding("screening_skin", "absent"), None, "none_found"),
    ],
)
def test_a_verdict(finding: Finding, setting: str | None, expected: str) -> None:
    assert verdict(finding, setting=setting) == expected


def test_the_strictest_reason_comes_first_and_every_reason_is_told() -> None:
    outcome = assess([Finding("C64", "present"), Finding("C44", "present"), Finding("C31", "present")], ROWS, None, NOW)
    assert [reason.concept for reason in outcome.reasons] == ["C44", "C31", "C64"]
    assert outcome.decisive is not None and outcome.decisive.category == "contraindication_pregnancy"


def test_a_wait_counted_from_a_told_time_names_its_day() -> None:
    reason = assess([Finding("C52", "past", since="P5D")], ROWS, None, NOW).reasons[0]
    assert reason.not_before == (NOW + timedelta(days=9)).date()


findings = st.builds(
    Finding,
    concept=st.sampled_from(CONCEPTS),
    assertion=st.sampled_from(ASSERTIONS),
    since=st.sampled_from([None, "P3D", "P3W", "P3M", "P7M", "P2Y"]),
    details=st.frozensets(
        st.sampled_from(["uncontrolled", "severe", "spreading", "stable", "planning", "filler"]), max_size=2
    ),
)
many = st.lists(findings, max_size=6, unique_by=lambda finding: finding.concept)


@settings(max_examples=150, deadline=None)
@given(many, findings, st.sampled_from([None, "home", "clinic"]))
def test_adding_a_finding_never_improves_the_outcome(said: list[Finding], more: Finding, setting: str | None) -> None:
    assert ORDER.index(verdict(*said, more, setting=setting)) <= ORDER.index(verdict(*said, setting=setting))


@settings(max_examples=100, deadline=None)
@given(many, st.sampled_from(CONCEPTS))
def test_not_knowing_never_gives_a_better_outcome_than_no(said: list[Finding], concept: str) -> None:
    others = [one for one in said if one.concept != concept]
    unknown, absent = (verdict(*others, Finding(concept, word)) for word in ("unknown", "absent"))  # type: ignore[arg-type]
    assert ORDER.index(unknown) <= ORDER.index(absent)


@settings(max_examples=100, deadline=None)
@given(many, st.randoms())
def test_the_order_of_answers_does_not_matter(said: list[Finding], random: object) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (merge_findings((), order) for order in (said, shuffled))
    assert assess(one, ROWS, None, NOW).verdict == assess(other, ROWS, None, NOW).verdict


@settings(max_examples=100, deadline=None)
@given(many, st.sampled_from(CONCEPTS))
def test_a_denied_condition_never_adds_a_reason(said: list[Finding], concept: str) -> None:
    others = [one for one in said if one.concept != concept]
    with_denial = assess([*others, Finding(concept, "absent")], ROWS, None, NOW)
    assert with_denial.reasons == assess(others, ROWS, None, NOW).reasons


def test_a_home_setting_is_never_milder_than_a_clinic() -> None:
    for concept in CONCEPTS:
        home, clinic = (verdict(Finding(concept, "present"), setting=place) for place in ("home", "clinic"))
        assert ORDER.index(home) <= ORDER.index(clinic)


def test_a_possible_condition_counts_at_least_as_seeing_somebody() -> None:
    for concept in CONCEPTS:
        present, possible = (
            verdict(Finding(concept, "present")),
            verdict(replace(Finding(concept, "present"), assertion="possible")),
        )
        assert present == possible
