"""Rasa's in-process text generator: the name of a response in, reviewed text with its evidence out.

No call leaves the process, so a danger sign and every knowledge answer are said with the action
server dead.
"""
from __future__ import annotations

import logging
from typing import Any, Callable, Dict, List, Mapping, Optional, Text

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.dialogue.plan import Plan
from bot.dialogue.render import Renderer
from bot.knowledge.content import load_knowledge
from bot.replies import booking, talk
from bot.replies.message import Message

logger = logging.getLogger(__name__)
ASK = "utter_ask_screening_form_"


class ReviewedText(NaturalLanguageGenerator):
    """Says `utter_*` from data/knowledge; named in endpoints.yml."""

    def __init__(
        self, endpoint_config: Optional[EndpointConfig] = None, domain: Optional[Domain] = None
    ) -> None:
        self._renderer = Renderer(load_knowledge())
        self._sayings: Mapping[Text, Callable[[Plan], List[Message]]] = {
            "utter_red_flag": self._renderer.flags,
            "utter_answer": self._renderer.answers,
            "utter_follow_up": self._renderer.follow_ups,
            "utter_clarify": self._renderer.clarify,
            "utter_forget_me": self._renderer.forget,
            "utter_stop": self._renderer.stop,
            "utter_noted": lambda plan: [],
            "utter_ask_lookup_form_lookup_reference": lambda plan: [booking.ask_reference(plan.problem)],
            "utter_ask_lookup_form_lookup_phone": lambda plan: [booking.ask_reference_phone(plan.problem)],
        }

    async def generate(
        self, utter_action: Text, tracker: DialogueStateTracker, output_channel: Text, **kwargs: Any
    ) -> Optional[Dict[Text, Any]]:
        """The messages of one response; never silent, never an exception."""
        event = _last_user_event(tracker)
        plan = Plan.from_json((event.parse_data if event else {}).get("plan"), tracker.get_slot("memory"))
        try:
            messages = self.say(utter_action, plan)
        except Exception as error:
            logger.error("%s failed: %s", utter_action, type(error).__name__)
            messages = [talk.apology()]
        rows = [message.to_json() for message in messages]
        return {"text": rows[0]["text"] if rows else "", "messages": rows}

    def say(self, name: Text, plan: Plan) -> List[Message]:
        """The messages of the response `name`; `bot explain` shows them too."""
        if name in self._sayings:
            return self._sayings[name](plan)
        if name.startswith(ASK):
            return self._renderer.screening_question(name[len(ASK) :], plan)
        return [talk.say(name.removeprefix("utter_"))]


def _last_user_event(tracker: DialogueStateTracker) -> Optional[UserUttered]:
    """From the events: inside a form a reloaded tracker's latest message can be an older one."""
    return next((event for event in reversed(tracker.events) if isinstance(event, UserUttered)), None)
