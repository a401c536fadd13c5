"""Verdicts: boundaries of every window, and the properties that keep them cautious."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.aftercare.phrases import find_times
from bot.aftercare.verdict import judge
from bot.aftercare.zone import elapsed, pinned
from bot.knowledge.windows import Window, load_modifiers, load_windows
from bot.moment import Moment
from bot.replies.timing_words import when

WINDOWS = load_windows()
ZONES = [ZoneInfo(name) for name in ("Asia/Karachi", "Europe/London", "America/New_York")]
KARACHI = ZONES[0]
SESSION = datetime(2026, 11, 20, 18, 0, tzinfo=KARACHI)
WAITING = [window for window in WINDOWS.values() if window.hours]
MINUTE = timedelta(minutes=1)
few = settings(max_examples=60, deadline=None)


def _minutes(low: int, high: int) -> st.SearchStrategy[datetime]:
    start = datetime(2026, 10, 1, tzinfo=ZoneInfo("UTC"))
    return st.integers(low, high).map(lambda minute: pinned(start + timedelta(minutes=minute)))


windows = st.sampled_from(list(WINDOWS.values()))
instants = _minutes(0, 300_000)
spans = st.integers(0, 5_000)
held = st.dictionaries(st.sampled_from(sorted(set(load_modifiers()) - {"calm"})), st.booleans(), max_size=4)


def _moment(latest: datetime, minutes: int) -> Moment:
    return Moment(latest - timedelta(minutes=minutes), latest)


@pytest.mark.parametrize("window", WAITING, ids=lambda window: window.id)
@pytest.mark.parametrize("vague", [False, True], ids=["exact time", "bare day"])
@pytest.mark.parametrize("extended", [False, True], ids=["usual", "extended"])
def test_a_minute_before_is_wait_and_at_the_boundary_the_minimum_has_passed(
    window: Window, vague: bool, extended: bool
) -> None:
    names = [name for name in window.extended_if if name != "not_calm"]
    if extended and not names:
        return
    modifiers = {names[0]: True} if extended else {}
    hours = window.extended_hours if extended else window.hours
    assert hours is not None
    latest = SESSION.replace(hour=23, minute=59) if vague else SESSION
    treated = Moment(latest.replace(hour=0, minute=0) if vague else latest, latest)
    boundary = latest + timedelta(hours=hours)
    after = "ask_dermatologist" if window.rule == "clinic_only" else "clear"
    for now, expected in ((boundary - MINUTE, "wait"), (boundary, after), (boundary + MINUTE, after)):
        verdict = judge(window, treated, None, now, modifiers)
        assert verdict.verdict == expected
        assert verdict.clear_at in (boundary, None) and (verdict.clear_at or expected == "ask_dermatologist")


@pytest.mark.parametrize("window", WAITING, ids=lambda window: window.id)
def test_a_scalp_that_is_not_calm_is_never_cleared(window: Window) -> None:
    for hours in (1, 100, 1000, 20000):
        verdict = judge(window, Moment.at(SESSION), None, SESSION + timedelta(hours=hours), {"not_calm": True})
        assert verdict.verdict in ("wait", "ask_dermatologist")


@pytest.mark.parametrize(
    "name", ["walking", "paracetamol", "face_makeup", "body_shower", "hair_loss_tablets", "head_covering", "wudu"]
)
def test_what_needs_no_wait_is_allowed_at_once_even_without_a_time(name: str) -> None:
    assert judge(WINDOWS[name], None, None, SESSION).verdict == "allowed"
    assert judge(WINDOWS[name], Moment.at(SESSION), None, SESSION + MINUTE).verdict == "allowed"


def test_reuse_is_never_cleared() -> None:
    assert (
        judge(WINDOWS["reuse_device"], Moment.at(SESSION), None, SESSION + timedelta(days=900)).verdict
        == "ask_dermatologist"
    )


def test_without_a_treatment_time_a_wait_has_no_answer() -> None:
    assert judge(WINDOWS["sauna"], None, None, SESSION).verdict == "ask_dermatologist"


@pytest.mark.parametrize(
    ("clinic", "hours", "basis"), [(120.0, 120, "clinic"), (12.0, 48, "article"), (None, 48, "article")]
)
def test_a_stricter_clinic_wins_and_a_looser_one_does_not(clinic: float | None, hours: float, basis: str) -> None:
    verdict = judge(WINDOWS["swimming_pool"], Moment.at(SESSION), None, SESSION + timedelta(hours=60), {}, clinic)
    assert (verdict.hours, verdict.basis) == (hours, basis)


def test_the_question_is_asked_only_while_the_longer_wait_would_change_the_answer() -> None:
    pool, treated = WINDOWS["swimming_pool"], Moment.at(SESSION)
    assert judge(pool, treated, None, SESSION + timedelta(hours=50)).unknown_modifier == "deep_needles"
    assert judge(pool, treated, None, SESSION + timedelta(hours=50), {"deep_needles": False}).unknown_modifier is None
    assert judge(pool, treated, None, SESSION + timedelta(hours=73)).unknown_modifier is None
    assert judge(pool, treated, None, SESSION + timedelta(hours=20)).unknown_modifier is None


def test_a_planned_session_counts_from_its_end_and_before_it_the_gap_is_kept() -> None:
    now, dye = SESSION - timedelta(days=10), WINDOWS["hair_dye"]
    planned = Moment.at(SESSION)

    def ask(window: Window, target: datetime) -> str:
        return judge(window, planned, Moment.at(target), now).verdict

    assert ask(dye, SESSION - timedelta(hours=169)) == "allowed"
    assert ask(dye, SESSION - timedelta(hours=167)) == "wait"
    assert ask(dye, SESSION + timedelta(hours=335)) == "wait"
    assert ask(dye, SESSION + timedelta(hours=336)) == "clear"
    assert ask(WINDOWS["swimming_pool"], SESSION - timedelta(hours=2)) == "allowed"
    assert ask(WINDOWS["swimming_pool"], SESSION + timedelta(hours=2)) == "wait"


@few
@given(windows, instants, spans, instants, held, st.integers(1, 5_000))
def test_a_later_treatment_never_gives_an_earlier_clear_moment(
    window: Window, latest: datetime, width: int, now: datetime, modifiers: dict[str, bool], later: int
) -> None:
    first = judge(window, _moment(latest, width), Moment.at(now), now, modifiers).clear_at
    second = judge(window, _moment(latest + timedelta(minutes=later), width), Moment.at(now), now, modifiers).clear_at
    assert first is None or second is None or first.timestamp() <= second.timestamp()


@few
@given(windows, instants, spans, instants, held, spans, spans)
def test_widening_what_is_known_never_turns_wait_into_clear(
    window: Window, latest: datetime, width: int, now: datetime, modifiers: dict[str, bool], before: int, after: int
) -> None:
    narrow = _moment(latest, width)
    wide = Moment(narrow.earliest - timedelta(minutes=before), latest + timedelta(minutes=after))
    if judge(window, narrow, None, now, modifiers).verdict == "wait":
        assert judge(window, wide, None, now, modifiers).verdict != "clear"


@few
@given(windows, instants, instants, held, st.sampled_from(sorted(set(load_modifiers()) - {"calm"})))
def test_adding_a_condition_never_shortens_a_window(
    window: Window, treated: datetime, now: datetime, modifiers: dict[str, bool], added: str
) -> None:
    without = judge(window, Moment.at(treated), Moment.at(now), now, {**modifiers, added: False})
    with_it = judge(window, Moment.at(treated), Moment.at(now), now, {**modifiers, added: True})
    assert (with_it.hours or 0) >= (without.hours or 0)
    assert not (without.verdict == "wait" and with_it.verdict in ("clear", "allowed"))


@few
@given(windows, instants, spans, instants, held)
def test_the_same_instant_in_two_zones_gives_the_same_verdict(
    window: Window, latest: datetime, width: int, now: datetime, modifiers: dict[str, bool]
) -> None:
    found = {
        (verdict.verdict, verdict.clear_at.timestamp() if verdict.clear_at else None)
        for zone in ZONES
        for verdict in [judge(window, _moment(latest, width), None, now.astimezone(zone), modifiers)]
    }
    assert len(found) == 1


@few
@given(st.sampled_from(WAITING), instants, st.sampled_from(ZONES))
def test_the_clear_moment_round_trips_through_the_text(window: Window, treated: datetime, zone: ZoneInfo) -> None:
    now = treated.astimezone(zone)
    clear_at = judge(window, Moment.at(treated), None, now).clear_at
    assert clear_at is not None and clear_at.utcoffset() == clear_at.astimezone(zone).utcoffset()
    (mention,) = find_times(when(clear_at, "en"), now)
    assert mention.target is not None
    ends = mention.target.earliest.timestamp(), mention.target.latest.timestamp()
    assert clear_at.timestamp() in ends


def test_the_wait_is_elapsed_time_when_the_clocks_change() -> None:
    zone = ZoneInfo("Europe/London")
    session = datetime(2026, 10, 24, 18, 0, tzinfo=zone)
    clear_at = judge(WINDOWS["swimming_pool"], Moment.at(session), None, session).clear_at
    assert clear_at is not None and clear_at.isoformat() == "2026-10-26T17:00:00+00:00"


def test_a_wait_is_never_rounded_down() -> None:
    clear_at = judge(WINDOWS["sauna"], Moment.at(SESSION.replace(second=5)), None, SESSION).clear_at
    assert clear_at == elapsed(SESSION, 48) + MINUTE
