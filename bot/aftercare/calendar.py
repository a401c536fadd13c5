"""The recovery plan as an iCalendar file, in UTC, so that every calendar shows it on its own clock."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from icalendar import Calendar, Event

from bot.aftercare.plan import RecoveryPlan, Step

PRODUCT = "-//microneedling-assistant//recovery plan//EN"


def make_calendar(plan: RecoveryPlan, name: str, title: str, note: str, key: str, locale: str = "en") -> bytes:
    """One event for each step with a time. `title` has the placeholder {labels}; `key` makes the ids unique.

    The same plan and key give the same ids, so that importing again updates instead of doubling.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for step in plan.steps:
        if step.at is not None:
            calendar.add_component(_event(step, step.at, plan.now, title, note, key, locale))
    return bytes(calendar.to_ical())


def _event(step: Step, at: datetime, now: datetime, title: str, note: str, key: str, locale: str) -> Event:
    labels = [window.label.get(locale) or window.label["en"] for window in step.windows]
    event = Event()
    event.add("uid", f"{key}-{step.windows[0].id}@microneedling-assistant")
    event.add("dtstamp", now.astimezone(timezone.utc))
    event.add("dtstart", at.astimezone(timezone.utc))
    event.add("dtend", at.astimezone(timezone.utc) + timedelta(minutes=15))
    event.add("summary", title.format(labels=", ".join(labels)))
    event.add("description", note)
    event.add("transp", "TRANSPARENT")
    return event
