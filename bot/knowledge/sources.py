"""Where a statement comes from: title and address, shown to the patient."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.base import ROOT, read_records


@dataclass(frozen=True)
class Source:
    """One published page, label or paper; `url` is empty for general knowledge."""

    id: str
    title: str
    url: str


def load_sources(path: Path = ROOT / "sources.yml") -> dict[str, Source]:
    """All sources by id; raises KnowledgeError."""
    return {
        record.id: Source(record.id, record.get("title", str), record.get("url", str, ""))
        for record in read_records(path, "sources")
    }
