"""The pipelines that are compared, as Rasa configurations."""
from __future__ import annotations

from typing import Any, Mapping

Pipeline = list[dict[str, Any]]
OURS = "bot.nlu.classifier.TopicClassifier"
EVERY_LABEL = 10_000
GRAMS: Pipeline = [
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]


def pipelines(epochs: int) -> Mapping[str, Pipeline]:
    """By name. The last is what `rasa init` sets up, with rankings of all labels so that it can be scored."""
    # As `rasa init` sets it: without constrained similarities DIET learns less than half as much in five epochs.
    diet = {"name": "DIETClassifier", "epochs": epochs, "ranking_length": 0, "constrain_similarities": True}
    return {
        "ours": [{"name": OURS, "ranking_length": EVERY_LABEL}],
        "ours, no embedding": [{"name": OURS, "embedding": 0, "ngrams": 1.0, "ranking_length": EVERY_LABEL}],
        "DIET on our features": [
            {"name": "WhitespaceTokenizer"},
            {"name": "benchmarks.nlu.dense.DenseEmbedding"},
            *GRAMS,
            {**diet, "entity_recognition": False},
        ],
        "rasa init": [
            {"name": "WhitespaceTokenizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            *GRAMS,
            diet,
            {"name": "EntitySynonymMapper"},
            {"name": "ResponseSelector", "epochs": epochs, "constrain_similarities": True},
            {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
        ],
    }
