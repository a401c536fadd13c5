"""The wording that decides what was asserted, of whom, and what a message does in the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from bot.knowledge.base import ROOT, Record, read_records

CUES_FILE = ROOT / "assertion_cues.yml"

Asserts = Literal["present", "absent", "past", "dated", "possible", "unknown", "hypothetical"]
Direction = Literal["forward", "backward", "both"]


@dataclass(frozen=True)
class Cue:
    """ConText's modifier: `dated` tells of an event ("had", "got") that may last until now."""

    id: str
    asserts: Asserts
    direction: Direction
    words: tuple[str, ...]


@dataclass(frozen=True)
class WordList:
    """Words that stand for one thing: a relative, a setting, a move in the conversation."""

    id: str
    words: tuple[str, ...]


@lru_cache(maxsize=4)
def load_cues(path: Path = CUES_FILE) -> dict[str, Cue]:
    """The assertion cues by id; raises KnowledgeError."""
    return {record.id: _cue(record) for record in read_records(path, "cues")}


@lru_cache(maxsize=32)
def load_words(section: str, path: Path = CUES_FILE) -> dict[str, WordList]:
    """One of the other sections ("relatives", "discourse", …) by id; raises KnowledgeError."""
    return {record.id: WordList(record.id, record.strings("words")) for record in read_records(path, section)}


def _cue(record: Record) -> Cue:
    asserts, direction = record.get("asserts", str), record.get("direction", str)
    if asserts not in Asserts.__args__:  # type: ignore[attr-defined]
        raise record.error(f"'asserts' is {asserts!r}; use one of {Asserts.__args__}")  # type: ignore[attr-defined]
    if direction not in Direction.__args__:  # type: ignore[attr-defined]
        raise record.error(f"'direction' is {direction!r}; use one of {Direction.__args__}")  # type: ignore[attr-defined]
    return Cue(record.id, asserts, direction, record.strings("words"))
