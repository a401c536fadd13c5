"""Runs in the peers' environment: adds negspaCy's and ConText's assertion to statements given on stdin."""

from __future__ import annotations

import json
import sys
from typing import Any

import spacy

CONTEXT = {
    "is_family": "family",
    "is_hypothetical": "hypothetical",
    "is_negated": "absent",
    "is_uncertain": "possible",
    "is_historical": "past",
}


def with_target(nlp: Any, row: dict[str, Any]) -> Any:
    """The text with the target as its only entity."""
    doc = nlp.make_doc(row["text"])
    span = doc.char_span(row["start"], row["end"], label="CONDITION", alignment_mode="expand")
    doc.ents = [span] if span is not None else []
    for _name, component in nlp.pipeline:
        doc = component(doc)
    return doc


def negspacy() -> Any:
    """Blank English, a sentencizer and negspaCy with its clinical terms."""
    from negspacy.negation import Negex  # noqa: F401  registers the component

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("negex", config={"ent_types": ["CONDITION"]})
    return nlp


def context() -> Any:
    """Blank English, a sentencizer and ConText with medspaCy's default rules."""
    import medspacy.context  # noqa: F401  registers the component

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("medspacy_context")
    return nlp


def main() -> None:
    """Reads rows, writes them with two more fields."""
    rows = json.load(sys.stdin)
    neg, con = negspacy(), context()
    for row in rows:
        negated = [entity._.negex for entity in with_target(neg, row).ents]
        row["negspacy"] = "absent" if any(negated) else "present"
        found = [
            name for entity in with_target(con, row).ents for flag, name in CONTEXT.items() if getattr(entity._, flag)
        ]
        row["context"] = found[0] if found else "present"
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
