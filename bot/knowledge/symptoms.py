"""The symptoms patients speak of, as triage needs them; their words are read by bot.language."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.base import ROOT, Record, read_records

ASSERTIONS = frozenset({"present", "absent", "past", "family", "possible", "hypothetical", "unknown"})
NOW = ("present", "possible", "unknown")


@dataclass(frozen=True)
class SymptomName:
    """One symptom: its plain name, its qualifiers, and the assertions that count as "is so now"."""

    id: str
    name: str
    details: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset(NOW)


def load_symptoms(path: Path = ROOT / "symptoms.yml") -> dict[str, SymptomName]:
    """All symptoms by id; raises KnowledgeError."""
    return {record.id: _symptom(record) for record in read_records(path, "symptoms")}


def _symptom(record: Record) -> SymptomName:
    counts = frozenset(record.strings("counts") or NOW)
    if counts - ASSERTIONS:
        raise record.error(f"'counts' has unknown assertions {sorted(counts - ASSERTIONS)}")
    if not record.strings("words"):
        raise record.error("'words' is missing; add how people say it")
    details = frozenset(record.get("details", dict, {}))
    return SymptomName(record.id, record.get("name", str), details, counts)
