"""What the booking form and the changes of a booking share: openings, cities, the conversation's memory."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.base import Situation
from actions.content import desk
from bot.booking.opening import Opening
from bot.booking.wish import Wish


def open_times(situation: Situation, city: str) -> tuple[tuple[Opening, ...], str]:
    """At most six openings and the phrase before them: further ones, another day's, or those wished for."""
    act = next(iter(situation.plan.of("openings")), None)
    last = situation.memory.extra.get("openings_until") if act and act.id in ("more", "day") else None
    after = datetime.fromisoformat(last[act.id]) if act and last else None
    wish = Wish.from_json(act.options) if act else Wish()
    found = desk().openings(city, situation.now, after=after, wish=wish)
    if not found and (wish or after):
        return desk().openings(city, situation.now), "openings_near_wish" if wish else "openings"
    unclear = act is not None and act.id == "unclear"
    return found, "openings_later" if after else "openings_unclear" if unclear else "openings"


def go_on_from(found: tuple[Opening, ...]) -> dict[str, Any]:
    """To remember where "more times" and "another day" go on: the last start shown, and the end of its day."""
    if not found:
        return {}
    night = found[-1].local.replace(hour=23, minute=59)
    return {"openings_until": {"more": found[-1].start.isoformat(), "day": night.isoformat()}}


def city_title(city: str) -> str:
    """The city as people write it."""
    known = desk().gazetteer.cities.get(city)
    return known.name if known else city


def remember(situation: Situation, **values: Any) -> EventType:
    """The event that keeps these values in the memory's `extra`; None forgets one."""
    memory = replace(situation.memory, extra={**situation.memory.extra, **values})
    return SlotSet("memory", memory.to_json())
