"""May it be done at the moment asked for? Decided at the cautious end of what the patient said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Mapping

from bot.aftercare.zone import elapsed
from bot.knowledge.windows import Window, load_modifiers
from bot.moment import Moment

Answer = Literal["wait", "clear", "allowed", "ask_dermatologist"]
Basis = Literal["article", "bot", "clinic"]


@dataclass(frozen=True)
class Verdict:
    """The answer for one window and one moment.

    `clear_at` is the instant, on the clock of `now`, from which even the latest reading of the treatment
    is past the window; None where no wait applies or no figure helps. `hours` is the wait that was used,
    `extended_by` the modifiers that lengthened it, `basis` whose figure it is. `unknown_modifier` is worth
    asking about: were it true, the answer would be "wait". `before` says that the activity comes before a
    planned session; `blocked` names the modifier that forbids clearing at all.
    """

    verdict: Answer
    clear_at: datetime | None = None
    hours: float | None = None
    extended_by: tuple[str, ...] = ()
    basis: Basis = "bot"
    unknown_modifier: str | None = None
    before: bool = False
    blocked: str | None = None


def judge(
    window: Window,
    treated: Moment | None,
    target: Moment | None,
    now: datetime,
    modifiers: Mapping[str, bool] | None = None,
    clinic_hours: float | None = None,
) -> Verdict:
    """The verdict at `target`, else at `now` (aware, in the patient's zone).

    `treated` is None when unknown: then only "allowed" or "ask_dermatologist" can come out. A session that
    lies ahead is planned. `modifiers` maps ids to whether they hold. `clinic_hours` count only when stricter.
    """
    modifiers = modifiers or {}
    if window.rule == "never" or window.hours is None:
        return Verdict("ask_dermatologist")
    hours, extended_by, basis = wait_of(window, modifiers, clinic_hours)
    blocked = None if window.rule == "allowed" else blocking(modifiers)
    if treated is None:
        return Verdict(
            "allowed" if hours == 0 else "ask_dermatologist", None, hours, extended_by, basis, blocked=blocked
        )
    clear_at = whole_minute(elapsed(treated.latest, hours, now.tzinfo))
    if treated.earliest > now and _comes_before(window, treated, target):
        return _before(window, treated, target or Moment.at(now), clear_at, hours)
    if hours == 0:
        return Verdict("allowed", None, 0, (), basis, _worth_asking(window, treated, target, now, modifiers, basis))
    past = _moment_asked(target, now) >= clear_at
    if not past:
        return Verdict("wait", clear_at, hours, extended_by, basis, blocked=blocked)
    if blocked or window.rule == "clinic_only":
        return Verdict("ask_dermatologist", None, hours, extended_by, basis, blocked=blocked)
    return Verdict(
        "clear", clear_at, hours, extended_by, basis, _worth_asking(window, treated, target, now, modifiers, basis)
    )


def wait_of(
    window: Window, modifiers: Mapping[str, bool], clinic_hours: float | None = None
) -> tuple[float, tuple[str, ...], Basis]:
    """The hours that apply, the modifiers that lengthened them and whose figure it is."""
    hours = window.hours or 0.0
    extended_by = tuple(name for name in window.extended_if if modifiers.get(name))
    if extended_by and window.extended_hours is not None:
        hours = window.extended_hours
    basis: Basis = "article" if window.article and window.article.hours == hours else "bot"
    if clinic_hours is not None and clinic_hours > hours:
        return clinic_hours, extended_by, "clinic"
    return hours, extended_by, basis


def blocking(modifiers: Mapping[str, bool]) -> str | None:
    """The modifier that forbids clearing anything, if one holds."""
    known = load_modifiers()
    return next((name for name, holds in modifiers.items() if holds and name in known and known[name].blocks), None)


def _moment_asked(target: Moment | None, now: datetime) -> datetime:
    """The earliest moment asked for, never before now."""
    return max(target.earliest, now, key=datetime.timestamp) if target else now


def _comes_before(window: Window, treated: Moment, target: Moment | None) -> bool:
    if target is None:
        return window.before_hours is not None
    if target.latest < treated.earliest:
        return True
    return target.earliest < treated.earliest and window.before_hours is not None


def _before(window: Window, treated: Moment, target: Moment, clear_at: datetime, hours: float) -> Verdict:
    """Before a planned session: enough of a gap is "allowed", less waits until after it."""
    if hours == 0 or window.before_hours is None:
        return Verdict("allowed", clear_at if hours else None, hours, before=True)
    enough = treated.earliest - target.latest >= timedelta(hours=window.before_hours)
    return Verdict("allowed" if enough else "wait", clear_at, hours, before=True)


def _worth_asking(
    window: Window, treated: Moment, target: Moment | None, now: datetime, modifiers: Mapping[str, bool], basis: Basis
) -> str | None:
    name = window.ask_modifier
    if name is None or name in modifiers or window.extended_hours is None or basis == "clinic":
        return None
    longer = elapsed(treated.latest, window.extended_hours, now.tzinfo)
    return name if _moment_asked(target, now) < longer else None


def whole_minute(instant: datetime) -> datetime:
    """The instant, or the next full minute: a wait is never rounded down."""
    rest = timedelta(seconds=instant.second, microseconds=instant.microsecond)
    if not rest:
        return instant
    return elapsed(instant, (60 - rest.total_seconds()) / 3600)
