"""What one message makes of those before it: corrections, additions and danger signs over several turns."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.memory import Memory
from bot.dialogue.plan import Plan
from bot.dialogue.planner import Planner, make_planner
from bot.dialogue.render import Renderer
from bot.dialogue.turn import Turn
from bot.knowledge.content import load_knowledge
from bot.moment import Moment

FRESH = Memory()
NOW = datetime(2026, 11, 23, 15, tzinfo=ZoneInfo("Asia/Karachi"))
TWO_DAYS_AGO = Memory(treated=Moment.at(NOW - timedelta(hours=50)))


@pytest.fixture(scope="module")
def planner() -> Planner:
    return make_planner()


def talk(planner: Planner, *turns: tuple[str, str], memory: Memory = FRESH) -> Plan:
    """The plan of the last of these messages, each with the classifier's label for it."""
    made = Plan("nothing", memory=memory)
    for text, label in turns:
        made = planner.plan(Turn(text, NOW, ranking=((label, 0.9), ("greet", 0.02)), memory=made.memory))
        if made.of("condition"):
            verdict = Renderer(load_knowledge()).screening(made)[1]
            made = replace(made, memory=replace(made.memory, outcome=verdict))
    return made


def findings(made: Plan) -> dict[str, str]:
    return {finding.concept: finding.assertion for finding in made.memory.findings}


def verdicts(made: Plan) -> list[str | None]:
    return [message.verdict for message in Renderer(load_knowledge()).timings(made)]


def test_a_negative_test_takes_a_possible_pregnancy_back_and_the_outcome_is_told_again(planner: Planner) -> None:
    made = talk(
        planner,
        ("missed my period so maybe pregnant, wanted microneedling soon", "state_condition"),
        ("clinic tested me, result negative, so im not pregnant", "out_of_scope"),
    )
    assert made.intent == "condition"
    assert findings(made) == {"C44": "absent"}


def test_at_home_is_weighed_anew_with_what_was_told_before(planner: Planner) -> None:
    made = talk(
        planner,
        ("i take eliquis since last year", "state_condition"),
        ("and how does it work", "question/how_it_works"),
        ("fine, can i just do the needling at home then", "question/home_ok"),
    )
    assert made.intent == "condition"
    assert Renderer(load_knowledge()).screening(made)[1] == "do_not"


def test_another_question_after_a_screening_is_answered_as_itself(planner: Planner) -> None:
    made = talk(planner, ("i take eliquis", "state_condition"), ("how often can i do needling", "question/how_often"))
    assert [(act.kind, act.id) for act in made.acts] == [("answer", "how_often")]


def test_a_corrected_end_of_a_medicine_is_no_treatment_time(planner: Planner) -> None:
    made = talk(
        planner,
        ("was on roaccutane, ended it over a year ago, can i get needling", "state_condition"),
        ("sorry checked again, stopped it 6 weeks ago", "inform_time"),
    )
    assert made.memory.treated is None
    (past,) = made.memory.findings
    assert past.when is not None and (NOW - past.when.latest).days < 45
    assert made.findings[0]["concept"] == "C22"


def test_a_medicine_that_ended_after_all_is_past_with_its_time(planner: Planner) -> None:
    made = talk(
        planner,
        ("i am taking accutane these days, can i get needling", "state_condition"),
        ("my bad, i finished the capsules 9 months ago", "inform_time"),
    )
    assert findings(made) == {"C22": "past"}
    assert made.memory.treated is None


def test_tablets_that_were_stopped_end_no_disease(planner: Planner) -> None:
    made = talk(
        planner,
        ("i have diabetes, can i get needling", "state_condition"),
        ("i stopped the tablets 2 months ago", "inform_time"),
    )
    assert findings(made)["C31"] == "present"


@pytest.mark.parametrize("text", ["why so long", "but why that strict?", "why is it so late"])
def test_why_without_a_subject_is_about_the_last_answer(planner: Planner, text: str) -> None:
    made = talk(planner, ("can i swim", "ask_timing"), (text, "question/why_special_care"), memory=TWO_DAYS_AGO)
    assert [(act.kind, act.id, act.options.get("part")) for act in made.acts] == [("timing", "swimming_pool", "why")]


