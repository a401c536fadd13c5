"""The wording around a booking, from `data/knowledge/phrases_booking.yml`."""

from __future__ import annotations

import string
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Mapping

from bot.knowledge.base import ROOT, Localised, Record, read_records

PATH = ROOT / "phrases_booking.yml"


@dataclass(frozen=True)
class Phrases:
    """Texts by id and locale."""

    texts: Mapping[str, Localised]

    def say(self, name: str, locale: str = "en", **values: str) -> str:
        """The phrase with its placeholders filled; English where the locale has none."""
        texts = self.texts[name]
        return texts.get(locale, texts["en"]).format(**values)


@lru_cache(maxsize=4)
def load_phrases(path: Path = PATH) -> Phrases:
    """Reads the phrases; raises KnowledgeError when a text and its placeholders differ."""
    return Phrases({record.id: _checked(record) for record in read_records(path, "phrases")})


def _checked(record: Record) -> Localised:
    texts: Localised = record.text("text")
    declared = set(record.strings("placeholders"))
    for locale, text in texts.items():
        used = {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}
        if used != declared:
            raise record.error(f"the {locale} text uses {sorted(used)}, but 'placeholders' has {sorted(declared)}")
    return texts
