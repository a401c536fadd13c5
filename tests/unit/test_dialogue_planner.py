"""The order of decisions, without Rasa: a turn in, a plan out."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.memory import Memory
from bot.dialogue.plan import Plan
from bot.dialogue.planner import Planner, make_planner
from bot.dialogue.turn import Turn
from bot.knowledge.screening import load_groups
from bot.moment import Moment

NOW = datetime(2026, 11, 23, 15, tzinfo=ZoneInfo("Asia/Karachi"))
TREATED = Memory(treated=Moment.at(NOW - timedelta(hours=30)))


@pytest.fixture(scope="module")
def planner() -> Planner:
    return make_planner()


def plan(planner: Planner, text: str, label: str = "ask_timing", **turn: object) -> Plan:
    return planner.plan(Turn(text, NOW, ranking=((label, 0.9), ("greet", 0.02)), **turn))  # type: ignore[arg-type]


def acts(made: Plan) -> list[tuple[str, str]]:
    return [(act.kind, act.id) for act in made.acts]


def test_a_danger_sign_outranks_an_open_form(planner: Planner) -> None:
    made = plan(planner, "no, but pus is coming out", "deny", form="screening_form", requested="screening_skin")
    assert made.intent == "red_flag"
    assert "screening_skin" not in made.slots


def test_a_danger_sign_outranks_a_sure_topic(planner: Planner) -> None:
    assert plan(planner, "i cannot breathe, does it hurt", "question/does_it_hurt").intent == "red_flag"


def test_an_activity_without_a_time_waits_for_it(planner: Planner) -> None:
    made = plan(planner, "can i swim today?")
    assert (made.intent, acts(made)) == ("timing", [("timing", "swimming_pool")])
    assert made.memory.pending == ("swimming_pool",)


def test_the_time_answers_the_pending_activity(planner: Planner) -> None:
    made = plan(planner, "yesterday evening", "inform_time", memory=Memory(pending=("swimming_pool",)))
    assert acts(made) == [("timing", "swimming_pool")]
    assert made.memory.treated is not None
    assert made.memory.treated.latest.hour == 23


def test_a_named_activity_is_enough_once_the_time_is_known(planner: Planner) -> None:
    assert acts(plan(planner, "and sauna?", "question/why_no_heat", memory=TREATED)) == [("timing", "sauna")]


def test_contraindication_comes_before_timing(planner: Planner) -> None:
    made = plan(planner, "i take warfarin, can i swim?", memory=TREATED)
    assert made.intent == "several"
    assert [kind for kind, _ in acts(made)] == ["condition", "timing"]


def test_another_field_is_left_alone(planner: Planner) -> None:
    made = plan(planner, "when can i exercise after a tummy tuck", "out_of_scope")
    assert made.intent == "out_of_scope"


def test_the_second_miss_in_a_row_offers_a_person(planner: Planner) -> None:
    first = planner.plan(Turn("blah blub foo", NOW, ranking=(("greet", 0.01),), similarity=0.1))
    second = planner.plan(Turn("foo blub blah", NOW, ranking=(("greet", 0.01),), similarity=0.1, memory=first.memory))
    assert (first.intent, second.intent) == ("out_of_scope", "two_misses")


def test_a_minor_gets_neither_hours_nor_technique(planner: Planner) -> None:
    made = plan(planner, "im 16, can i swim today")
    assert ("condition", "C46") in acts(made)
    assert not made.of("timing")


def test_after_an_emergency_nothing_is_sold(planner: Planner) -> None:
    memory = replace(Memory(), alert="emergency", topics=("flag:R01",))
    assert plan(planner, "ok calling them", "help", memory=memory).intent == "red_flag"


def test_signs_that_are_denied_are_no_danger(planner: Planner) -> None:
    assert plan(planner, "no fever, no pus", "symptom", memory=TREATED).intent == "question"


@pytest.mark.parametrize("text", ["", "   ", "!!!", "😀"])
def test_a_message_without_words_gets_a_kind_reply(planner: Planner, text: str) -> None:
    assert plan(planner, text).intent == "empty"


def test_a_pressed_day_counts_to_its_end_but_never_after_now(planner: Planner) -> None:
    memory = Memory(pending=("sauna",))
    today = planner.plan(Turn("", NOW, choice="treated:today", memory=memory)).memory.treated
    yesterday = planner.plan(Turn("", NOW, choice="treated:yesterday", memory=memory)).memory.treated
    assert today is not None
    assert yesterday is not None
    assert today.latest == NOW
    assert (yesterday.latest.day, yesterday.latest.hour) == (22, 23)


def test_an_unknown_answer_to_a_modifier_lengthens_the_wait(planner: Planner) -> None:
    made = planner.plan(Turn("", NOW, choice="modifier:deep_needles:not_sure", memory=TREATED.about("activity:sauna")))
    assert made.memory.modifiers["deep_needles"] is True


def test_a_relatives_condition_that_is_denied_for_oneself_is_kept_as_the_relatives(planner: Planner) -> None:
    made = plan(planner, "my father gets keloids, not me. can i do it", "state_condition")
    assert [(f.concept, f.assertion) for f in made.memory.findings] == [("C19", "family")]


def test_a_wish_is_no_new_time_for_the_last_question(planner: Planner) -> None:
    asked = TREATED.about("activity:sauna")
    assert plan(planner, "ok now forget me, delete all my data", "forget_me", memory=asked).intent == "forget_me"


def test_a_surely_foreign_message_sets_no_treatment_time(planner: Planner) -> None:
    made = plan(planner, "my parcel is stuck since 10 days", "out_of_scope")
    assert made.intent == "out_of_scope"
    assert made.memory.treated is None


QUESTIONS = [
    *(("screening_form", group.slot) for group in load_groups().values()),
    *(("booking_form", f"booking_{name}") for name in ("city", "opening", "name", "phone", "consent")),
    *(("lookup_form", f"lookup_{name}") for name in ("reference", "phone")),
]
SIGNS = [
    "i am 30 and my lips are swelling, i cannot breathe",
    "no, but there is pus and fever since 2 days",
    "yes. lahore. redness is spreading to my forehead",
    "0300 1234567 my vision went blurry after the injection",
    "i take warfarin and the bleeding is not stopping",
]


@pytest.mark.parametrize(
    ("form", "requested", "label"),
    [("booking_form", "booking_city", "book"), ("screening_form", "screening_age", "start_screening")],
)
def test_a_form_is_not_started_inside_itself(planner: Planner, form: str, requested: str, label: str) -> None:
    """Rasa would run its rule again and again until it gives up."""
    assert plan(planner, "ok carry on with it now", label, form=form, requested=requested).intent == "noted"


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize(("form", "requested"), QUESTIONS)
def test_a_danger_sign_is_told_at_any_question_and_fills_nothing(
    planner: Planner, form: str, requested: str, sign: str
) -> None:
    made = plan(planner, sign, "deny", form=form, requested=requested)
    assert made.intent == "red_flag"
    assert not made.slots, "a filled slot lets the form go on in place of the warning"
