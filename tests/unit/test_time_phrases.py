"""Time phrases as people type them, read for a past treatment and for a planned activity."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.aftercare.phrases import find_times

KARACHI = ZoneInfo("Asia/Karachi")
NOW = datetime(2026, 11, 25, 15, 20, tzinfo=KARACHI)
"""A Wednesday."""


def _day(value: str) -> tuple[str, str]:
    return f"{value} 00:00", f"{value} 23:59"


def _at(value: str) -> tuple[str, str]:
    return value, value


EXACT_AMOUNTS = {
    "3 hrs back": 3,
    "3hrs ago": 3,
    "5h ago": 5,
    "1.5 hours ago": 1.5,
    "one and a half hour ago": 1.5,
    "an hour ago": 1,
    "1 hr 20 mins ago": 4 / 3,
    "48hrs back": 48,
    "exactly 48 hours ago": 48,
    "30mins ago": 0.5,
    "half hour ago": 0.5,
    "quarter of an hour ago": 0.25,
    "thirty six hours ago": 36,
    "forty-eight hours ago": 48,
    "chaar ghante pehle": 4,
    "dedh ghanta pehle": 1.5,
    "dhai ghante pehle": 2.5,
    "adha ghanta pehle": 0.5,
    "10 minute pehle": 1 / 6,
    "12 ghanty pehle": 12,
    "48 ghante ho gaye": 48,
    "36h": 36,
    "an hour and a half back": 1.5,
    "90 mins ago": 1.5,
    "its been 60 hours": 60,
    "it has been 50 hrs": 50,
    "since 30 hours": 30,
    "70 hours since session": 70,
    "6 hrs after dermapen": 6,
    "2 ghantay pehlay": 2,
    "72 hrs passed": 72,
    "20 min ago": 1 / 3,
    "7 hour bfore": 7,
    "5 hours earlier": 5,
    "49 hours done": 49,
    "1 hour back": 1,
    "two hours ago": 2,
    "twenty hours ago": 20,
}
DAYS_BACK = {
    "yesterday": 1,
    "yday": 1,
    "yest": 1,
    "ysterday": 1,
    "yesterdy": 1,
    "yesteday": 1,
    "kal": 1,
    "1 day ago": 1,
    "ek din pehle": 1,
    "a day ago": 1,
    "day before yesterday": 2,
    "day b4 yday": 2,
    "the day before yesterday": 2,
    "parson": 2,
    "parso": 2,
    "2 days ago": 2,
    "2days back": 2,
    "2d ago": 2,
    "two days bak ago": 2,
    "2 din pehlay": 2,
    "do din pehle": 2,
    "2 din ho gaye": 2,
    "its been 2 days": 2,
    "been 3 days": 3,
    "3 days since": 3,
    "teen din pehle": 3,
    "3 roz pehle": 3,
    "aaj se 3 din pehle": 3,
    "tarson": 3,
    "3 days completed": 3,
    "3 din hogaye": 3,
    "4 dayz ago": 4,
    "5 days": 5,
    "a week ago": 7,
    "1 week back": 7,
    "ek hafta pehle": 7,
    "two weeks back": 14,
    "2 haftay pehle": 14,
    "3 wks ago": 21,
    "5 days since needling": 5,
    "its 2 days now": 2,
    "6 din pehly": 6,
    "10 days back": 10,
    "12 days earlier": 12,
    "day before yestrday": 2,
    "since yesterday": 1,
    "its been 6 days since my session": 6,
}
DATES_BACK = {
    "monday": "2026-11-23",
    "on tues": "2026-11-24",
    "last monday": "2026-11-23",
    "last wednesday": "2026-11-18",
    "friday": "2026-11-20",
    "fridy": "2026-11-20",
    "on thrusday": "2026-11-19",
    "sat": "2026-11-21",
    "sunday": "2026-11-22",
    "saturday before last": "2026-11-14",
    "monday last week": "2026-11-16",
    "last week on tuesday": "2026-11-17",
    "last week friday": "2026-11-20",
    "itwar ko": "2026-11-22",
    "pichle jumme ko": "2026-11-20",
    "jumay ko": "2026-11-20",
    "peer ke din": "2026-11-23",
    "mangal ko": "2026-11-24",
    "jumerat ko": "2026-11-19",
    "hafte ko": "2026-11-21",
    "21st november": "2026-11-21",
    "21 nov 2026": "2026-11-21",
    "nov 21": "2026-11-21",
    "nov 21st": "2026-11-21",
    "21-11-2026": "2026-11-21",
    "21.11.2026": "2026-11-21",
    "2026-11-21": "2026-11-21",
    "21/11/2026": "2026-11-21",
    "21/11/26": "2026-11-21",
    "11/21/2026": "2026-11-21",
    "21/11": "2026-11-21",
    "the 21st": "2026-11-21",
    "on 21st": "2026-11-21",
    "21st of november": "2026-11-21",
    "21 tareekh ko": "2026-11-21",
    "friday 20 nov": "2026-11-20",
    "friday the 20th": "2026-11-20",
    "on the 28th": "2026-10-28",
    "on 31st": "2026-10-31",
    "31 oct": "2026-10-31",
    "10 nov ko": "2026-11-10",
    "28 october": "2026-10-28",
    "5 novmber": "2026-11-05",
    "1st nov": "2026-11-01",
    "20 Nov'26": "2026-11-20",
    "tuesday, 24 november": "2026-11-24",
    "yesterday, tuesday": "2026-11-24",
}
EXACT_CLOCKS = {
    "yesterday at 6pm": "2026-11-24 18:00",
    "yday 3 pm": "2026-11-24 15:00",
    "yesterday 14:30": "2026-11-24 14:30",
    "6.30 pm yesterday": "2026-11-24 18:30",
    "yesterday at 6:30 in the evening": "2026-11-24 18:30",
    "half past nine this morning": "2026-11-25 09:30",
    "at midday yesterday": "2026-11-24 12:00",
    "12 noon yesterday": "2026-11-24 12:00",
    "8pm last night": "2026-11-24 20:00",
    "last nite 9pm": "2026-11-24 21:00",
    "23:30 last night": "2026-11-24 23:30",
    "this morning at 9:30": "2026-11-25 09:30",
    "today 10.15am": "2026-11-25 10:15",
    "at 11 this morning": "2026-11-25 11:00",
    "last monday at 3pm": "2026-11-23 15:00",
    "sat 4pm": "2026-11-21 16:00",
    "friday 5 p.m.": "2026-11-20 17:00",
    "20/11/26 4:30pm": "2026-11-20 16:30",
    "on 21/11 at 4pm": "2026-11-21 16:00",
    "november 21st at 5 pm": "2026-11-21 17:00",
    "20th november 2026 3:30 pm": "2026-11-20 15:30",
    "day before yesterday at 4pm": "2026-11-23 16:00",
    "2 days ago at 5 pm": "2026-11-23 17:00",
    "kal subah 10 baje": "2026-11-24 10:00",
    "kal shaam sade 5 baje": "2026-11-24 17:30",
    "kal sham 4": "2026-11-24 16:00",
    "kal raat 10 baje": "2026-11-24 22:00",
    "parson subah 8 baje": "2026-11-23 08:00",
    "aaj subah 9 baje": "2026-11-25 09:00",
    "kal dopahar 1 baje": "2026-11-24 13:00",
    "mangal ko shaam 5 baje": "2026-11-24 17:00",
    "3 pm, yesterday": "2026-11-24 15:00",
    "kal paune 6 baje shaam": "2026-11-24 17:45",
    "kal sawa 6 baje shaam": "2026-11-24 18:15",
    "quarter to 5 yesterday afternoon": "2026-11-24 16:45",
    "25th oct at 3 in the afternoon": "2026-10-25 15:00",
    "tuesday the 24th at noon": "2026-11-24 12:00",
    "today at 00:30": "2026-11-25 00:30",
    "yesterday 7 o'clock evening": "2026-11-24 19:00",
}
SPANS_BACK = {
    "today": ("2026-11-25 00:00", "2026-11-25 15:20"),
    "aaj": ("2026-11-25 00:00", "2026-11-25 15:20"),
    "earlier today": ("2026-11-25 00:00", "2026-11-25 15:20"),
    "this afternoon": ("2026-11-25 12:00", "2026-11-25 15:20"),
    "this morning": ("2026-11-25 06:00", "2026-11-25 12:00"),
    "aaj subha": ("2026-11-25 06:00", "2026-11-25 12:00"),
    "yesterday evening": ("2026-11-24 17:00", "2026-11-24 23:59"),
    "last night": ("2026-11-24 18:00", "2026-11-24 23:59"),
    "kal raat": ("2026-11-24 18:00", "2026-11-24 23:59"),
    "guzashta raat": ("2026-11-24 18:00", "2026-11-24 23:59"),
    "2 nights ago": ("2026-11-23 18:00", "2026-11-23 23:59"),
    "itwar ki shaam": ("2026-11-22 17:00", "2026-11-22 23:59"),
    "2-3 days back": ("2026-11-22 00:00", "2026-11-23 23:59"),
    "2 or 3 days ago": ("2026-11-22 00:00", "2026-11-23 23:59"),
    "between 2 and 3 days ago": ("2026-11-22 00:00", "2026-11-23 23:59"),
    "do teen din pehle": ("2026-11-22 00:00", "2026-11-23 23:59"),
    "3/4 days ago": ("2026-11-21 00:00", "2026-11-22 23:59"),
    "couple of days back": ("2026-11-22 00:00", "2026-11-23 23:59"),
    "a few days ago": ("2026-11-20 00:00", "2026-11-22 23:59"),
    "kuch din pehle": ("2026-11-20 00:00", "2026-11-22 23:59"),
    "a day or two ago": ("2026-11-23 00:00", "2026-11-24 23:59"),
    "an hour or two ago": ("2026-11-25 13:20", "2026-11-25 14:20"),
    "last week": ("2026-11-16 00:00", "2026-11-22 23:59"),
    "pichle hafte": ("2026-11-16 00:00", "2026-11-22 23:59"),
    "last weekend": ("2026-11-21 00:00", "2026-11-22 23:59"),
    "this week": ("2026-11-23 00:00", "2026-11-25 15:20"),
    "either monday or tuesday": ("2026-11-23 00:00", "2026-11-24 23:59"),
    "friday/saturday": ("2026-11-20 00:00", "2026-11-21 23:59"),
    "between thursday and friday": ("2026-11-19 00:00", "2026-11-20 23:59"),
    "kal ya parson": ("2026-11-23 00:00", "2026-11-24 23:59"),
    "between the 17th and 19th": ("2026-11-17 00:00", "2026-11-19 23:59"),
    "14 to 16 november": ("2026-11-14 00:00", "2026-11-16 23:59"),
    "nov 11-13": ("2026-11-11 00:00", "2026-11-13 23:59"),
    "22 or 28 november": ("2026-11-22 00:00", "2026-11-25 15:20"),
    "between 40 and 52 hrs ago": ("2026-11-23 11:20", "2026-11-23 23:20"),
    "24 to 30 hours ago": ("2026-11-24 09:20", "2026-11-24 15:20"),
    "20ish hours ago": ("2026-11-24 17:20", "2026-11-24 21:20"),
    "about 10 hours ago": ("2026-11-25 04:20", "2026-11-25 06:20"),
    "less than 24 hours ago": ("2026-11-24 15:20", "2026-11-25 15:20"),
    "in the last 24 hours": ("2026-11-24 15:20", "2026-11-25 15:20"),
    "just now": ("2026-11-25 15:05", "2026-11-25 15:20"),
    "abhi abhi": ("2026-11-25 15:05", "2026-11-25 15:20"),
    "yesterday at 7": ("2026-11-24 07:00", "2026-11-24 19:00"),
    "around 5pm yesterday": ("2026-11-24 16:30", "2026-11-24 17:30"),
    "between 4 and 6 pm yesterday": ("2026-11-24 16:00", "2026-11-24 18:00"),
    "yesterday from 4 to 5pm": ("2026-11-24 16:00", "2026-11-24 17:00"),
    "friday 6-7pm": ("2026-11-20 18:00", "2026-11-20 19:00"),
    "day 3 today": ("2026-11-22 00:00", "2026-11-23 23:59"),
    "week before last": ("2026-11-09 00:00", "2026-11-15 23:59"),
    "yesterday after 5pm": ("2026-11-24 17:00", "2026-11-24 23:59"),
    "kal 4 baje": ("2026-11-24 04:00", "2026-11-24 16:00"),
    "within the last 2 days": ("2026-11-23 00:00", "2026-11-25 15:20"),
}
TARGETS = {
    "from 3 to 5 december": ("2026-12-03 00:00", "2026-12-05 23:59"),
    "23 to 27 november": ("2026-11-25 15:20", "2026-11-27 23:59"),
    "today": ("2026-11-25 15:20", "2026-11-25 23:59"),
    "tonight": ("2026-11-25 18:00", "2026-11-25 23:59"),
    "2nite at 8": _at("2026-11-25 20:00"),
    "tomorrow": _day("2026-11-26"),
    "tmrw": _day("2026-11-26"),
    "2moro": _day("2026-11-26"),
    "tommorow": _day("2026-11-26"),
    "kal": _day("2026-11-26"),
    "parson": _day("2026-11-27"),
    "day after tomorrow": _day("2026-11-27"),
    "day after tmrw": _day("2026-11-27"),
    "in 3 hours": _at("2026-11-25 18:20"),
    "in half an hour": _at("2026-11-25 15:50"),
    "in 2 days": _day("2026-11-27"),
    "after 3 days": _day("2026-11-28"),
    "3 days later": _day("2026-11-28"),
    "2 din baad": _day("2026-11-27"),
    "ek hafte baad": _day("2026-12-02"),
    "in a week": _day("2026-12-02"),
    "a week from now": _day("2026-12-02"),
    "in 2 to 3 days": ("2026-11-27 00:00", "2026-11-28 23:59"),
    "friday": _day("2026-11-27"),
    "next friday": _day("2026-11-27"),
    "coming saturday": _day("2026-11-28"),
    "this weekend": ("2026-11-28 00:00", "2026-11-29 23:59"),
    "weekend": ("2026-11-28 00:00", "2026-11-29 23:59"),
    "next week": ("2026-11-30 00:00", "2026-12-06 23:59"),
    "agle hafte": ("2026-11-30 00:00", "2026-12-06 23:59"),
    "next week friday": _day("2026-12-04"),
    "agle hafte itwar ko": _day("2026-12-06"),
    "tomorrow morning": ("2026-11-26 06:00", "2026-11-26 12:00"),
    "kal subah": ("2026-11-26 06:00", "2026-11-26 12:00"),
    "aaj raat ko": ("2026-11-25 18:00", "2026-11-25 23:59"),
    "tomorrow at 7": ("2026-11-26 07:00", "2026-11-26 19:00"),
    "tomorrow evening at 7": _at("2026-11-26 19:00"),
    "kal shaam 6 baje": _at("2026-11-26 18:00"),
    "6pm": _at("2026-11-25 18:00"),
    "at 6": _at("2026-11-25 18:00"),
    "after 6pm": ("2026-11-25 18:00", "2026-11-25 23:59"),
    "saturday 4pm": _at("2026-11-28 16:00"),
    "on the 28th": _day("2026-11-28"),
    "28/11": _day("2026-11-28"),
    "1st december": _day("2026-12-01"),
    "5 jan": _day("2027-01-05"),
    "31 december": _day("2026-12-31"),
    "this evening": ("2026-11-25 17:00", "2026-11-25 23:59"),
    "wednesday": ("2026-11-25 15:20", "2026-11-25 23:59"),
    "next month": ("2026-12-01 00:00", "2026-12-31 23:59"),
    "before noon tomorrow": ("2026-11-26 00:00", "2026-11-26 12:00"),
    "now": _at("2026-11-25 15:20"),
}


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KARACHI)


def _treated(phrase: str, now: datetime = NOW) -> tuple[datetime, datetime]:
    found = [mention.treated for mention in find_times(phrase, now) if mention.treated]
    assert len(found) == 1, f"{phrase}: {found}"
    return found[0].earliest, found[0].latest


@pytest.mark.parametrize(("phrase", "hours"), EXACT_AMOUNTS.items())
def test_an_amount_of_hours_is_an_exact_instant(phrase: str, hours: float) -> None:
    earliest, latest = _treated(phrase)
    assert earliest == latest
    assert abs(latest - (NOW - timedelta(hours=hours))) < timedelta(seconds=2)


@pytest.mark.parametrize(("phrase", "days"), DAYS_BACK.items())
def test_an_amount_of_days_is_the_whole_day(phrase: str, days: int) -> None:
    day = (NOW - timedelta(days=days)).date().isoformat()
    assert _treated(phrase) == (_instant(f"{day} 00:00"), _instant(f"{day} 23:59"))


@pytest.mark.parametrize(("phrase", "day"), DATES_BACK.items())
def test_a_weekday_or_date_is_the_nearest_past_one(phrase: str, day: str) -> None:
    assert _treated(phrase) == (_instant(f"{day} 00:00"), _instant(f"{day} 23:59"))


@pytest.mark.parametrize(("phrase", "instant"), EXACT_CLOCKS.items())
def test_a_day_with_a_clock_time_is_exact(phrase: str, instant: str) -> None:
    assert _treated(phrase) == (_instant(instant), _instant(instant))


@pytest.mark.parametrize(("phrase", "ends"), SPANS_BACK.items())
def test_vague_words_give_an_interval(phrase: str, ends: tuple[str, str]) -> None:
    assert _treated(phrase) == (_instant(ends[0]), _instant(ends[1]))


@pytest.mark.parametrize(("phrase", "ends"), TARGETS.items())
def test_a_planned_activity_lies_ahead(phrase: str, ends: tuple[str, str]) -> None:
    found = [mention.target for mention in find_times(phrase, NOW) if mention.target]
    assert len(found) == 1
    assert (found[0].earliest, found[0].latest) == (_instant(ends[0]), _instant(ends[1]))


@pytest.mark.parametrize(
    "phrase", ["30 feb", "31/11", "on 45/12", "25:00", "14:75", "31 june", "yesterday at 26:10", "the 32nd"]
)
def test_a_time_that_does_not_exist_is_said_to_be_impossible(phrase: str) -> None:
    assert any(mention.impossible for mention in find_times(phrase, NOW))


@pytest.mark.parametrize(
    "phrase",
    [
        "in the sun",
        "i have 5 sessions",
        "1.5 mm needles",
        "2 mm",
        "every 2 weeks",
        "for 3 days",
        "i am 34 years old",
        "fever 102",
        "5% minoxidil",
        "call 0300 1234567",
        "may i swim",
        "march of progress",
        "my mouth hurts",
        "2nd session",
        "the 1st and 2nd session",
        "after the 2nd or 3rd one",
        "1 or 2 may be more",
        "4 passes",
        "a second opinion",
        "sun tan",
        "rat",
        "no swimming for 5 days",
        "48 hour rule",
        "open 24/7",
    ],
)
def test_numbers_and_words_that_are_no_time_are_left_alone(phrase: str) -> None:
    assert find_times(phrase, NOW) == ()


@pytest.mark.parametrize("phrase", [*SPANS_BACK, *DAYS_BACK, *EXACT_CLOCKS, "today at 11", "at 5", "this evening"])
def test_a_past_reading_never_lies_after_now(phrase: str) -> None:
    for now in (NOW.replace(hour=hour, minute=7) for hour in (0, 4, 11, 19, 23)):
        for mention in find_times(phrase, now):
            assert mention.treated is None or mention.treated.latest <= now
            assert mention.target is None or mention.target.earliest >= now


@pytest.mark.parametrize(
    ("phrase", "zone", "now", "expected"),
    [
        ("36 hours ago", "Europe/London", "2026-10-25T12:00", "2026-10-24T01:00+01:00"),
        ("yesterday at 6pm", "Europe/London", "2026-10-25T12:00", "2026-10-24T18:00+01:00"),
        ("24 hours ago", "America/New_York", "2027-03-14T12:00", "2027-03-13T11:00-05:00"),
        ("yesterday at 6pm", "America/New_York", "2027-03-14T12:00", "2027-03-13T18:00-05:00"),
        ("48 hours ago", "Europe/London", "2027-03-29T09:00", "2027-03-27T08:00+00:00"),
    ],
)
def test_elapsed_hours_are_real_hours_across_a_clock_change(phrase: str, zone: str, now: str, expected: str) -> None:
    instant = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(zone))
    assert _treated(phrase, instant)[1].isoformat(timespec="minutes") == expected


def test_a_clock_time_that_happens_twice_is_read_at_its_later_one() -> None:
    now = datetime(2026, 10, 25, 12, 0, tzinfo=ZoneInfo("Europe/London"))
    earliest, latest = _treated("today at 1:30 am", now)
    assert latest - earliest == timedelta(hours=1)


def test_a_mention_keeps_its_place_in_the_message() -> None:
    text = "ok, did it YESTERDAY at 6pm at the clinic"
    (mention,) = find_times(text, NOW)
    assert text[mention.start : mention.end] == mention.text == "YESTERDAY at 6pm"
