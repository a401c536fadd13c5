"""What the findings mean for a treatment: the screening's verdict with its reasons."""
from __future__ import annotations

from dataclasses import replace
from typing import Iterable, List, Text

from rasa_sdk.events import EventType, SlotSet

from actions.base import CheckedAction, Situation
from actions.content import renderer
from bot.dialogue.screening_form import SLOTS, findings_of_answers
from bot.replies.message import Message


class ActionCheckContraindications(CheckedAction):
    """Weighs everything said so far; also the end of the screening form."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_check_contraindications"

    def reply(self, situation: Situation) -> tuple[Iterable[Message], List[EventType]]:
        """One result, with the form's answers kept as findings and the form made ready for another time."""
        findings = findings_of_answers(situation.memory.findings, situation.slots)
        memory = replace(situation.memory, findings=findings)
        plan = replace(situation.plan, memory=memory)
        message, outcome = renderer().screening(plan, complete=_complete(situation))
        memory = replace(memory.about("condition:again"), outcome=outcome)
        reset = [SlotSet(slot, None) for slot in SLOTS] if _complete(situation) else []
        return [message], [SlotSet("memory", memory.to_json()), *reset]


def _complete(situation: Situation) -> bool:
    return all(situation.slots.get(slot) is not None for slot in SLOTS)
