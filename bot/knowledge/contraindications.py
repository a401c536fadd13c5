"""The contraindication rows: what they are called, how they are said, and which verdict holds when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Mapping

from bot.knowledge.base import ROOT, Localised, Record, read_records

VERDICTS = ("do_not", "see_dermatologist_first", "wait", "caution", "none")
ASSERTIONS = frozenset({"present", "absent", "past", "family", "possible", "hypothetical", "unknown"})
_DURATION = re.compile(r"P(\d+)([DMY])")


@dataclass(frozen=True)
class Since:
    """A stretch of calendar time, for example six months: `count` of unit D, M or Y."""

    count: int
    unit: Literal["D", "M", "Y"]


@dataclass(frozen=True)
class VerdictRule:
    """A verdict and its conditions; `since_under`/`since_over` is the time since it ended or happened.

    "Under" leaves the boundary out and "over" takes it in.
    """

    verdict: str
    assertion: str
    details: frozenset[str] = frozenset()
    since_under: Since | None = None
    since_over: Since | None = None
    setting: str | None = None

    @property
    def conditions(self) -> int:
        """How particular the rule is."""
        return len(self.details) + sum(x is not None for x in (self.since_under, self.since_over, self.setting))


@dataclass(frozen=True)
class State:
    """Phrases that carry an assertion of their own ("period is late": a pregnancy is possible)."""

    assertion: str
    words: tuple[str, ...]
    details: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Contraindication:
    """One row.

    `lasting`: once told as having happened it still holds; `event`: has a day and an age; `plan`: in a
    question it is a plan or a topic, not a statement.
    """

    id: str
    name: Localised
    category: str
    words: tuple[str, ...]
    not_words: tuple[str, ...]
    states: tuple[State, ...]
    details: Mapping[str, tuple[str, ...]]
    verdicts: tuple[VerdictRule, ...]
    reason: Localised
    until: Localised
    bring: Localised
    lasting: bool
    event: bool
    plan: bool
    family_counts: bool
    evidence: tuple[str, ...]
    sources: tuple[str, ...]
    date: date
    review: str


@lru_cache(maxsize=4)
def load_contraindications(path: Path = ROOT / "contraindications.yml") -> dict[str, Contraindication]:
    """The rows by id ("C01"); raises KnowledgeError."""
    return {record.id: _contraindication(record) for record in read_records(path, "contraindications")}


def _contraindication(record: Record) -> Contraindication:
    details = record.get("details", dict, {})
    rules = tuple(_rule(record, row, details) for row in record.get("verdicts", list))
    if not any(rule.assertion == "present" for rule in rules):
        raise record.error("has no verdict for 'present'; add one")
    return Contraindication(
        id=record.id,
        name=record.text("name"),
        category=record.get("category", str),
        words=record.strings("words"),
        not_words=record.strings("not_words"),
        states=_states(record),
        details={name: tuple(words) for name, words in details.items()},
        verdicts=rules,
        reason=record.text("reason"),
        until=record.text("until"),
        bring=record.text("bring"),
        lasting=record.get("lasting", bool, False),
        event=record.get("event", bool, False),
        plan=record.get("plan", bool, False),
        family_counts=record.get("family_counts", bool, False),
        evidence=record.strings("evidence"),
        sources=record.strings("sources"),
        date=record.date(),
        review=record.get("review", str),
    )


def _states(record: Record) -> tuple[State, ...]:
    denied = record.strings("denied_words")
    states = [State("absent", denied)] if denied else []
    for row in record.get("states", list, []):
        if row.get("assertion") not in ASSERTIONS:
            raise record.error(f"a state has the assertion {row.get('assertion')!r}; use one of {sorted(ASSERTIONS)}")
        states.append(State(row["assertion"], tuple(row["words"]), frozenset(row.get("details") or ())))
    return tuple(states)


def _rule(record: Record, row: Mapping[str, Any], details: Mapping[str, Any]) -> VerdictRule:
    when = row.get("when") or {}
    if row.get("verdict") not in VERDICTS:
        raise record.error(f"a verdict is {row.get('verdict')!r}; use one of {VERDICTS}")
    if when.get("assertion") not in ASSERTIONS:
        raise record.error(f"a verdict's assertion is {when.get('assertion')!r}; use one of {sorted(ASSERTIONS)}")
    unknown = set(when.get("details") or ()) - set(details)
    if unknown:
        raise record.error(f"a verdict needs the details {sorted(unknown)}, which 'details' does not have")
    return VerdictRule(
        row["verdict"],
        when["assertion"],
        frozenset(when.get("details") or ()),
        _since(record, when.get("since_under")),
        _since(record, when.get("since_over")),
        when.get("setting"),
    )


def _since(record: Record, text: str | None) -> Since | None:
    if text is None:
        return None
    match = _DURATION.fullmatch(text)
    if match is None:
        raise record.error(f"{text!r} is no duration; write for example P6M or P14D")
    return Since(int(match[1]), match[2])  # type: ignore[arg-type]
