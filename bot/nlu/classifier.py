"""Which reviewed answer a sentence asks for, as a component of Rasa's NLU pipeline.

Rasa's own LogisticRegressionClassifier learns only the part of a label before the slash; ours learns
`question/blood_flow` whole, ranks the parts of a message as well, and tells how near the sentence is
to anything it has seen, which separates out-of-scope better than a classifier's own confidence.
"""
from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, Dict, List, Optional, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.answers import load_answers
from bot.language.segments import segments
from bot.nlu.ranker import Ranker
from bot.nlu.topics import Weighting


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Sets `intent`, `intent_ranking`, `segments` and `similarity` on a message."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """How many labels to rank, and the fields of Weighting (`embedding: 0` leaves the embedding out)."""
        return {"ranking_length": 8, **asdict(Weighting())}

    def __init__(self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self.config = {**self.get_default_config(), **config}
        self._storage = model_storage
        self._resource = resource
        self._ranker: Optional[Ranker] = None

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicClassifier:
        """Called by Rasa's graph before training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicClassifier:
        """Called by Rasa's graph with a trained model."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._ranker = Ranker.load(folder, component._weighting())
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learns every labelled sentence."""
        examples = [e for e in training_data.intent_examples if e.get(INTENT) and e.get(TEXT)]
        self._ranker = Ranker.learnt(
            [e.get(TEXT) for e in examples],
            [e.get(INTENT_RESPONSE_KEY) or e.get(INTENT) for e in examples],
            {f"question/{id}": answer.category for id, answer in load_answers().items()},
            self._weighting(),
        )
        with self._storage.write_to(self._resource) as folder:
            self._ranker.save(folder)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Ranks the labels for each message and for its parts."""
        assert self._ranker is not None, "the classifier was used before it was trained or loaded"
        for message in messages:
            text = message.get(TEXT) or ""
            ranking, similarity = self._rank(text)
            parts = segments(text)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set("similarity", similarity, add_to_output=True)
            message.set("segments", [self._rank(part)[0] for part in parts] if len(parts) > 1 else [])
        return messages

    def _rank(self, text: Text) -> tuple[List[Dict[Text, Any]], float]:
        assert self._ranker is not None
        ranking, similarity = self._ranker.rank(text, self.config["ranking_length"])
        return [{"name": name, "confidence": chance} for name, chance in ranking], similarity

    def _weighting(self) -> Weighting:
        return Weighting(**{field.name: self.config[field.name] for field in fields(Weighting)})
