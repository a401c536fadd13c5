"""The recovery plan: every window on one time line, with the place where the patient is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Iterable, Mapping

from bot.aftercare.verdict import blocking, wait_of, whole_minute
from bot.aftercare.zone import elapsed
from bot.knowledge.windows import Window
from bot.moment import Moment


@dataclass(frozen=True)
class Step:
    """From `at` on (aware, in the patient's zone; None: from the start) these windows have had their minimum."""

    at: datetime | None
    windows: tuple[Window, ...]
    hours: float
    passed: bool


@dataclass(frozen=True)
class RecoveryPlan:
    """The steps in order; `here` is the number of steps already passed."""

    treated: Moment
    now: datetime
    steps: tuple[Step, ...]

    @property
    def here(self) -> int:
        """Between which steps now lies."""
        return sum(step.passed for step in self.steps)


def make_plan(
    windows: Iterable[Window],
    treated: Moment,
    now: datetime,
    modifiers: Mapping[str, bool] | None = None,
    clinic_hours: Mapping[str, float] | None = None,
) -> RecoveryPlan:
    """All waits after one session; `clinic_hours` by window id. Windows without a figure are left out.

    While a modifier forbids clearing ("still sore"), no later step counts as passed.
    """
    groups: dict[float, list[Window]] = {}
    for window in windows:
        if window.rule not in ("never", "clinic_only"):
            hours, _, _ = wait_of(window, modifiers or {}, (clinic_hours or {}).get(window.id))
            groups.setdefault(hours, []).append(window)
    steps = [_step(hours, tuple(groups[hours]), treated, now, modifiers or {}) for hours in sorted(groups)]
    return RecoveryPlan(treated, now, tuple(steps))


def _step(
    hours: float, windows: tuple[Window, ...], treated: Moment, now: datetime, modifiers: Mapping[str, bool]
) -> Step:
    if hours == 0:
        return Step(None, windows, 0, treated.earliest <= now)
    at = whole_minute(elapsed(treated.latest, hours, now.tzinfo))
    return Step(at, windows, hours, at.timestamp() <= now.timestamp() and blocking(modifiers) is None)
