"""When a patient would like to come."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.booking.clinic import Clinic, Provider, WorkingPlan
from bot.booking.opening import Opening
from bot.booking.wish import Wish, read_wish

KARACHI = ZoneInfo("Asia/Karachi")
NOW = datetime(2026, 11, 23, 20, tzinfo=KARACHI)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("some evening next week", Wish(date(2026, 11, 30), date(2026, 12, 6), (), "evening")),
        ("kal subah", Wish(date(2026, 11, 24), date(2026, 11, 24), (), "morning")),
        ("tomorrow after work", Wish(date(2026, 11, 24), date(2026, 11, 24), (), "evening")),
        ("Friday or Saturday", Wish(weekdays=(4, 5))),
        ("on the weekend", Wish(weekdays=(5, 6))),
        ("aaj", Wish(date(2026, 11, 23), date(2026, 11, 23))),
        ("parson dopahar", Wish(date(2026, 11, 25), date(2026, 11, 25), (), "afternoon")),
        ("this week", Wish(date(2026, 11, 23), date(2026, 11, 29))),
        ("whenever", Wish()),
    ],
)
def test_a_wish_is_read(text, wish):
    assert read_wish(text, NOW) == wish


@pytest.mark.parametrize(
    ("hour", "part", "fits"),
    [
        (9, "morning", True),
        (12, "morning", False),
        (12, "afternoon", True),
        (17, "evening", True),
        (16, "evening", False),
    ],
)
def test_parts_of_the_day_are_on_the_clinics_clock(hour, part, fits):
    clinic = Clinic("c", "C", "lahore", "Asia/Karachi")
    start = datetime(2026, 11, 24, hour, tzinfo=KARACHI).astimezone(ZoneInfo("UTC"))
    opening = Opening(clinic, Provider("p", "P", WorkingPlan()), start, start + timedelta(minutes=30))
    assert Wish(part=part).fits(opening) is fits


@pytest.mark.parametrize("text", ["tomorrow evening", "monday or tuesday", "next week", "nothing of the kind"])
def test_a_wish_survives_its_json(text: str) -> None:
    wish = read_wish(text, NOW)
    assert Wish.from_json(wish.to_json()) == wish
