"""What Rasa loads and computes in a turn does not grow with the conversation.

Reason: each turn reads all events of the session and follows them several times; a turn took three times as
long after 150 messages. A session ends only with time, and its end copies every slot event there ever was.
Upstream: rasa/core/processor.py, MessageProcessor._has_session_expired; rasa/core/actions/action.py,
ActionSessionStart._slot_set_events_from_tracker.
Here: a session also ends after some messages, outside a form, and hands on each slot's value once. What the
assistant knows is in slots (bot/dialogue/memory.py), so the patient notices nothing; the events stay stored.
"""
from __future__ import annotations

from typing import Callable

from rasa.core.actions.action import ActionSessionStart
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

MESSAGES = 12

Expired = Callable[[MessageProcessor, DialogueStateTracker], bool]


def apply() -> None:
    """Puts both in the place of Rasa's."""
    expired = MessageProcessor._has_session_expired
    if not hasattr(expired, "counts"):
        MessageProcessor._has_session_expired = counting(expired)
    ActionSessionStart._slot_set_events_from_tracker = staticmethod(slot_values)


def counting(expired: Expired) -> Expired:
    """Rasa's rule, or too many messages."""

    def has_session_expired(processor: MessageProcessor, tracker: DialogueStateTracker) -> bool:
        return expired(processor, tracker) or is_long(tracker)

    has_session_expired.counts = True  # type: ignore[attr-defined]
    return has_session_expired


def is_long(tracker: DialogueStateTracker) -> bool:
    """Has this session MESSAGES messages of the patient, and no form under way?"""
    if tracker.active_loop_name:
        return False
    messages = 0
    for event in reversed(tracker.events):
        if isinstance(event, SessionStarted):
            break
        messages += isinstance(event, UserUttered)
    return messages >= MESSAGES


def slot_values(tracker: DialogueStateTracker) -> list[SlotSet]:
    """One event for each slot that has another value than at the beginning; a form's question ends with it."""
    kept = (slot for slot in tracker.slots.values() if slot.name != REQUESTED_SLOT)
    return [SlotSet(slot.name, slot.value) for slot in kept if slot.value != slot.initial_value]
