"""The sets to measure with: where they lie, and how their rows are read."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bot.settings import ROOT

SETS = ROOT.parent / "shared" / "dev"
"""The development sets, beside the checkout where there are any."""


def read_rows(file: Path) -> list[dict[str, Any]]:
    """Each line of a .jsonl file that is not blank; none when there is no such file."""
    if not file.is_file():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
