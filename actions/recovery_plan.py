"""All windows on one time line, with a calendar file."""
from __future__ import annotations

from typing import Iterable, List, Text

from rasa_sdk.events import EventType

from actions.base import CheckedAction, Situation
from actions.content import calendar_link, renderer
from bot.replies.message import Message


class ActionRecoveryPlan(CheckedAction):
    """Shows the plan, or asks for the treatment time first."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_recovery_plan"

    def reply(self, situation: Situation) -> tuple[Iterable[Message], List[EventType]]:
        """One message with the time line's card."""
        return [renderer().recovery_plan(situation.plan, calendar_link("plan", situation.conversation))], []
