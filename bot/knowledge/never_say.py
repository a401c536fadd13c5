"""The rules that every text of the assistant must keep, from `data/knowledge/never_say.yml`."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Mapping

from bot.knowledge.base import ROOT, Record, read_records

NEVER_SAY = ROOT / "never_say.yml"
_CLAUSE_END = re.compile(r"(?<=[.!?;:])\s+")


@dataclass(frozen=True)
class Rule:
    """A thing never said. `excuses` make a match harmless, such as a denial before it.

    A rule without patterns is kept by something else, which `kept_by` names.
    """

    id: str
    rule: str
    patterns: tuple[re.Pattern[str], ...]
    excuses: tuple[re.Pattern[str], ...]
    kept_by: str | None

    def broken_by(self, text: str) -> str | None:
        """The clause that breaks the rule, or None; a question asserts nothing."""
        for clause in _CLAUSE_END.split(text):
            if not clause.endswith("?") and any(self._matches(pattern, clause) for pattern in self.patterns):
                return clause
        return None

    def _matches(self, pattern: re.Pattern[str], clause: str) -> bool:
        return any(
            not any(excuse.search(clause[: match.end()]) for excuse in self.excuses) for match in pattern.finditer(clause)
        )


@lru_cache(maxsize=4)
def load_never_say(path: Path = NEVER_SAY) -> dict[str, Rule]:
    """All rules by id; raises KnowledgeError for an unknown excuse or a pattern that cannot be read."""
    excuses = {record.id: _pattern(record, record.get("pattern", str)) for record in read_records(path, "excuses")}
    return {record.id: _rule(record, excuses) for record in read_records(path, "never_say")}


def _rule(record: Record, excuses: Mapping[str, re.Pattern[str]]) -> Rule:
    names = record.strings("excused_by")
    unknown = set(names) - set(excuses)
    if unknown:
        raise record.error(f"'excused_by' names {sorted(unknown)}, which is not among 'excuses'")
    patterns = tuple(_pattern(record, pattern) for pattern in record.strings("patterns"))
    kept_by = record.get("kept_by", str, None)
    if not patterns and not kept_by:
        raise record.error("has neither 'patterns' nor 'kept_by'; add one")
    return Rule(record.id, record.get("rule", str), patterns, tuple(excuses[name] for name in names), kept_by)


def _pattern(record: Record, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise record.error(f"'{pattern}' is no regular expression: {error}") from error
