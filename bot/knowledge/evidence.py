"""What the answers rest on: facts of the article, trials, and what nobody knows yet."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.knowledge.base import ROOT, Record, read_records

EVIDENCE = ROOT / "evidence.yml"


@dataclass(frozen=True)
class EvidenceRow:
    """One row. S: the article, E: a study, Q: an open question.

    `caution` is what must stand beside the claim when it is told. `question` is what a patient would
    ask whose answer rests on this row. `sources` are ids of sources.yml.
    """

    id: str
    section: str
    claim: str
    question: str
    sources: tuple[str, ...]
    caution: str | None = None


@lru_cache(maxsize=8)
def load_evidence(path: Path = EVIDENCE) -> dict[str, EvidenceRow]:
    """All rows by id; raises KnowledgeError that names the record."""
    return {record.id: _row(record) for record in read_records(path, "evidence")}


def _row(record: Record) -> EvidenceRow:
    sources = record.strings("sources")
    if not sources and not record.id.startswith("Q"):
        raise record.error("names no source; add the ids from sources.yml")
    return EvidenceRow(
        id=record.id,
        section=record.get("section", str),
        claim=record.get("claim", str),
        question=record.get("question", str),
        sources=sources,
        caution=record.get("caution", str, None),
    )
