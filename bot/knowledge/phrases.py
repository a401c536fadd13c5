"""What the assistant says when it says nothing medical, from `data/knowledge/phrases.yml`."""
from __future__ import annotations

import string
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.knowledge.base import ROOT, Localised, Record, read_records

PHRASES = ROOT / "phrases.yml"


@dataclass(frozen=True)
class Phrase:
    """A sentence or a button's title, with the names that are filled in."""

    id: str
    text: Localised
    placeholders: frozenset[str] = frozenset()

    def say(self, locale: str = "en", **values: str) -> str:
        """The text with its placeholders filled; English where the locale has none."""
        return self.text.get(locale, self.text["en"]).format(**values)


@lru_cache(maxsize=8)
def load_phrases(path: Path = PHRASES) -> dict[str, Phrase]:
    """All phrases by id; raises KnowledgeError when a text and its placeholders differ."""
    return {record.id: _phrase(record) for record in read_records(path, "phrases")}


def _phrase(record: Record) -> Phrase:
    phrase = Phrase(record.id, record.text("text"), frozenset(record.strings("placeholders")))
    for locale, text in phrase.text.items():
        if placeholders(text) != phrase.placeholders:
            raise record.error(
                f"the {locale} text has {sorted(placeholders(text))} in braces, "
                f"but 'placeholders' names {sorted(phrase.placeholders)}"
            )
    return phrase


def placeholders(text: str) -> frozenset[str]:
    """The names in braces; raises ValueError for a single brace."""
    return frozenset(field for _, field, _, _ in string.Formatter().parse(text) if field is not None)
