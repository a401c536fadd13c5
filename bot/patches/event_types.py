"""An event's class is found by its name at once.

Reason: Rasa walks over all subclasses of Event for each event that it reads, and each turn reads the whole
conversation: a quarter to a third of a long conversation's turn.
Upstream: rasa/shared/core/events.py, Event.resolve_by_type.
Here: a class that was found is remembered; names that are not known take Rasa's way each time.
"""
from __future__ import annotations

from typing import Callable

from rasa.shared.core.events import Event

Resolve = Callable[[str, type[Event] | None], type[Event] | None]


def apply() -> None:
    """Puts the memory before Rasa's search."""
    if not hasattr(Event.resolve_by_type, "remembers"):
        Event.resolve_by_type = staticmethod(remembering(Event.resolve_by_type))


def remembering(search: Resolve) -> Resolve:
    """The same function, which searches a known name only once."""
    known: dict[str, type[Event]] = {}

    def resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
        if type_name in known:
            return known[type_name]
        found = search(type_name, default)
        if found is not None and found.type_name == type_name:
            known[type_name] = found
        return found

    resolve_by_type.remembers = True  # type: ignore[attr-defined]
    return resolve_by_type
