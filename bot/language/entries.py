"""Everything the language layer looks for, gathered from the data files."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

from bot.knowledge.base import ROOT, read_records
from bot.knowledge.contraindications import load_contraindications
from bot.knowledge.cues import load_cues, load_words
from bot.language.lexicon import Entry

SECTIONS = {
    "pseudo": "pseudo",
    "boundaries": "boundary",
    "relatives": "relative",
    "patients": "patient",
    "settings": "setting",
    "treatments": "treatment",
    "discourse": "discourse",
}
_SHARED = {
    "symptoms.yml": ("symptoms", "symptom"),
    "windows.yml": ("windows", "activity"),
    "modifiers.yml": ("modifiers", "modifier"),
}


def all_entries() -> list[Entry]:
    """The entries of every file that exists; raises KnowledgeError."""
    return [*_contraindications(), *_cues(), *_others()]


def other_words() -> frozenset[str]:
    """Words that are right as they stand and must not be taken for a slip."""
    file = ROOT / "common_words.txt"
    return frozenset(file.read_text(encoding="utf-8").split()) if file.exists() else frozenset()


def _contraindications() -> Iterator[Entry]:
    for row in load_contraindications().values():
        yield Entry("contraindication", row.id, row.words, row.not_words)
        for index, state in enumerate(row.states):
            yield Entry("contraindication", f"{row.id}/{index}", state.words)
        for name, words in row.details.items():
            yield Entry("detail", f"{row.id}/{name}", words)


def _cues() -> Iterator[Entry]:
    for cue in load_cues().values():
        yield Entry("cue", cue.id, cue.words)
    for section, kind in SECTIONS.items():
        for row in load_words(section).values():
            yield Entry(kind, row.id, row.words)


def _others() -> Iterator[Entry]:
    for name, (key, kind) in _SHARED.items():
        path: Path = ROOT / name
        if not path.exists():
            continue
        for record in read_records(path, key):
            yield Entry(kind, record.id, record.strings("words"), record.strings("not_words"))
            for detail, words in _details(record.fields.get("details")):
                yield Entry("detail", f"{record.id}/{detail}", words)


def _details(details: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(details, dict):
        for name, words in details.items():
            yield str(name), tuple(str(word) for word in words or ())
