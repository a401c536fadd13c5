"""Which time is the treatment and which the plan."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.aftercare.roles import read_times
from bot.moment import Moment

NOW = datetime(2026, 11, 25, 15, 20, tzinfo=ZoneInfo("Asia/Karachi"))
"""A Wednesday."""

BOTH = [
    ("had it on monday evening, is the pool fine today?", "11-23 17:00", "11-23 23:59", "11-25 15:20"),
    ("gym tomorrow ok? needling was yesterday 4 pm", "11-24 16:00", "11-24 16:00", "11-26 00:00"),
    ("kal session tha, kal gym ja sakta hun?", "11-24 00:00", "11-24 23:59", "11-26 00:00"),
    ("parson karwaya tha aur kal shaadi pe jana hai", "11-23 00:00", "11-23 23:59", "11-26 00:00"),
    ("can i swim tomorrow session was yesterday evening", "11-24 17:00", "11-24 23:59", "11-26 00:00"),
    ("swim in 2 hours ok? treated 47 hours ago", "11-23 16:20", "11-23 16:20", "11-25 17:20"),
    ("did microneedling 20 november and want to color hair this weekend", "11-20 00:00", "11-20 23:59", "11-28 00:00"),
    ("my last session was friday, what about shampoo on saturday morning", "11-20 00:00", "11-20 23:59", "11-28 06:00"),
    ("2 din pehle hua tha aaj raat nahana hai", "11-23 00:00", "11-23 23:59", "11-25 18:00"),
    ("wedding on saturday, treatment was on sunday 5pm", "11-22 17:00", "11-22 17:00", "11-28 00:00"),
]
TREATED_ONLY = [
    ("i swam yesterday, session was 3 days ago", "11-22 00:00", "11-22 23:59"),
    ("fever since yesterday, dermaroller 3 days ago", "11-22 00:00", "11-22 23:59"),
    ("washed my hair 2 hours ago, had the session yesterday", "11-24 00:00", "11-24 23:59"),
    ("sorry not yesterday, day before yesterday", "11-23 00:00", "11-23 23:59"),
    ("it was friday, no saturday", "11-21 00:00", "11-21 23:59"),
    ("it was saturday not sunday", "11-21 00:00", "11-21 23:59"),
    ("actually it was monday evening", "11-23 17:00", "11-23 23:59"),
    ("first session was 2 weeks ago, last one yesterday", "11-24 00:00", "11-24 23:59"),
    ("it was either sunday or monday", "11-22 00:00", "11-23 23:59"),
    ("more than 3 weeks for sure", "10-14 00:00", "11-04 23:59"),
    ("clinic said swim after 12 hrs is fine. its been 14", "11-25 01:20", "11-25 01:20"),
    ("sheet says no gym for 5 days, its been 60 hours", "11-23 03:20", "11-23 03:20"),
    ("asked my brother, it was sunday", "11-22 00:00", "11-22 23:59"),
    ("put oil by mistake an hour after needling. session was today at 12:20 pm", "11-25 12:20", "11-25 12:20"),
    ("yesterday, about 20 hours ago", "11-24 17:20", "11-24 21:20"),
    ("peer ko karwaya tha", "11-23 00:00", "11-23 23:59"),
    ("done yesterday 7 am. sheet says no gym for 6 days but here it is 3 days", "11-24 07:00", "11-24 07:00"),
    ("my mistake it was three hours later than that, yesterday at 7:40 am", "11-24 07:40", "11-24 07:40"),
]
TARGET_ONLY = [
    ("can i swim today", "11-25 15:20"),
    ("and tomorrow?", "11-26 00:00"),
    ("day after tomorrow then", "11-27 00:00"),
    ("and on friday?", "11-27 00:00"),
    ("what about saturday 4pm", "11-28 16:00"),
    ("parson ja sakta hun?", "11-27 00:00"),
    ("aur kal?", "11-26 00:00"),
    ("gym tonight?", "11-25 18:00"),
    ("in 3 hours?", "11-25 18:20"),
]
PLANNED = [
    ("my session is tomorrow at 5 pm", "11-26 17:00"),
    ("my first session is on saturday", "11-28 23:59"),
    ("session kal hai", "11-26 23:59"),
    ("appointment for microneedling is in 3 days", "11-28 23:59"),
    ("getting microneedling next friday", "11-27 23:59"),
    ("parson meri appointment hai", "11-27 23:59"),
    ("needling is booked with my doctor for friday", "11-27 23:59"),
    ("tomorrow is my needling, tomorrow at 7 am, i have a trip", "11-26 07:00"),
    ("was planning to get it done on scalp tomorrow, dermapen i mean", "11-26 23:59"),
    ("session is tomorrow but since last night i feel feverish", "11-26 23:59"),
]
AS_ANSWER = [
    ("today", "11-25 15:20"),
    ("yesterday around 5pm", "11-24 17:30"),
    ("on monday", "11-23 23:59"),
    ("5 days", "11-20 23:59"),
    ("aaj subah", "11-25 12:00"),
    ("kal", "11-24 23:59"),
    ("parson shaam", "11-23 23:59"),
    ("20/11", "11-20 23:59"),
    ("sat", "11-21 23:59"),
    ("36 hours", "11-24 03:20"),
    ("the 21st at 3pm", "11-21 15:00"),
    ("last week", "11-22 23:59"),
]


def _shown(moment: Moment | None) -> tuple[str, str] | None:
    return moment and (moment.earliest.strftime("%m-%d %H:%M"), moment.latest.strftime("%m-%d %H:%M"))


@pytest.mark.parametrize(("text", "earliest", "latest", "target"), BOTH)
def test_the_treatment_and_the_plan_are_told_apart(text: str, earliest: str, latest: str, target: str) -> None:
    said = read_times(text, NOW)
    assert _shown(said.treated) == (earliest, latest)
    assert said.target is not None and said.target.earliest.strftime("%m-%d %H:%M") == target
    assert not said.planned and not said.problem


@pytest.mark.parametrize(("text", "earliest", "latest"), TREATED_ONLY)
def test_only_the_treatment_is_spoken_of(text: str, earliest: str, latest: str) -> None:
    said = read_times(text, NOW)
    assert _shown(said.treated) == (earliest, latest)
    assert said.target is None


@pytest.mark.parametrize(("text", "earliest"), TARGET_ONLY)
def test_only_the_plan_is_spoken_of(text: str, earliest: str) -> None:
    said = read_times(text, NOW)
    assert said.treated is None
    assert said.target is not None and said.target.earliest.strftime("%m-%d %H:%M") == earliest


@pytest.mark.parametrize(("text", "latest"), PLANNED)
def test_a_session_that_lies_ahead_is_planned(text: str, latest: str) -> None:
    said = read_times(text, NOW)
    assert said.planned and said.treated is not None
    assert said.treated.latest.strftime("%m-%d %H:%M") == latest


@pytest.mark.parametrize(("text", "latest"), AS_ANSWER)
def test_the_answer_to_when_is_the_treatment(text: str, latest: str) -> None:
    said = read_times(text, NOW, expecting="treated")
    assert said.treated is not None and not said.planned
    assert said.treated.latest.strftime("%m-%d %H:%M") == latest


@pytest.mark.parametrize(
    "text",
    [
        "stopped accutane 3 months ago",
        "redness since yesterday",
        "i had a stent 2 years back",
        "scalp is itching since 2 days",
        "washed it 2 hours ago",
        "how long does it take",
        "no swimming for 2 days?",
        "is 48 hours enough for gym",
        "my barber appointment is on friday",
        "has a metal plate in the head since 2019 and wants needles on her scalp",
        "did a blood test today",
        "her face swelled from a dye 5 years back",
        "now 26 and balding on the crown",
        "hijama on head, doing it today",
        "she is breastfeeding our son who is 4 months",
        "my sister did needling but i still nurse him at night",
    ],
)
def test_other_times_are_not_the_treatment(text: str) -> None:
    assert read_times(text, NOW).treated is None


@pytest.mark.parametrize(
    "text", ["dont remember when it was", "i forgot when", "yaad nahi kab", "cant recall exactly", "no idea when"]
)
def test_not_knowing_is_said_to_be_unknown(text: str) -> None:
    assert read_times(text, NOW, expecting="treated").unknown


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("i had it done on 31 feb", "impossible"),
        ("14:75 yesterday", "impossible"),
        ("i did it tomorrow", "future"),
        ("it was done on 30/11/26", "future"),
    ],
)
def test_an_impossible_or_future_treatment_is_asked_again(text: str, problem: str) -> None:
    said = read_times(text, NOW, expecting="treated")
    assert said.treated is None and said.problem == problem


def test_times_of_other_things_can_be_excluded() -> None:
    text = "accutane 3 months ago, session yesterday"
    said = read_times(text, NOW, exclude=[(0, 21)])
    assert _shown(said.treated) == ("11-24 00:00", "11-24 23:59")
