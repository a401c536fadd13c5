"""What is turned away as another field, and what never is."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.memory import Memory
from bot.dialogue.plan import Plan
from bot.dialogue.planner import Planner, make_planner
from bot.dialogue.render import Renderer
from bot.dialogue.turn import Ranking, Turn
from bot.knowledge.content import load_knowledge
from bot.moment import Moment

NOW = datetime(2026, 11, 23, 15, tzinfo=ZoneInfo("Asia/Karachi"))
FRESH = Memory()
TREATED = Memory(treated=Moment.at(NOW - timedelta(hours=30)), topics=("activity:swimming_pool",))
PLANNED = Memory(treated=Moment.at(NOW + timedelta(days=3)), planned=True)
FOREIGN: Ranking = (("out_of_scope", 0.85), ("greet", 0.02))
DOUBTLESS: Ranking = (("out_of_scope", 0.97), ("greet", 0.02))


@pytest.fixture(scope="module")
def planner() -> Planner:
    return make_planner()


def plan(planner: Planner, text: str, ranking: Ranking, memory: Memory = FRESH) -> Plan:
    return planner.plan(Turn(text, NOW, ranking=ranking, memory=memory))


@pytest.mark.parametrize(
    "text",
    [
        "how do i get dry paint out of a roller",
        "my father takes his pressure pill at night, is morning better",
        "which comb for nits, lice are going around in her class",
        "my knee clicks on the stairs, no pain. is it arthritis",
        "stopped isotretinoin in spring, is it ok to get pregnant now",
        "ten days after my hair transplant, can i go swimming",
        "terrified of needles and the vaccine is on monday, can they do it without pain",
        "remind me to give my mother her heart tablet",
    ],
)
def test_what_is_about_something_else_is_refused(planner: Planner, text: str) -> None:
    assert plan(planner, text, FOREIGN).intent == "out_of_scope"


def test_a_condition_that_is_told_is_never_taken_for_another_field(planner: Planner) -> None:
    made = plan(planner, "oh and i take ascard since my stent", FOREIGN)
    assert ("condition", "C25") in [(act.kind, act.id) for act in made.acts]


def test_needling_named_beyond_doubt_needs_more_to_be_refused(planner: Planner) -> None:
    text = "needled on saturday at 9 am. the barber wants to trim with scissors, is that ok"
    assert [act.id for act in plan(planner, text, FOREIGN).of("timing")] == ["haircut"]


def test_a_time_in_another_field_is_no_answer_to_the_question_for_the_treatment(planner: Planner) -> None:
    waiting = Memory(pending=("swimming_pool",), topics=("activity:swimming_pool",))
    made = plan(planner, "who won the match yesterday", DOUBTLESS, waiting)
    assert made.intent == "out_of_scope"
    assert made.memory.treated is None


def test_a_time_in_another_field_does_not_ask_the_last_question_again(planner: Planner) -> None:
    assert plan(planner, "what is the gold price today", DOUBTLESS, TREATED).intent == "out_of_scope"


def test_a_refusal_is_no_miss(planner: Planner) -> None:
    made = plan(planner, "write me a poem about rain", FOREIGN, Memory(misses=1))
    assert (made.intent, made.memory.misses) == ("out_of_scope", 1)


def test_the_day_of_an_appointment_with_a_doctor_is_no_treatment_time(planner: Planner) -> None:
    made = plan(planner, "i want an appointment with a skin doctor in karachi, saturday", (("book", 0.95),))
    assert (made.intent, made.memory.treated) == ("book", None)


@pytest.mark.parametrize("text", ["any slot with a hair doctor in lahore", "ok book in multan, i will travel there"])
def test_a_booking_is_heard_without_the_classifier(planner: Planner, text: str) -> None:
    assert plan(planner, text, (("greet", 0.1),)).intent == "book"


def test_a_relatives_illness_beside_ones_own_question_is_left_there(planner: Planner) -> None:
    made = plan(planner, "my uncle has a stent. what does a session cost for me", (("question/price_session", 0.6),))
    assert [(act.kind, act.id) for act in made.acts] == [("answer", "price_session")]


def test_a_relatives_keloids_are_not(planner: Planner) -> None:
    made = plan(planner, "my mother has keloids. what does a session cost for me", (("question/price_session", 0.6),))
    assert ("condition", "C19") in [(act.kind, act.id) for act in made.acts]


def test_a_childs_fever_is_no_sign_of_the_writers_own_session(planner: Planner) -> None:
    text = "my son has fever and sneezed on my head, my needling was this morning. can i rinse with plain water"
    assert plan(planner, text, (("ask_timing", 0.9),)).intent == "timing"


@pytest.mark.parametrize("text", ["my son has fever since he used my roller after my session", "my wife has fever since her needling"])
def test_a_relative_who_was_needled_is_a_patient(planner: Planner, text: str) -> None:
    assert plan(planner, text, (("symptom", 0.9),)).intent == "red_flag"


def test_the_evening_before_a_planned_session_is_too_close_for_alcohol(planner: Planner) -> None:
    made = plan(planner, "can i have a beer the night before", (("ask_timing", 0.9),), PLANNED)
    assert [message.verdict for message in Renderer(load_knowledge()).timings(made)] == ["wait"]


def test_a_session_that_is_moved_moves_the_waits(planner: Planner) -> None:
    made = plan(planner, "they moved me, its on saturday at 9 am now. so swim when", (("ask_timing", 0.6),), PLANNED)
    assert made.memory.treated is not None
    assert f"{made.memory.treated.earliest:%A %H}" == "Saturday 09"


def test_what_needs_no_time_is_said_before_the_time_is_asked(planner: Planner) -> None:
    made = plan(planner, "can i walk to the office and swim in the pool, i did microneedling", (("ask_timing", 0.9),))
    kinds = [message.kind for message in Renderer(load_knowledge()).timings(made)]
    assert kinds == ["timing", "ask_treatment_time"]


def test_a_friends_luck_changes_no_wait(planner: Planner) -> None:
    made = plan(planner, "my cousin went after one day and nothing happened", (("greet", 0.1),), TREATED)
    assert [act.id for act in made.of("timing")] == ["swimming_pool"]


def test_a_medicine_that_was_only_supposed_may_turn_out_to_be_taken(planner: Planner) -> None:
    asked = plan(planner, "if i start roaccutane next month can i go on with needling", (("state_condition", 0.6),))
    told = plan(planner, "honestly i already started it", (("greet", 0.1),), asked.memory)
    assert {finding.concept: finding.assertion for finding in told.memory.findings} == {"C22": "present"}


def test_an_illness_that_is_on_no_list_gets_the_dermatologist(planner: Planner) -> None:
    made = plan(planner, "he has asthma since childhood, can he get needling", (("state_condition", 0.9),))
    message, verdict = Renderer(load_knowledge()).screening(made)
    assert (message.kind, verdict) == ("handoff", "")


def test_dos_and_donts_are_answered_before_the_session_is_known(planner: Planner) -> None:
    made = plan(planner, "dos and donts please", (("recovery_plan", 0.6),))
    assert [act.id for act in made.acts] == ["first_two_days"]
    assert replace(made, acts=()).memory.topics[0] == "answer:first_two_days"
