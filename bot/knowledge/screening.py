"""The questions of the screening: groups of things asked about in one go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping

from bot.knowledge.base import ROOT, Localised, Record, read_records

SCREENING_FILE = ROOT / "screening.yml"


@dataclass(frozen=True)
class Item:
    """A part of a question; left out once all its concepts were spoken of."""

    text: Localised
    concepts: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """One question. `if_yes` and `if_unsure` are the verdicts of an answer that names nothing.

    `question` has the placeholder {items}, which the items not yet spoken of fill.
    """

    id: str
    name: Localised
    question: Localised
    error: Localised
    items: tuple[Item, ...]
    buttons: tuple[tuple[Localised, str], ...]
    if_yes: str
    if_unsure: str
    reason: Localised
    until: Localised
    bring: Localised
    category: str
    evidence: tuple[str, ...]

    @property
    def slot(self) -> str:
        """The slot of the form that holds the answer."""
        return f"screening_{self.id}"

    @property
    def concepts(self) -> tuple[str, ...]:
        """All concepts that the question covers."""
        return tuple(dict.fromkeys(concept for item in self.items for concept in item.concepts))


@lru_cache(maxsize=4)
def load_groups(path: Path = SCREENING_FILE) -> dict[str, Group]:
    """The groups by id in the order of asking; raises KnowledgeError."""
    return {record.id: _group(record) for record in read_records(path, "groups")}


def _group(record: Record) -> Group:
    return Group(
        id=record.id,
        name=record.text("name"),
        question=record.text("question"),
        error=record.text("error"),
        items=tuple(_item(record, row) for row in record.get("items", list)),
        buttons=tuple((_text(row["title"]), row["payload"]) for row in record.get("buttons", list)),
        if_yes=record.get("if_yes", str),
        if_unsure=record.get("if_unsure", str),
        reason=record.text("reason"),
        until=record.text("until"),
        bring=record.text("bring"),
        category=record.get("category", str),
        evidence=record.strings("evidence"),
    )


def _item(record: Record, row: Mapping[str, Any]) -> Item:
    if not row.get("concepts") or "text" not in row:
        raise record.error("an item needs 'text' and 'concepts'")
    return Item(_text(row["text"]), tuple(row["concepts"]))


def _text(value: Any) -> Localised:
    return {"en": value} if isinstance(value, str) else dict(value)
