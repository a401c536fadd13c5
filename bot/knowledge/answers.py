"""The reviewed answers to questions, from `data/knowledge/answers/<category>.yml`."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from bot.knowledge.base import ROOT, Localised, Record, read_records

ANSWERS = ROOT / "answers"


@dataclass(frozen=True)
class Answer:
    """One answer. `label` is the question in the patient's words, short enough for a button.

    `why`, `more` and `women` answer the follow-ups "why?", "tell me more" and "and for women?".
    `review` says who has approved the text; "none" until a clinician has.
    """

    id: str
    category: str
    label: Localised
    evidence: tuple[str, ...]
    text: Localised
    date: date
    review: str
    why: Localised | None = None
    more: Localised | None = None
    women: Localised | None = None


@lru_cache(maxsize=8)
def load_answers(path: Path = ANSWERS) -> dict[str, Answer]:
    """All answers by id; raises KnowledgeError that names the file and the record."""
    return {record.id: _answer(record) for record in read_records(path, "answers")}


def _answer(record: Record) -> Answer:
    evidence = record.strings("evidence")
    if not evidence:
        raise record.error("rests on nothing; add the evidence rows it is taken from")
    return Answer(
        id=record.id,
        category=record.get("category", str),
        label=record.text("label"),
        evidence=evidence,
        text=record.text("text"),
        date=record.date(),
        review=record.get("review", str),
        why=record.text("why", None),
        more=record.text("more", None),
        women=record.text("women", None),
    )
