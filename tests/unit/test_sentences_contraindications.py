"""Every statement of tests/sentences/contraindications.yml is read as it was meant."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.language import default_language

FILE = Path(__file__).parents[1] / "sentences" / "contraindications.yml"
STATEMENTS: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["statements"]
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("Asia/Karachi"))


@pytest.mark.parametrize("row", STATEMENTS, ids=lambda row: row["text"])
def test_a_statement_is_read_as_it_was_meant(row: dict[str, Any]) -> None:
    found = {finding.concept: finding for finding in default_language().read(row["text"], NOW).findings()}
    for concept, expected in row["findings"].items():
        allowed = expected if isinstance(expected, list) else [expected]
        assert concept in found, f"{concept} is not found; there is {list(found)}"
        assert found[concept].assertion in allowed, f"{concept}: {found[concept]}"
    for concept, since in row.get("since", {}).items():
        assert found[concept].since == since
    for concept, details in row.get("details", {}).items():
        assert set(details) <= found[concept].details
    expected_present = {*row["findings"], *row.get("also", [])}
    surplus = [one for one in found.values() if one.assertion == "present" and one.concept not in expected_present]
    assert not surplus, f"not said: {surplus}"


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(STATEMENTS) >= 300
    assert len({row["text"] for row in STATEMENTS}) == len(STATEMENTS)
