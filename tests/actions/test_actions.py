"""The custom actions as the action server runs them, without a server: rasa_sdk's executor and a tracker."""
from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from rasa_sdk.executor import ActionExecutor
from sqlalchemy import create_engine, text

from actions import content
from bot.dialogue.memory import Memory
from bot.dialogue.plan import Act, Plan
from bot.moment import Moment
from bot.screening.finding import Finding

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("Asia/Karachi"))
Answer = dict[str, Any]


@pytest.fixture(scope="module")
def executor() -> ActionExecutor:
    """All actions, registered as the server does it."""
    made = ActionExecutor()
    made.register_package("actions")
    return made


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty database with the sample clinics, and a desk over it."""
    url = f"sqlite:///{tmp_path}/chat.db"
    for name, value in (("DATABASE_URL", url), ("CHAT_VAR", str(tmp_path)), ("CHAT_CLINICS", "sample")):
        monkeypatch.setenv(name, value)
    content.desk.cache_clear()
    yield url
    content.desk().close()
    content.desk.cache_clear()


def run(executor: ActionExecutor, action: str, plan: Plan, **slots: Any) -> Answer:
    """What the server would answer to Rasa's call."""
    said = {"event": "user", "text": "", "metadata": {}, "parse_data": {"plan": plan.to_json()}}
    tracker = {
        "sender_id": "talk-1",
        "slots": {"memory": plan.memory.to_json(), **slots},
        "events": [said],
        **{name: {} for name in ("latest_message", "active_loop")},
        **dict.fromkeys(("paused", "followup_action", "latest_action_name")),
    }
    call = {"next_action": action, "sender_id": "talk-1", "tracker": tracker, "domain": {}}
    answer: Answer = asyncio.run(executor.run(call))
    return answer


def message(answer: Answer) -> Answer:
    """The first contract message."""
    first: Answer = answer["responses"][0]["messages"][0]
    return first


def set_slots(answer: Answer) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in answer["events"] if event["event"] == "slot"}


def stored(url: str) -> int:
    engine = create_engine(url, future=True)
    with engine.connect() as connection:
        number = int(connection.execute(text("SELECT count(*) FROM handoffs")).scalar_one())
    engine.dispose()
    return number


def swim(treated: datetime | None) -> Plan:
    memory = Memory(treated=Moment.at(treated) if treated else None)
    return Plan("timing", (Act("timing", "swimming_pool"),), memory, now=NOW)


@pytest.mark.parametrize(
    ("days", "kind", "verdict"),
    [(1, "timing", "wait"), (30, "timing", "clear"), (None, "ask_treatment_time", None)],
)
def test_an_activity_waits_is_free_or_needs_the_treatment_time(
    executor: ActionExecutor, days: int | None, kind: str, verdict: str | None
) -> None:
    treated = NOW - timedelta(days=days) if days else None
    meta = message(run(executor, "action_check_timing_window", swim(treated)))["meta"]
    assert (meta["kind"], meta["verdict"]) == (kind, verdict)


def test_a_condition_gives_a_verdict_that_is_remembered(executor: ActionExecutor) -> None:
    finding = Finding("C24", "present", "blood thinners")
    plan = Plan("condition", (Act("condition", "C24"),), Memory(findings=(finding,)), {}, (finding.to_json(),), NOW)
    answer = run(executor, "action_check_contraindications", plan)
    meta = message(answer)["meta"]
    assert meta["kind"] == "screening_result"
    assert "C24" in meta["evidence"]
    assert set_slots(answer)["memory"]["outcome"] == meta["verdict"] != "clear"


def test_the_recovery_plan_carries_a_signed_calendar_link(executor: ActionExecutor, database: str) -> None:
    plan = Plan("recovery_plan", memory=Memory(treated=Moment.at(NOW - timedelta(hours=3))), now=NOW)
    assert "/chat/calendar/" in str(message(run(executor, "action_recovery_plan", plan))["card"])


def book(executor: ActionExecutor, consent: str) -> Answer:
    """An opening in Lahore, taken off the card as a patient would, and the form's end."""
    now = datetime.now(timezone.utc)
    asked = run(executor, "action_ask_booking_form_booking_opening", Plan("book", now=now), booking_city="lahore")
    payload = str(message(asked)["buttons"][0]["payload"])
    slots = {"booking_city": "lahore", "booking_opening": payload.partition(":")[2], "booking_name": "Test Person",
             "booking_phone": "+923001234567", "booking_consent": consent}
    plan = Plan("inform", memory=Memory(extra={"booking_key": "k1"}), now=now)
    return run(executor, "action_book", plan, **slots)


def test_the_form_asks_for_a_city_that_has_a_clinic(executor: ActionExecutor, database: str) -> None:
    answer = run(executor, "action_ask_booking_form_booking_city", Plan("book", now=NOW))
    assert "Lahore" in [button["title"] for button in message(answer)["buttons"]]


def test_a_yes_books_once_and_empties_the_form(executor: ActionExecutor, database: str) -> None:
    answer = book(executor, "yes")
    assert stored(database) == 1
    slots = set_slots(answer)
    assert slots["appointment"] in str(message(answer))
    assert slots["booking_phone"] is None


def test_without_consent_nothing_is_stored(executor: ActionExecutor, database: str) -> None:
    answer = book(executor, "no")
    assert stored(database) == 0
    assert set_slots(answer)["booking_name"] is None


def test_a_failing_action_apologises_and_logs_no_word_of_the_patient(
    executor: ActionExecutor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("plum coloured boils")

    monkeypatch.setattr(content.renderer(), "timings", fail, raising=True)
    said = message(run(executor, "action_check_timing_window", swim(None)))
    assert said["meta"]["kind"] == "error"
    assert "ValueError" in caplog.text
    assert "boils" not in caplog.text
