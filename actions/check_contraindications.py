"""What the findings mean for a treatment: the screening's verdict with its reasons."""
from __future__ import annotations

from dataclasses import replace
from typing import Iterable, List, Text

from rasa_sdk.events import EventType, SlotSet

from actions.base import CheckedAction, Situation
from actions.content import renderer
from bot.knowledge.screening import load_groups
from bot.replies.message import Message


class ActionCheckContraindications(CheckedAction):
    """Weighs everything said so far; also the end of the screening form."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_check_contraindications"

    def reply(self, situation: Situation) -> tuple[Iterable[Message], List[EventType]]:
        """One result, with the form's answers kept as findings and the form made ready for another time."""
        if situation.plan.intent == "several" and not situation.plan.of("condition"):
            return [], []
        message, outcome = renderer().screening(situation.plan)
        memory = replace(situation.memory.about("condition:again"), outcome=outcome)
        reset = [SlotSet(slot, None) for slot in _slots()] if _complete(situation) else []
        return [message], [SlotSet("memory", memory.to_json()), *reset]


def _complete(situation: Situation) -> bool:
    return all(situation.slots.get(slot) is not None for slot in _slots())


def _slots() -> list[str]:
    return [group.slot for group in load_groups().values()]
