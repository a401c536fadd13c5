"""Assertion on patients' statements: ours against negspaCy and medspaCy's ConText, in one run.

    python -m benchmarks.assertion --peers PEERS/bin/python --table tests/sentences/contraindications.yml
    python -m benchmarks.assertion --peers PEERS/bin/python --rows FOLDER/single_turn.jsonl

PEERS is an environment apart from the product's:

    uv venv PEERS
    uv pip install --python PEERS/bin/python spacy==3.4.4 negspacy medspacy==1.0.1 'setuptools<70' 'numpy<1.25'

Everybody gets the same targets (ours), so that only the assertion is compared. The peers know fewer classes:
what they call possible is taken for unknown too, and a statement that they leave unmarked counts as present.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any, Iterator
from zoneinfo import ZoneInfo

import yaml

from bot.language import default_language

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=ZoneInfo("Asia/Karachi"))
PEERS = Path(__file__).with_name("assertion_peers.py")
Row = dict[str, Any]


def from_table(file: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Text, concept and allowed assertions of a table like tests/sentences/contraindications.yml."""
    for row in yaml.safe_load(file.read_text(encoding="utf-8"))["statements"]:
        for concept, allowed in row["findings"].items():
            yield row["text"], concept, allowed if isinstance(allowed, list) else [allowed]


def from_rows(file: Path) -> Iterator[tuple[str, str, list[str]]]:
    """The same of a file of messages with expected findings, one JSON object a line."""
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = re.sub(r"\{\{now-14mo\|month\}\}", "September 2025", row["text"])
        for finding in row["expect"].get("findings", ()):
            concepts = finding["concept"] if isinstance(finding["concept"], list) else [finding["concept"]]
            allowed = finding["assertion"] if isinstance(finding["assertion"], list) else [finding["assertion"]]
            yield text, concepts[0], allowed


def located(statements: Iterator[tuple[str, str, list[str]]]) -> list[Row]:
    """The statements whose target our lexicon finds, with its place and our assertion."""
    rows = []
    for text, concept, allowed in statements:
        mention = next((m for m in default_language().read(text, NOW).of("contraindication") if m.id == concept), None)
        if mention is not None:
            place = {"start": mention.start, "end": mention.end}
            rows.append({"text": text, "concept": concept, "allowed": allowed, "ours": mention.assertion, **place})
    return rows


def main(argv: list[str] | None = None) -> int:
    """Prints accuracy overall and by assertion."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", required=True, help="the Python of the peers' environment")
    parser.add_argument("--table", type=Path)
    parser.add_argument("--rows", type=Path)
    given = parser.parse_args(argv)
    statements = from_table(given.table) if given.table else from_rows(given.rows)
    rows = located(statements)
    done = subprocess.run([given.peers, str(PEERS)], input=json.dumps(rows), capture_output=True, text=True, check=True)
    report(json.loads(done.stdout.splitlines()[-1]))
    return 0


def report(rows: list[Row]) -> None:
    """One line a system, then one for each expected assertion."""
    systems = ("ours", "negspacy", "context")
    print(f"{len(rows)} statements")
    for system in systems:
        right = sum(_right(row, system) for row in rows)
        print(f"{system:10} {right / len(rows):6.1%}")
    totals = Counter(row["allowed"][0] for row in rows)
    for assertion, total in totals.most_common():
        shares = [sum(_right(row, s) for row in rows if row["allowed"][0] == assertion) / total for s in systems]
        print(
            f"  {assertion:13} {total:4}  "
            + "  ".join(f"{s} {share:5.0%}" for s, share in zip(systems, shares, strict=False))
        )


def _right(row: Row, system: str) -> bool:
    allowed = set(row["allowed"])
    if system != "ours" and "unknown" in allowed:
        allowed.add("possible")
    return row[system] in allowed


if __name__ == "__main__":
    sys.exit(main())
