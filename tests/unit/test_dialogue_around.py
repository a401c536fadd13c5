"""Times told by their place around a session that lies ahead."""
from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.around import around
from bot.moment import Moment

SESSION = Moment.at(datetime(2026, 11, 30, 11, tzinfo=ZoneInfo("Asia/Karachi")))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("can i have a beer the night before", "2026-11-29 18:00", "2026-11-29 23:59"),
        ("dye my hair the day before?", "2026-11-29 00:00", "2026-11-29 23:59"),
        ("minoxidil that morning", "2026-11-30 00:00", "2026-11-30 10:59"),
        ("foam before going?", "2026-11-30 00:00", "2026-11-30 10:59"),
        ("when can i restart it", "2026-11-30 11:00", "2026-11-30 11:00"),
        ("gym after the session", "2026-11-30 11:00", "2026-11-30 11:00"),
    ],
)
def test_a_place_around_the_session_is_a_moment(text: str, earliest: str, latest: str) -> None:
    found = around(text, SESSION)
    assert found is not None
    assert [f"{end:%Y-%m-%d %H:%M}" for end in (found.earliest, found.latest)] == [earliest, latest]


@pytest.mark.parametrize("text", ["can i swim", "gym same day as the pool", "i swam before", "is it ok"])
def test_no_place_around_the_session_is_no_moment(text: str) -> None:
    assert around(text, SESSION) is None


def test_a_day_that_is_told_outright_outweighs_after_it() -> None:
    friday = Moment.at(SESSION.earliest + timedelta(days=4))
    assert around("shampoo on friday, after it", SESSION, friday) is None
