"""Availability: subtract, then cut."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.booking.clinic import Clinic, Hours, Interval, Provider, Unavailability, WorkingPlan
from bot.booking.opening import bookable, cut, openings, parse_opening_id, spread, subtract, working

UTC = timezone.utc
MONDAY = date(2026, 11, 23)
START = datetime(2026, 11, 22, tzinfo=UTC)
ZONES = ("Asia/Karachi", "Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC")


def clinic(zone: str = "Asia/Karachi") -> Clinic:
    return Clinic("c", "Clinic", "lahore", zone)


def provider(plan: WorkingPlan, minutes: int = 30, away: tuple[Unavailability, ...] = ()) -> Provider:
    return Provider("p", "Provider", plan, timedelta(minutes=minutes), unavailable=away)


def plan(*hours: str, breaks: tuple[str, ...] = ()) -> WorkingPlan:
    every = range(7)
    return WorkingPlan(
        {day: tuple(Hours.parse(one) for one in hours) for day in every},
        {day: tuple(Hours.parse(one) for one in breaks) for day in every},
    )


def local_starts(found, zone="Asia/Karachi"):
    return [f"{one.start.astimezone(ZoneInfo(zone)):%H:%M}" for one in found]


def on(day: date, who: Provider, zone: str = "Asia/Karachi", taken=()):
    begin = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    end = (begin.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=ZoneInfo(zone))
    return openings(clinic(zone), who, taken, begin.astimezone(UTC), end.astimezone(UTC))


def test_a_day_is_cut_around_its_break_and_a_short_rest_is_left_out():
    who = provider(plan("09:00-12:20", breaks=("10:00-10:30",)))
    assert local_starts(on(MONDAY, who)) == ["09:00", "09:30", "10:30", "11:00", "11:30"]


def test_an_exception_replaces_the_hours_and_the_breaks_of_its_date():
    usual = plan("09:00-10:00", breaks=("09:30-10:00",))
    special = WorkingPlan(usual.week, usual.breaks, {MONDAY: (Hours.parse("09:00-10:30"),)})
    assert local_starts(on(MONDAY, provider(special))) == ["09:00", "09:30", "10:00"]


def test_an_empty_exception_closes_the_day():
    closed = WorkingPlan(plan("09:00-10:00").week, {}, {MONDAY: ()})
    assert on(MONDAY, provider(closed)) == ()


def test_an_unavailability_takes_its_time_away():
    zone = ZoneInfo("Asia/Karachi")
    away = Unavailability(datetime(2026, 11, 23, 9, 30, tzinfo=zone), datetime(2026, 11, 23, 11, tzinfo=zone))
    who = provider(plan("09:00-12:00"), away=(away,))
    assert local_starts(on(MONDAY, who)) == ["09:00", "11:00", "11:30"]


def test_a_taken_opening_leaves_the_others_where_they_were():
    who = provider(plan("09:00-11:00"))
    before = on(MONDAY, who)
    after = on(MONDAY, who, taken=[Interval(before[1].start, before[1].end)])
    assert [one.id for one in after] == [before[0].id, before[2].id, before[3].id]


def test_lead_time_and_horizon_bound_what_can_be_booked():
    who = Provider("p", "P", plan("09:00-12:00"), lead=timedelta(hours=2), horizon=timedelta(days=2))
    now = datetime(2026, 11, 23, 8, 10, tzinfo=ZoneInfo("Asia/Karachi"))
    found = bookable(clinic(), who, (), now)
    assert local_starts(found[:1]) == ["10:30"]
    assert max(one.start for one in found) < now + timedelta(days=2)


def test_an_offered_opening_keeps_its_id_while_time_passes():
    who = provider(plan("09:00-12:00"))
    now = datetime(2026, 11, 23, 1, tzinfo=UTC)
    later = {one.id for one in bookable(clinic(), who, (), now + timedelta(minutes=47))}
    early = {one.id for one in bookable(clinic(), who, (), now) if one.start >= now + timedelta(minutes=47) + who.lead}
    assert early <= later


@pytest.mark.parametrize(
    ("day", "hours", "starts"),
    [
        (date(2026, 3, 29), "00:00-03:00", ["00:00", "00:30", "02:00", "02:30"]),
        (date(2026, 3, 29), "01:15-03:00", ["02:00", "02:30"]),
        (date(2026, 3, 29), "01:00-01:45", []),
        (date(2026, 10, 25), "00:30-02:30", ["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"]),
    ],
)
def test_a_clock_change_neither_loses_nor_invents_time(day, hours, starts):
    found = on(day, provider(plan(hours)), "Europe/London")
    assert local_starts(found, "Europe/London") == starts


def test_two_providers_at_one_time_are_shown_once_first():
    one, two = provider(plan("09:00-10:00")), Provider("q", "Q", plan("09:00-10:00"))
    assert local_starts(spread(on(MONDAY, one) + on(MONDAY, two), 6)) == ["09:00", "09:30"]


def test_an_opening_id_reads_back():
    first = on(MONDAY, provider(plan("09:00-10:00")))[0]
    assert parse_opening_id(first.id) == ("p", first.start)


@pytest.mark.parametrize(
    "text", ["", "p", "@", "p@", "p@tomorrow", "p@20261399T0000Z", "'; drop table x@20261123T0400"]
)
def test_what_is_no_opening_id_is_refused(text):
    with pytest.raises(ValueError):
        parse_opening_id(text)


@pytest.mark.parametrize("text", ["9-10", "10:00-09:00", "09:00-25:00", "09:60-10:00", "morning", "", "10:00-10:00"])
def test_hours_that_are_none_are_refused(text):
    with pytest.raises(ValueError):
        Hours.parse(text)


def test_a_plan_survives_its_json():
    special = WorkingPlan(plan("09:00-24:00", breaks=("12:00-13:00",)).week, {}, {MONDAY: ()})
    assert WorkingPlan.from_json(special.to_json()) == special


spans = st.tuples(st.integers(0, 287), st.integers(1, 60)).map(
    lambda pair: Hours(pair[0] * 5, min(pair[0] * 5 + pair[1] * 5, 1440))
)
days = st.dictionaries(st.integers(0, 6), st.lists(spans, max_size=3).map(tuple), max_size=7)
stretches = st.lists(
    st.tuples(st.integers(0, 14 * 288), st.integers(1, 200)).map(
        lambda pair: Interval(START + timedelta(minutes=5 * pair[0]), START + timedelta(minutes=5 * sum(pair)))
    ),
    max_size=4,
)


@given(days, days, stretches, st.sampled_from(ZONES), st.sampled_from([10, 15, 25, 30, 60]))
def test_openings_never_overlap_and_lie_in_free_working_time(week, breaks, taken, zone, minutes):
    who = provider(WorkingPlan(week, breaks), minutes)
    found = openings(clinic(zone), who, taken, START, START + timedelta(days=10))
    for one, following in pairwise(found):
        assert one.end <= following.start
    free = working(who, ZoneInfo(zone), date(2026, 11, 20), date(2026, 12, 5))
    for one in found:
        assert one.end - one.start == who.length
        assert any(span.start <= one.start and one.end <= span.end for span in free)
        assert all(one.end <= hole.start or hole.end <= one.start for hole in taken)
        day = one.start.astimezone(ZoneInfo(zone))
        clock = day.hour * 60 + day.minute
        assert not any(rest.start <= clock < rest.end for rest in who.plan.pauses(day.date()))


@given(stretches, stretches, st.sampled_from([10, 15, 30]))
def test_openings_cover_all_free_time_but_rests_shorter_than_one(intervals, holes, minutes):
    length = timedelta(minutes=minutes)
    separate = list(intervals[:1])
    free = subtract(separate, holes)
    pieces = list(cut(free, length))
    for span in free:
        inside = [one for one in pieces if span.start <= one.start < span.end]
        assert (span.end - span.start) - length * len(inside) < length
    assert sum(((one.end - one.start) for one in pieces), timedelta()) <= sum(
        ((one.end - one.start) for one in free), timedelta()
    )


@given(days, st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_openings_are_the_same_whatever_zone_the_question_is_asked_in(week, zone, asker):
    who = provider(WorkingPlan(week))
    end = START + timedelta(days=8)
    there = ZoneInfo(asker)
    assert openings(clinic(zone), who, (), START, end) == openings(
        clinic(zone), who, (), START.astimezone(there), end.astimezone(there)
    )
