"""The recovery plan, its card and its calendar file."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.aftercare.calendar import make_calendar
from bot.aftercare.plan import make_plan
from bot.aftercare.verdict import judge
from bot.knowledge.windows import load_windows
from bot.moment import Moment
from bot.replies.recovery import plan_message

WINDOWS = load_windows()
NOW = datetime(2026, 11, 25, 15, 20, tzinfo=ZoneInfo("Asia/Karachi"))
TREATED = Moment.at(NOW - timedelta(hours=30))


def test_the_steps_lie_in_order_and_you_are_between_what_has_passed_and_what_has_not() -> None:
    plan = make_plan(WINDOWS.values(), TREATED, NOW)
    assert [step.hours for step in plan.steps] == sorted({step.hours for step in plan.steps})
    assert [step.passed for step in plan.steps] == [True] * plan.here + [False] * (len(plan.steps) - plan.here)
    assert plan.here == 2


def test_each_step_is_the_clear_moment_of_its_windows() -> None:
    for step in make_plan(WINDOWS.values(), TREATED, NOW, {"prp": True}).steps:
        for window in step.windows:
            assert judge(window, TREATED, None, NOW, {"prp": True}).clear_at == step.at


def test_a_scalp_that_is_not_calm_passes_no_later_step() -> None:
    plan = make_plan(WINDOWS.values(), Moment.at(NOW - timedelta(days=40)), NOW, {"not_calm": True})
    assert {step.passed for step in plan.steps if step.hours} == {False}


def test_a_planned_session_has_a_plan_with_nothing_passed() -> None:
    plan = make_plan(WINDOWS.values(), Moment.at(NOW + timedelta(days=3)), NOW)
    assert plan.here == 0 and all(step.at is None or step.at > NOW for step in plan.steps)


def test_the_clinics_stricter_hours_move_a_step() -> None:
    plan = make_plan([WINDOWS["swimming_pool"]], TREATED, NOW, clinic_hours={"swimming_pool": 120})
    assert plan.steps[0].at == TREATED.latest + timedelta(hours=120)


def test_the_card_is_a_timeline_with_every_waiting_window() -> None:
    message = plan_message(make_plan(WINDOWS.values(), TREATED, NOW), calendar="/chat/calendar/x.ics")
    card = message.to_json()["card"]
    assert card["type"] == "timeline" and card["calendar_url"] == "/chat/calendar/x.ics"
    assert [step["passed"] for step in card["steps"]].count(True) == 2
    shown = {topic for step in card["steps"] for topic in step["topics"]}
    assert shown == {window.id for window in WINDOWS.values() if window.rule not in ("never", "clinic_only")}
    assert {"T01", "T05", "T11", "T19"} <= set(message.evidence)


@pytest.mark.parametrize("zone", ["Asia/Karachi", "Europe/London", "America/New_York"])
def test_the_calendar_file_holds_the_same_instants_in_any_zone(zone: str) -> None:
    now = datetime(2026, 10, 24, 18, 0, tzinfo=ZoneInfo(zone))
    plan = make_plan(WINDOWS.values(), Moment.at(now), now)
    data = make_calendar(plan, "Recovery", "Least wait over: {labels}", "Only if calm.", "key")
    events = list(Calendar.from_ical(data).walk("VEVENT"))
    assert [event.decoded("dtstart") for event in events] == [step.at for step in plan.steps if step.at]
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert b"\r\n" in data and all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data == make_calendar(plan, "Recovery", "Least wait over: {labels}", "Only if calm.", "key")
