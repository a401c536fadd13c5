"""Whether an activity may be done yet, from the patient's own treatment time."""
from __future__ import annotations

from typing import Iterable, List, Text

from rasa_sdk.events import EventType

from actions.base import CheckedAction, Situation
from actions.content import renderer
from bot.replies.message import Message


class ActionCheckTimingWindow(CheckedAction):
    """Says the plan's timing acts."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_check_timing_window"

    def reply(self, situation: Situation) -> tuple[Iterable[Message], List[EventType]]:
        """One message an activity, or one question for the treatment time."""
        return renderer().timings(situation.plan), []