@pytest.mark.parametrize(
    ("told", "verdict"),
    [("they used 2 mm on me", "wait"), ("they also injected prp. still ok for the gym?", "wait"),
     ("forgot to say prp was done as well", "wait"), ("it was set to 0.5 mm", "clear")],
)
def test_what_lengthens_a_wait_is_taken_in_afterwards(planner: Planner, told: str, verdict: str) -> None:
    made = talk(planner, ("gym today?", "ask_timing"), (told, "question/best_length"), memory=TWO_DAYS_AGO)
    assert verdicts(made) == [verdict]


def test_a_question_about_a_length_says_nothing_of_the_session(planner: Planner) -> None:
    made = talk(planner, ("is 1.5 mm better than 0.5 mm?", "question/best_length"), memory=TWO_DAYS_AGO)
    assert "deep_needles" not in made.memory.modifiers


def test_nothing_is_cleared_after_a_danger_sign_until_it_is_taken_back(planner: Planner) -> None:
    signs = (("gym today?", "ask_timing"), ("thick yellow pus from three spots", "symptom"))
    assert verdicts(talk(planner, *signs, ("so gym is ok?", "ask_timing"), memory=TWO_DAYS_AGO)) == ["ask_dermatologist"]
    denied = talk(planner, *signs, ("there is no pus, it was gel", "deny"), ("gym?", "ask_timing"), memory=TWO_DAYS_AGO)
    assert verdicts(denied) == ["clear"]


@pytest.mark.parametrize("text", ["what if i get diabetes", "my uncle has diabetes"])
def test_anothers_or_a_supposed_diabetes_leaves_ones_own_unknown(planner: Planner, text: str) -> None:
    assert "diabetes" not in talk(planner, (text, "state_condition")).memory.modifiers


def test_cigarettes_asked_about_after_a_treatment_are_no_told_habit(planner: Planner) -> None:
    made = talk(planner, ("gym?", "ask_timing"), ("and cigarettes", "ask_timing"), memory=TWO_DAYS_AGO)
    assert [(act.kind, act.id) for act in made.acts] == [("timing", "smoking")]


def test_a_sign_to_book_for_comes_with_what_stands_against_the_treatment(planner: Planner) -> None:
    made = talk(planner, ("a new smooth bald patch, coin size, is microneedling ok for it", "state_condition"))
    assert made.intent == "sign_and_condition"
    assert [act.kind for act in made.acts] == ["flag", "condition"]


@pytest.mark.parametrize("text", ["and if i go anyway for 5 minutes", "what if we go on friday instead", "just for ten min?"])
def test_haggling_asks_the_last_question_anew(planner: Planner, text: str) -> None:
    made = talk(planner, ("sauna tonight?", "ask_timing"), (text, "reschedule"), memory=TWO_DAYS_AGO)
    assert [(act.kind, act.id) for act in made.acts] == [("timing", "sauna")]


def test_a_date_that_was_looked_up_corrects_the_treatment(planner: Planner) -> None:
    made = talk(planner, ("razor?", "ask_timing"), ("found the receipt: 20 November", "inform_time"), memory=TWO_DAYS_AGO)
    assert made.memory.treated is not None and made.memory.treated.latest.day == 20


def test_what_was_told_of_a_relative_stays_theirs_once_the_writer_asks_for_themselves(planner: Planner) -> None:
    made = talk(
        planner,
        ("asking for my wife, she is breastfeeding, can she get it", "state_condition"),
        ("and for me? healthy man", "start_screening"),
    )
    assert findings(made)["C45"] == "family"


def test_a_qualifier_told_afterwards_counts_for_the_condition_just_spoken_of(planner: Planner) -> None:
    made = talk(
        planner,
        ("i have vitiligo on my hands, stable. can i get needling", "state_condition"),
        ("honestly its spreading, new spots came", "symptom"),
    )
    assert Renderer(load_knowledge()).screening(made)[1] == "do_not"


