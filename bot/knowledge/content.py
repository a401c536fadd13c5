"""The reviewed content, loaded once: everything medical that the bot may say or decide by."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Iterable, Mapping

from bot.knowledge.answers import Answer, load_answers
from bot.knowledge.base import ROOT, KnowledgeError
from bot.knowledge.contraindications import Contraindication, load_contraindications
from bot.knowledge.evidence import EvidenceRow, load_evidence
from bot.knowledge.phrases import Phrase, load_phrases
from bot.knowledge.red_flags import RedFlags, load_red_flags
from bot.knowledge.sources import Source, load_sources
from bot.knowledge.windows import Modifier, Window, load_modifiers, load_windows

__all__ = ["Knowledge", "KnowledgeError", "load_knowledge"]


@dataclass(frozen=True)
class Knowledge:
    """One mapping a noun, by id."""

    answers: Mapping[str, Answer]
    windows: Mapping[str, Window]
    modifiers: Mapping[str, Modifier]
    contraindications: Mapping[str, Contraindication]
    red_flags: RedFlags
    evidence: Mapping[str, EvidenceRow]
    phrases: Mapping[str, Phrase]
    sources: Mapping[str, Source]

    def sources_of(self, ids: Iterable[str]) -> tuple[Mapping[str, str], ...]:
        """Sources as the contract has them; unknown ids and general knowledge without an address are left out."""
        found = [self.sources[one] for one in dict.fromkeys(ids) if one in self.sources]
        return tuple({"id": s.id, "title": s.title, "url": s.url} for s in found if s.url)


@lru_cache(maxsize=2)
def load_knowledge(folder: Path = ROOT) -> Knowledge:
    """Reads and checks every file; raises KnowledgeError naming file and record."""
    return Knowledge(
        answers=load_answers(folder / "answers"),
        windows=load_windows(folder / "windows.yml"),
        modifiers=load_modifiers(folder / "modifiers.yml"),
        contraindications=load_contraindications(folder / "contraindications.yml"),
        red_flags=load_red_flags(folder),
        evidence=load_evidence(folder / "evidence.yml"),
        phrases=load_phrases(folder / "phrases.yml"),
        sources=load_sources(folder / "sources.yml"),
    )
