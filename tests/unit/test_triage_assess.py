"""Triage by symptom, time and context; the words of patients are in test_red_flag_sentences."""
from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.red_flags import LEVELS, RedFlags, load_red_flags
from bot.triage.alert import Alert, urgency
from bot.triage.assess import UNKNOWN_TIME, Context, Hours, assess, hypothetical, remember
from bot.triage.symptom import Symptom

RULES: RedFlags = load_red_flags()
TREATED = Context(treated=True)


def said(text: str) -> tuple[Symptom, ...]:
    """ "redness+mild pus" as Symptoms; a leading "not:" or "if:" changes the assertion."""
    assertions = {"not": "absent", "if": "hypothetical", "was": "past", "family": "family", "maybe": "possible"}
    symptoms = []
    for word in text.split():
        cue, _, rest = word.rpartition(":")
        name, *details = rest.split("+")
        symptoms.append(Symptom(name, assertions.get(cue, "present"), details=frozenset(details)))
    return tuple(symptoms)


def level(text: str, hours: Hours = UNKNOWN_TIME, context: Context = TREATED) -> str | None:
    alert = assess(said(text), RULES, hours, context)
    return alert.level if alert else None


@pytest.mark.parametrize(
    ("symptoms", "expected"),
    [
        ("hives", "same_day"),
        ("hives vomiting", "emergency"),
        ("hives not:vomiting not:dizziness", "same_day"),
        ("hives lip_swelling", "emergency"),
        ("forehead_swelling", "emergency"),
        ("forehead_swelling+mild", "same_day"),
        ("forehead_swelling not:pain", "same_day"),
        ("forehead_swelling+mild fever", "emergency"),
        ("forehead_swelling+mild vision_loss", "emergency"),
        ("eyelid_swelling+mild+growing", "emergency"),
        ("fever redness hot_scalp", "same_day"),
        ("fever redness confusion", "emergency"),
        ("fever very_weak", "emergency"),
        ("confusion", None),
        ("red_streaks", "same_day"),
        ("red_streaks fever", "emergency"),
        ("swollen_gland", "same_day"),
        ("swollen_gland+small", "same_day"),
        ("swollen_gland+small+painless", "book_dermatologist"),
        ("swollen_gland+small+painless fever", "same_day"),
        ("blisters", "same_day"),
        ("blisters eye_redness", "emergency"),
        ("pimples", "same_day"),
        ("pimples+few", "book_dermatologist"),
        ("pimples+few pus", "same_day"),
        ("maybe:pus", "same_day"),
        ("not:pus", None),
        ("was:pus", None),
        ("if:pus", None),
        ("family:pus", None),
        ("was:shared_device", "same_day"),
        ("was:needle_stuck", "same_day"),
        ("was:self_harm", "emergency"),
        ("was:self_harm+long_ago", None),
        ("if:self_harm", "emergency"),
        ("not:self_harm", None),
    ],
)
def test_a_symptom_raises_its_level(symptoms: str, expected: str | None) -> None:
    assert level(symptoms) == expected


@pytest.mark.parametrize(
    ("symptoms", "hours", "expected"),
    [
        ("redness", (5, 5), "self_care"),
        ("redness", (47.9, 47.9), "self_care"),
        ("redness", (50, 50), "self_care"),
        ("redness", (80, 80), "book_dermatologist"),
        ("redness+fading", (80, 80), "self_care"),
        ("redness hot_scalp", (10, 10), "self_care"),
        ("redness hot_scalp", (72, 72), "same_day"),
        ("redness hot_scalp", (40, 52), "same_day"),
        ("redness hot_scalp", UNKNOWN_TIME, "same_day"),
        ("redness spreading", (72, 72), "same_day"),
        ("redness spreading", (20, 20), "same_day"),
        ("pain", (20, 20), "self_care"),
        ("pain", (60, 60), "book_dermatologist"),
        ("pain worsening", (60, 60), "same_day"),
        ("fever", (20, 20), "same_day"),
        ("fever", (60, 90), "same_day"),
        ("fever", (400, 400), None),
        ("fever", UNKNOWN_TIME, "same_day"),
        ("itch", (60, 60), "self_care"),
        ("itch", UNKNOWN_TIME, "self_care"),
        ("itch", (200, 200), "book_dermatologist"),
        ("oozing", (10, 10), None),
        ("oozing", (60, 60), "same_day"),
    ],
)
def test_the_same_sign_weighs_by_the_time_since_the_treatment(
    symptoms: str, hours: Hours, expected: str | None
) -> None:
    assert level(symptoms, hours) == expected


@pytest.mark.parametrize("symptoms", ["redness", "itch", "pain", "soreness", "fever", "shedding", "thick_scar"])
def test_what_is_expected_after_a_treatment_is_not_raised_without_one(symptoms: str) -> None:
    assert level(symptoms, context=Context()) is None
    assert level(symptoms, context=Context(treated=False)) is None


@pytest.mark.parametrize("symptoms", ["breathing_trouble", "chest_pain", "pus", "self_harm", "vision_loss"])
def test_an_urgent_sign_is_raised_with_or_without_a_treatment(symptoms: str) -> None:
    assert level(symptoms, context=Context(treated=False)) in ("emergency", "same_day")