def test_an_answer_after_a_product_is_named_with_the_treatment_is_about_time(planner: Planner) -> None:
    made = talk(planner, ("can i put minoxidil on after microneedling", "question/oral_minoxidil"))
    assert [(act.kind, act.id) for act in made.acts] == [("timing", "minoxidil")]


@pytest.mark.parametrize("text", ["i washed my hair this morning", "sat in the sauna by mistake", "i already went to the gym"])
def test_what_was_done_already_gets_its_advice(planner: Planner, text: str) -> None:
    made = talk(planner, (text, "question/broke_rule"), memory=TWO_DAYS_AGO)
    assert [act.options.get("already") for act in made.acts] == [True]


def test_an_irritated_scalp_after_a_treatment_is_triage_and_no_contraindication(planner: Planner) -> None:
    made = talk(planner, ("put tonic on 2 hours after rolling and my scalp is stinging", "question/soothe"))
    assert not made.of("condition")


def test_the_questions_go_on_when_asked_to(planner: Planner) -> None:
    turn = Turn("ok go on with them", NOW, (("stop", 0.7),), form="screening_form", requested="screening_skin")
    assert planner.plan(turn).intent == "noted"


def test_an_age_alone_is_no_condition(planner: Planner) -> None:
    made = talk(planner, ("34 M here, will needling bring my hair back", "question/does_it_work"))
    assert [(act.kind, act.id) for act in made.acts] == [("answer", "does_it_work")]


def test_what_was_urgent_stays_so_when_it_is_played_down(planner: Planner) -> None:
    made = talk(
        planner,
        ("i used my flatmates derma roller on my scalp yesterday", "symptom"),
        ("she is healthy so nothing to fear", "smalltalk"),
    )
    assert made.intent == "red_flag"
    message = Renderer(load_knowledge()).flags(made)[0]
    assert message.level == "same_day" and "today" in message.text


def test_the_same_day_keeps_the_day_that_was_asked_about(planner: Planner) -> None:
    made = talk(
        planner, ("can i go running on friday", "ask_timing"), ("steam bath the same day?", "ask_timing"), memory=TWO_DAYS_AGO
    )
    assert made.memory.target is not None and made.memory.target.earliest.date() == (NOW + timedelta(days=4)).date()


@pytest.mark.parametrize("text", ["34 male", "im 27", "41 f lahore"])
def test_an_age_alone_begins_the_check_with_the_age_filled_in(planner: Planner, text: str) -> None:
    made = talk(planner, (text, "question/female_doctor"))
    assert made.intent == "start_screening" and "screening_age" in made.slots


def test_who_asks_to_be_checked_and_tells_an_age_is_checked(planner: Planner) -> None:
    assert talk(planner, ("please check me for needling, 33 m", "start_screening")).intent == "start_screening"


@pytest.mark.parametrize(
    "text",
    [
        "my 7 yr old has a fever, i got mine done on sunday. can i wash my hair",
        "the office girl is 5 months pregnant. needling was on sunday, can i dye my hair",
    ],
)
def test_what_somebody_beside_has_is_no_answer_to_ones_own_time(planner: Planner, text: str) -> None:
    made = talk(planner, (text, "ask_timing"))
    assert made.intent == "timing" and made.memory.was_treated


def test_a_visit_is_cancelled_whatever_the_reason(planner: Planner) -> None:
    made = talk(planner, ("need to cancel my monday appointment, my niece is down with typhoid", "question/not_today"))
    assert made.intent == "cancel_booking"


def test_a_comparison_with_a_transplant_tells_of_none(planner: Planner) -> None:
    made = talk(planner, ("transplant or this, wife wants the cheap one", "question/transplant"))
    assert made.intent == "question" and made.acts[0].id == "transplant"


def test_a_city_changed_after_the_opening_is_taken(planner: Planner) -> None:
    slots = {"booking_city": "lahore", "booking_opening": "x", "booking_name": "Sample Patient"}
    turn = Turn(
        "sorry make it karachi", NOW, ranking=(("reschedule", 0.9),), form="booking_form", requested="booking_phone", slots=slots
    )
    assert planner.plan(turn).slots == {"booking_city": "karachi"}
