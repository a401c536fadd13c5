"""The server loads the components that answer, not those that trained.

Reason: with a model's description Rasa also imports every class of its training, among them a validator that
imports all of Rasa's components and so TensorFlow.
Upstream: rasa/engine/storage/storage.py, ModelMetadata.from_dict.
Here: the description has an empty training graph. Never apply it where a model is trained.
"""
from __future__ import annotations

from typing import Any, Callable

from rasa.engine.storage.storage import ModelMetadata

FromDict = Callable[[dict[str, Any]], ModelMetadata]


def apply() -> None:
    """Puts the shorter description in the place of Rasa's."""
    if not hasattr(ModelMetadata.from_dict, "serves"):
        ModelMetadata.from_dict = staticmethod(serving(ModelMetadata.from_dict))


def serving(from_dict: FromDict) -> FromDict:
    """The same function, blind to the training graph."""

    def serving_from_dict(serialized: dict[str, Any]) -> ModelMetadata:
        return from_dict({**serialized, "train_schema": {"nodes": {}}})

    serving_from_dict.serves = True  # type: ignore[attr-defined]
    return serving_from_dict
