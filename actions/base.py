"""What every custom action shares: the situation from the tracker, kind failure, no health data in logs."""
from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Dict, Iterable, List, Mapping, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.dialogue.memory import Memory
from bot.dialogue.plan import Plan
from bot.replies.message import Message
from bot.replies.talk import apology

logger = logging.getLogger(__name__)
Reply = tuple[Iterable[Message], List[EventType]]
"""The messages to say and the events to return."""


@dataclass(frozen=True)
class Situation:
    """The plan of the last user message and what the conversation holds. `now` is in the user's zone."""

    plan: Plan
    slots: Mapping[str, Any]
    conversation: str
    locale: str

    @property
    def memory(self) -> Memory:
        """The conversation's memory after the last message."""
        return self.plan.memory

    @property
    def now(self) -> datetime:
        """When the last message came."""
        return self.plan.now or datetime.now(timezone.utc)

    @classmethod
    def of(cls, tracker: Tracker) -> Situation:
        """From the tracker as Rasa sends it."""
        last: Mapping[str, Any] = next(
            (event for event in reversed(tracker.events) if event.get("event") == "user"), {}
        )
        parsed = last.get("parse_data") or {}
        metadata = last.get("metadata") or {}
        plan = Plan.from_json(parsed.get("plan"), tracker.slots.get("memory"))
        return cls(plan, tracker.slots, tracker.sender_id, metadata.get("locale") or "en")


class CheckedAction(Action, ABC):
    """A custom action that always answers: an error becomes an apology with the helpline."""

    @abstractmethod
    def reply(self, situation: Situation) -> Reply:
        """What the action does."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> List[Dict[Text, Any]]:
        """Called by the action server."""
        try:
            messages, events = self.reply(Situation.of(tracker))
        except Exception as error:  # Rasa's server would answer 500 with the whole conversation in it
            logger.error("%s failed: %s", self.name(), type(error).__name__)
            messages, events = [apology()], []
        say(dispatcher, messages)
        return events


def say(dispatcher: CollectingDispatcher, messages: Iterable[Message]) -> None:
    """Hands contract messages to Rasa; the channel finds them under `messages`."""
    rows = [message.to_json() for message in messages]
    if rows:
        dispatcher.utter_message(text=rows[0]["text"], messages=rows)
