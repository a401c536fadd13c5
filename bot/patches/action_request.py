"""A call to the action server carries what happened since the patient's last message.

Reason: Rasa sends every event of the conversation with each call (457 KB after 200 turns), and makes the
JSON of all of them. Our actions read the slots and the last message (actions/base.py).
Upstream: rasa/core/actions/action.py, RemoteAction._action_call_format.
Here: the same request with fewer `tracker.events`, so that its size does not depend on the turns before.
"""
from __future__ import annotations

from typing import Any, Iterable

import rasa
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


def apply() -> None:
    """Puts the short request in the place of Rasa's."""
    RemoteAction._action_call_format = action_call_format


def action_call_format(action: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """The body of the request."""
    state = tracker.current_state()
    state["events"] = [event.as_dict() for event in since_last_message(tracker.events)]
    request = {
        "next_action": action.name(),
        "sender_id": tracker.sender_id,
        "tracker": state,
        "version": rasa.__version__,
    }
    if not action._is_selective_domain_enabled() or domain.does_custom_action_explicitly_need_domain(action.name()):
        request["domain"] = domain.as_dict()
    return request


def since_last_message(events: Iterable[Event]) -> list[Event]:
    """The last user message and what came after it; everything when there is no message yet."""
    recent: list[Event] = []
    for event in reversed(list(events)):
        recent.append(event)
        if isinstance(event, UserUttered):
            break
    return recent[::-1]