def test_a_pregnancy_with_a_treatment_is_told_once() -> None:
    context = Context(treated=True, pregnant=True)
    alert = assess((), RULES, context=context)
    assert alert is not None and alert.flags == ("R40",)
    assert assess((), RULES, context=context, told=("R40",)) is None
    assert assess((), RULES, context=Context(pregnant=True)) is None


def test_an_earlier_symptom_joins_a_new_one() -> None:
    alert = assess(said("pus"), RULES, earlier=said("fever confusion"), context=TREATED)
    assert alert is not None and alert.level == "emergency"
    assert {"R11", "R12", "R15"} <= set(alert.flags)


def test_a_message_without_a_symptom_repeats_nothing() -> None:
    assert assess((), RULES, earlier=said("pus fever"), context=TREATED) is None
    assert assess(said("not:redness"), RULES, earlier=said("pus"), context=TREATED) is None


def test_somebody_elses_symptom_is_theirs() -> None:
    alert = assess((Symptom("hives", other_person=True),), RULES)
    assert alert is not None and alert.other_person


def test_the_most_urgent_flag_comes_first() -> None:
    alert = assess(said("pus redness itch breathing_trouble"), RULES, (5, 5), TREATED)
    assert alert is not None and alert.flags == ("R01", "R15")


def test_a_supposed_symptom_names_its_flag_and_raises_nothing() -> None:
    assert hypothetical(said("if:pus"), RULES) == ("R15",)
    assert hypothetical(said("pus"), RULES) == ()


def test_what_is_over_is_forgotten() -> None:
    assert remember(said("pus fever"), said("not:fever"), RULES) == said("pus")
    kept = remember(said("redness"), said("redness+fading"), RULES)
    assert kept == said("redness+fading")
    assert len(remember(said("pus " * 40), (), RULES)) <= 40


def test_a_worse_sign_of_before_does_not_silence_a_milder_one_of_the_same_kind() -> None:
    alert = assess(said("swelling"), RULES, (0.0, 48.0), TREATED, earlier=said("pain+severe"))
    assert alert is not None


def test_an_alert_survives_its_slot() -> None:
    alert = assess(said("pus fever"), RULES)
    assert alert is not None and Alert.from_json(alert.to_json()) == alert


def test_urgency_follows_the_order_of_levels() -> None:
    assert [urgency(name) for name in LEVELS] == [4, 3, 2, 1] and urgency(None) == 0


NAMES = sorted(RULES.symptoms)
SYMPTOMS = st.builds(
    lambda name, details: Symptom(name, "present", details=frozenset(details) & RULES.symptoms[name].details),
    st.sampled_from(NAMES),
    st.sets(st.sampled_from(sorted({d for s in RULES.symptoms.values() for d in s.details}))),
)
HOURS = st.one_of(st.just(UNKNOWN_TIME), st.tuples(st.floats(0, 500), st.floats(0, 500)).map(lambda t: (min(t), max(t))))
CONTEXTS = st.builds(Context, st.sampled_from([None, True, False]), st.booleans(), st.booleans())


@settings(max_examples=100, deadline=None)
@given(st.lists(SYMPTOMS, max_size=4), SYMPTOMS, HOURS, CONTEXTS)
def test_adding_a_symptom_never_lowers_the_level(
    symptoms: list[Symptom], another: Symptom, hours: Hours, context: Context
) -> None:
    before = assess(symptoms, RULES, hours, context)
    after = assess([*symptoms, another], RULES, hours, context)
    assert urgency(after.level if after else None) >= urgency(before.level if before else None)


@settings(max_examples=100, deadline=None)
@given(st.lists(SYMPTOMS, min_size=1, max_size=4), st.lists(SYMPTOMS, max_size=3), HOURS, CONTEXTS)
def test_an_earlier_symptom_never_lowers_the_level(
    symptoms: list[Symptom], earlier: list[Symptom], hours: Hours, context: Context
) -> None:
    alone = assess(symptoms, RULES, hours, context)
    together = assess(symptoms, RULES, hours, context, earlier)
    assert urgency(together.level if together else None) >= urgency(alone.level if alone else None)


@settings(max_examples=100, deadline=None)
@given(st.lists(SYMPTOMS, max_size=4), HOURS)
def test_an_unknown_time_never_hides_an_urgent_sign(symptoms: list[Symptom], hours: Hours) -> None:
    known = assess(symptoms, RULES, hours, TREATED)
    unknown = assess(symptoms, RULES, UNKNOWN_TIME, TREATED)
    if known and urgency(known.level) >= urgency("same_day"):
        assert unknown is not None and urgency(unknown.level) >= urgency(known.level)


@settings(max_examples=50, deadline=None)
@given(st.permutations(NAMES), st.sampled_from(["absent", "past", "family", "hypothetical"]))
def test_what_is_not_so_now_raises_nothing(names: list[str], assertion: str) -> None:
    symptoms = [
        Symptom(name, assertion)  # type: ignore[arg-type]
        for name in names[:6]
        if assertion not in RULES.symptoms[name].counts
    ]
    assert assess(symptoms, RULES, context=TREATED) is None
