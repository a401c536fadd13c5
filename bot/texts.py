"""All content under a data folder as the checks see it: the records, and every text that may be said."""
from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Iterator, Mapping

import yaml

from bot.knowledge.answers import Answer, load_answers
from bot.knowledge.base import KnowledgeError
from bot.knowledge.evidence import EvidenceRow, load_evidence

UNSAID_FILES = ("evidence", "never_say", "sources", "assertion_cues", "lexicon")
UNSAID_FIELDS = frozenset(
    ["id", "words", "not_words", "denied_words", "details", "any", "all", "evidence", "sources", "facts", "review", "date", "section", "payload", "concepts", "url", "asserts", "direction", "level", "category", "rule", "placeholders", "states"]
)
CLINICAL_ROW = re.compile(r"[CRT]\d\d")
_EXAMPLE = re.compile(r"^\s*-\s+(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Text:
    """One text that may be said to a patient."""

    file: str
    record: str
    field: str
    said: str
    declared: frozenset[str]


class Content:
    """The content under one data folder, read when first needed; reading raises KnowledgeError."""

    def __init__(self, data: Path) -> None:
        self.knowledge = data / "knowledge"
        self.nlu = data / "nlu"

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """By id."""
        return load_answers(self.knowledge / "answers")

    @cached_property
    def evidence(self) -> dict[str, EvidenceRow]:
        """By id."""
        return load_evidence(self.knowledge / "evidence.yml")

    @cached_property
    def files(self) -> dict[str, Any]:
        """The raw YAML of data/knowledge by path."""
        paths = sorted(self.knowledge.rglob("*.yml"))
        return {str(path.relative_to(self.knowledge)): _load(path) for path in paths}

    @cached_property
    def examples(self) -> dict[str, list[str]]:
        """The training sentences by intent."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self.nlu.glob("*.yml")):
            for block in _load(path)["nlu"]:
                found[block["intent"]] += _EXAMPLE.findall(block["examples"])
        return dict(found)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every text that may be said: whatever stands in a field that is not known to be unsaid."""
        said = {name: content for name, content in self.files.items() if Path(name).stem not in UNSAID_FILES}
        return tuple(text for name, content in said.items() for text in _texts(name, content))

    @cached_property
    def clinical_rows(self) -> frozenset[str]:
        """The T, C and R rows that windows, contraindications and red flags stand for."""
        files = {name: content for name, content in self.files.items() if "/" not in name}
        return frozenset(row for content in files.values() for row in _cited(content) if CLINICAL_ROW.fullmatch(row))

    @cached_property
    def cited(self) -> frozenset[str]:
        """The rows that any answer or window rests on."""
        rested = {row for answer in self.answers.values() for row in answer.evidence}
        return frozenset(rested | set(_cited(self.files.get("windows.yml", {}))))


def _texts(file: str, content: Any) -> Iterator[Text]:
    for rows in (rows for rows in content.values() if isinstance(rows, list)):
        for row in (row for row in rows if isinstance(row, Mapping)):
            declared = frozenset(map(str, row.get("placeholders") or ()))
            for field, said in _strings(row, "text"):
                yield Text(file, str(row.get("id", "?")), field, said, declared)


def _strings(value: Any, field: str) -> Iterator[tuple[str, str]]:
    """The strings with a space, by field; one without a space is a name and not a text."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in UNSAID_FIELDS:
                yield from _strings(inner, str(key))
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, field)
    elif isinstance(value, str) and " " in value.strip():
        yield field, value


def _cited(value: Any) -> Iterator[str]:
    """What stands under `id`, `evidence` and `facts`, at any depth."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key in ("id", "evidence", "facts"):
                yield from map(str, inner) if isinstance(inner, list) else (str(inner),)
            else:
                yield from _cited(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _cited(inner)


def _load(path: Path) -> Any:
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise KnowledgeError(path, "-", f"cannot be read as YAML: {error}") from error
