"""The last NLU component: from concepts, times and the classifier's ranking to one plan.

It stands after the classifier, so that a danger sign outranks it, forms and fallback; it gets the
tracker, so that "no", "and the gym?" and "yesterday evening" are read in their context.
"""
from __future__ import annotations

from datetime import datetime, timezone
from functools import lru_cache
from typing import Any, Dict, Iterable, List, Mapping, Optional, Text
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.memory import Memory
from bot.dialogue.plan import Plan
from bot.dialogue.planner import Planner, make_planner
from bot.dialogue.turn import Ranking, Turn
from bot.language.urdu import romanised

DEFAULT_ZONE = "Asia/Karachi"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Router(IntentClassifier, GraphComponent):
    """Sets the final intent, the plan and the entities that fill slots in process."""

    def __init__(self, planner: Planner) -> None:
        self.planner = planner

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Router:
        """Called by Rasa's graph."""
        return cls(_planner())

    def process(self, messages: List[Message], tracker: Optional[DialogueStateTracker]) -> List[Message]:
        """Plans the reply to each message."""
        for message in messages:
            _write(message, self.planner.plan(_turn(message, tracker)))
        return messages


@lru_cache(maxsize=1)
def _planner() -> Planner:
    return make_planner()


def _ranking(rows: Iterable[Mapping[str, Any]]) -> Ranking:
    return tuple((row["name"], row["confidence"]) for row in rows)


def _turn(message: Message, tracker: Optional[DialogueStateTracker]) -> Turn:
    metadata: Mapping[str, Any] = message.get(METADATA) or {}
    return Turn(
        text=romanised(message.get(TEXT) or ""),
        written=message.get(TEXT) or "",
        now=_now(metadata),
        ranking=_ranking(message.get("intent_ranking") or ()),
        segments=tuple(_ranking(rows) for rows in message.get("segments") or ()),
        similarity=float(message.get("similarity") or 0.0),
        choice=metadata.get("choice"),
        memory=Memory.from_json(tracker.get_slot("memory") if tracker else None),
        form=tracker.active_loop_name if tracker else None,
        requested=tracker.get_slot(REQUESTED_SLOT) if tracker and tracker.active_loop_name else None,
        slots={name: slot.value for name, slot in tracker.slots.items()} if tracker else {},
    )


def _now(metadata: Mapping[str, Any]) -> datetime:
    zone = ZoneInfo(metadata.get("timezone") or DEFAULT_ZONE)
    return datetime.now(timezone.utc).astimezone(zone)


def _write(message: Message, plan: Plan) -> None:
    message.set(INTENT, {"name": plan.intent, "confidence": 1.0}, add_to_output=True)
    message.set("plan", plan.to_json(), add_to_output=True)
    values = {"memory": plan.memory.to_json(), **plan.slots}
    message.set(
        ENTITIES,
        [{"entity": name, "value": value, "extractor": "Router"} for name, value in values.items()],
        add_to_output=True,
    )
