"""The treating clinic's own rules: they can make a wait longer, never shorter."""
from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Mapping

from bot.knowledge.base import ROOT, read_records

PATH = ROOT.parent / "clinics" / "settings.yml"


@dataclass(frozen=True)
class ClinicRules:
    """`hours` by window id: what this clinic's written instructions ask for."""

    hours: Mapping[str, float] = field(default_factory=dict)


@lru_cache(maxsize=4)
def load_clinic_rules(path: Path = PATH) -> ClinicRules:
    """Reads the clinic's settings; without a file there are none. Raises KnowledgeError."""
    if not path.is_file():
        return ClinicRules()
    records = read_records(path, "clinic_windows")
    return ClinicRules({record.id: float(record.get("hours", (int, float))) for record in records})
