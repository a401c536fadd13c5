"""The danger signs: which symptoms, when, raise which level, and what to do first."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, Mapping, get_args

from bot.knowledge.base import ROOT, KnowledgeError, Localised, Record, read_records
from bot.knowledge.symptoms import SymptomName, load_symptoms

Level = Literal["emergency", "same_day", "book_dermatologist", "self_care"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""Most urgent first."""

CONTEXTS = frozenset({"pregnant", "treated", "hair_medicine"})
_ATOM = re.compile(r"^([a-z_]+)((?:[+-][a-z_]+)*)$")


@dataclass(frozen=True)
class Atom:
    """A symptom with qualifiers it must have and must not have: "redness+fading-mild".

    `no_pain` is the qualifier of every symptom of a message that says the pain is absent.
    """

    symptom: str
    with_details: frozenset[str] = frozenset()
    without_details: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Case:
    """One way to raise a flag. All of `all`, one of `any` and all of `context` must hold.

    `from_hours` and `below_hours` bound the time since the treatment; `only_treated` asks that the
    person is known to have been treated, `known_time` that it is known when.
    """

    level: Level
    all: tuple[Atom, ...] = ()
    any: tuple[Atom, ...] = ()
    context: tuple[str, ...] = ()
    from_hours: float = 0
    below_hours: float | None = None
    only_treated: bool = False
    known_time: bool = False
    text: Localised | None = None
    watch: Localised | None = None

    @property
    def atoms(self) -> tuple[Atom, ...]:
        """Every symptom the case looks at."""
        return self.all + self.any


@dataclass(frozen=True)
class RedFlag:
    """One danger sign. `text` says what to do, `watch` what makes it urgent; whose body it is stays open.

    The text and watch of a case, where it has a text, replace both.
    """

    id: str
    name: str
    level: Level
    cases: tuple[Case, ...]
    text: Localised
    watch: Localised | None
    opening: str | None
    evidence: tuple[str, ...]
    sources: tuple[str, ...]
    date: date
    review: str


@dataclass(frozen=True)
class EmergencyNumber:
    """A number to call; `caution` is what is not sure about it."""

    number: str
    service: Localised
    caution: Localised
    sources: tuple[str, ...]


@dataclass(frozen=True)
class RedFlags:
    """All that triage and its replies need, loaded once."""

    flags: Mapping[str, RedFlag]
    symptoms: Mapping[str, SymptomName]
    numbers: tuple[EmergencyNumber, ...]
    phrases: Mapping[str, Localised]


def load_red_flags(folder: Path = ROOT) -> RedFlags:
    """Flags, symptoms, emergency numbers and glue wording; raises KnowledgeError."""
    symptoms = load_symptoms(folder / "symptoms.yml")
    file = folder / "red_flags.yml"
    flags = {record.id: _flag(record, symptoms) for record in read_records(file, "red_flags")}
    numbers = tuple(_number(record) for record in read_records(file, "emergency_numbers"))
    phrases = {
        record.id: record.text("text") for record in read_records(folder / "phrases_triage.yml", "phrases")
    }
    if len(numbers) < 2:
        raise KnowledgeError(file.name, "emergency_numbers", "no number may stand alone; add a second")
    return RedFlags(flags, symptoms, numbers, phrases)


def _flag(record: Record, symptoms: Mapping[str, SymptomName]) -> RedFlag:
    level = _level(record, record.fields)
    cases = tuple(_case(record, fields, level, symptoms) for fields in record.get("when", list))
    if not cases:
        raise record.error("'when' has no case; add one")
    return RedFlag(
        id=record.id,
        name=record.get("name", str),
        level=level,
        cases=cases,
        text=record.text("text"),
        watch=record.text("watch", None),
        opening=record.get("opening", str, None),
        evidence=record.strings("evidence"),
        sources=record.strings("sources"),
        date=record.date(),
        review=record.get("review", str),
    )


def _case(
    record: Record, fields: Mapping[str, Any], level: Level, symptoms: Mapping[str, SymptomName]
) -> Case:
    case = Record(record.file, record.id, fields)
    context = case.strings("context")
    if set(context) - CONTEXTS:
        raise record.error(f"unknown context {sorted(set(context) - CONTEXTS)}")
    return Case(
        level=_level(record, fields, level),
        all=tuple(_atom(record, text, symptoms) for text in case.strings("all")),
        any=tuple(_atom(record, text, symptoms) for text in case.strings("any")),
        context=context,
        from_hours=case.get("from_hours", (int, float), 0),
        below_hours=case.get("below_hours", (int, float), None),
        only_treated=case.get("only_treated", bool, False),
        known_time=case.get("known_time", bool, False),
        text=case.text("text", None),
        watch=case.text("watch", None),
    )


def _atom(record: Record, text: str, symptoms: Mapping[str, SymptomName]) -> Atom:
    match = _ATOM.match(text)
    if not match or match.group(1) not in symptoms:
        raise record.error(f"'{text}' is no symptom of symptoms.yml")
    marks = re.findall(r"([+-])([a-z_]+)", match.group(2))
    known = symptoms[match.group(1)].details
    for _, detail in marks:
        if detail not in known and detail.removeprefix("no_") not in symptoms:
            raise record.error(f"'{text}': symptoms.yml has no detail '{detail}' for it")
    return Atom(
        match.group(1),
        frozenset(detail for sign, detail in marks if sign == "+"),
        frozenset(detail for sign, detail in marks if sign == "-"),
    )


def _level(record: Record, fields: Mapping[str, Any], default: Level | None = None) -> Level:
    value = fields.get("level", default)
    if value not in LEVELS:
        raise record.error(f"'level' should be one of {', '.join(LEVELS)}, but is {value!r}")
    level: Level = value
    return level


def _number(record: Record) -> EmergencyNumber:
    return EmergencyNumber(record.id, record.text("service"), record.text("caution"), record.strings("sources"))
