"""The recovery plan: every window on one time line, with the place where the patient is now."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Iterable, Mapping

from bot.aftercare.verdict import judge
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
    windows: Iterable[Window], treated: Moment, now: datetime, modifiers: Mapping[str, bool] | None = None,
    clinic_hours: Mapping[str, float] | None = None,
) -> RecoveryPlan:
    """All waits after one session; `clinic_hours` by window id. Windows without a figure are left out.

    While a modifier forbids clearing ("still sore"), no later step counts as passed.
    """
    groups: dict[tuple[float, datetime | None], list[tuple[Window, bool]]] = {}
    for window in windows:
        if window.rule in ("never", "clinic_only") or window.hours is None:
            continue
        asked = None if treated.earliest <= now else Moment.at(treated.latest)
        verdict = judge(window, treated, asked, now, modifiers, (clinic_hours or {}).get(window.id))
        at = verdict.clear_at
        if at is None and verdict.verdict != "allowed":
            at = judge(window, Moment.at(treated.latest), Moment.at(treated.latest), treated.latest.astimezone(now.tzinfo),
                       modifiers, (clinic_hours or {}).get(window.id)).clear_at
        passed = verdict.verdict in ("clear", "allowed") and treated.earliest <= now
        groups.setdefault((verdict.hours or 0.0, at), []).append((window, passed))
    steps = [
        Step(at, tuple(window for window, _ in rows), hours, all(passed for _, passed in rows))
        for (hours, at), rows in sorted(groups.items(), key=lambda item: item[0][0])
    ]
    return RecoveryPlan(treated, now, tuple(steps))
