"""Our sentence embedding as a dense feature, so that DIET can be measured with it."""
from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.embedding import default_embedder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class DenseEmbedding(DenseFeaturizer, GraphComponent):
    """The embedding of the sentence, for the sentence and for each of its tokens."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> DenseEmbedding:
        """Called by Rasa's graph."""
        return cls(execution_context.node_name, config)

    @staticmethod
    def required_components() -> list[Any]:
        """A tokenizer, because Rasa wants a row a token too."""
        return [Tokenizer]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing to set."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Features of every example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Features of each message that has text."""
        for message in messages:
            tokens = message.get(TEXT_TOKENS)
            if tokens:
                row = default_embedder().embed(message.get(TEXT).lower())[None]
                self._add(message, row, FEATURE_TYPE_SENTENCE)
                self._add(message, np.repeat(row, len(tokens), axis=0), FEATURE_TYPE_SEQUENCE)
        return messages

    def _add(self, message: Message, rows: Any, kind: str) -> None:
        message.add_features(Features(rows, kind, TEXT, self._identifier))
