import json
from datetime import datetime, timezone

from bot.dialogue.memory import MAX_FINDINGS, MAX_TOPICS, Memory
from bot.moment import Moment
from bot.screening.finding import Finding
from bot.triage.symptom import Symptom

NOW = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)


def test_a_memory_survives_the_slot():
    memory = Memory(
        treated=Moment.at(NOW, "now"),
        target=Moment.at(NOW),
        modifiers={"prp": True},
        findings=(Finding("C22", "past", "stopped accutane", "P3M", Moment.at(NOW), frozenset({"x"}), "stopped"),),
        symptoms=(Symptom("redness", details=frozenset({"mild"})),),
        topics=("activity:sauna",),
        pending=("sauna",),
        setting="home",
        alert="same_day",
        outcome="do_not",
        misses=1,
        extra={"booking_key": "k"},
    )
    assert Memory.from_json(json.loads(json.dumps(memory.to_json()))) == memory


def test_no_memory_is_a_fresh_one():
    assert Memory.from_json(None) == Memory.from_json({}) == Memory()


def test_the_newest_topics_come_first_and_once():
    memory = Memory().about("activity:sauna").about("answer:pain").about("activity:sauna")
    assert memory.topics == ("activity:sauna", "answer:pain")


def test_the_newest_run_of_one_noun_is_found_behind_others():
    memory = Memory().about("activity:gym").about("activity:sauna", "activity:pool").about("answer:pain")
    assert memory.newest("activity") == ("sauna", "pool", "gym")
    assert memory.newest("condition") == ()


def test_a_long_conversation_does_not_grow_the_slot():
    memory = Memory(findings=tuple(Finding(f"C{n:02}", "absent") for n in range(100)))
    for n in range(50):
        memory = memory.about(f"answer:{n}")
    assert len(memory.topics) == MAX_TOPICS
    assert len(memory.to_json()["findings"]) == MAX_FINDINGS
