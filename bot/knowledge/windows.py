"""What waits after and before a needling: data/knowledge/windows.yml and modifiers.yml."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, Mapping, get_args

from bot.knowledge.base import ROOT, Localised, Record, read_records

Rule = Literal["wait", "allowed", "spacing", "clinic_only", "never"]


@dataclass(frozen=True)
class Article:
    """What the InstaCare article says of it: the sentence, its facts (S rows) and its hours, if it gives any."""

    says: Localised
    facts: tuple[str, ...]
    hours: float | None


@dataclass(frozen=True)
class Window:
    """One activity and its wait. `hours` count from the end of the session; None only for rule never.

    `extended_hours` apply when a modifier of `extended_if` holds, `before_hours` count back from a planned
    session (None: nothing known). `label` fits into a sentence; the other texts are whole sentences.
    """

    id: str
    label: Localised
    category: str
    evidence: tuple[str, ...]
    rule: Rule
    hours: float | None
    extended_hours: float | None
    extended_if: tuple[str, ...]
    ask_modifier: str | None
    before_hours: float | None
    article: Article | None
    confidence: str
    after: Localised
    already: Localised
    instead: Localised
    why: Localised
    sources: tuple[str, ...]
    words: tuple[str, ...]
    not_words: tuple[str, ...]
    date: date
    review: str


@dataclass(frozen=True)
class Modifier:
    """What lengthens a window. `question` is None when it is never asked; `over_mm` is in millimetres.

    `blocks`: while it holds nothing is cleared. `lifts` names the modifier that it takes back.
    """

    id: str
    label: Localised
    question: Localised | None
    words: tuple[str, ...]
    not_words: tuple[str, ...]
    findings: tuple[str, ...] = ()
    over_mm: float | None = None
    blocks: bool = False
    lifts: str | None = None
    evidence: tuple[str, ...] = ()
    date: date = field(default=date.min)
    review: str = "none"


def load_modifiers(path: Path = ROOT / "modifiers.yml") -> Mapping[str, Modifier]:
    """All modifiers by id; raises KnowledgeError."""
    if path == ROOT / "modifiers.yml":
        return _modifiers()
    return {record.id: _modifier(record) for record in read_records(path, "modifiers")}


def load_windows(path: Path = ROOT / "windows.yml") -> Mapping[str, Window]:
    """All windows by id, in the order of the file; raises KnowledgeError."""
    if path == ROOT / "windows.yml":
        return _windows()
    known = load_modifiers()
    return {record.id: _window(record, known) for record in read_records(path, "windows")}


@lru_cache(maxsize=1)
def _modifiers() -> Mapping[str, Modifier]:
    return {record.id: _modifier(record) for record in read_records(ROOT / "modifiers.yml", "modifiers")}


@lru_cache(maxsize=1)
def _windows() -> Mapping[str, Window]:
    return {record.id: _window(record, _modifiers()) for record in read_records(ROOT / "windows.yml", "windows")}


def _window(record: Record, known: Mapping[str, Modifier]) -> Window:
    rule: Rule = record.get("rule", str)
    if rule not in get_args(Rule):
        raise record.error(f"'rule' should be one of {', '.join(get_args(Rule))}, but is {rule!r}")
    window = Window(
        id=record.id,
        label=record.text("label"),
        category=record.get("category", str),
        evidence=record.strings("evidence"),
        rule=rule,
        hours=_hours(record, "hours"),
        extended_hours=_hours(record, "extended_hours"),
        extended_if=record.strings("extended_if"),
        ask_modifier=record.get("ask_modifier", str, None) or None,
        before_hours=_hours(record, "before_hours"),
        article=_article(record),
        confidence=record.get("confidence", str),
        after=record.text("after"),
        already=record.text("already"),
        instead=record.text("instead"),
        why=record.text("why"),
        sources=record.strings("sources"),
        words=record.strings("words"),
        not_words=record.strings("not_words"),
        date=record.date(),
        review=record.get("review", str),
    )
    _check(record, window, known)
    return window


def _check(record: Record, window: Window, known: Mapping[str, Modifier]) -> None:
    if (window.hours is None) != (window.rule == "never"):
        raise record.error("'hours' are needed, except for rule never; add them")
    if bool(window.extended_if) != (window.extended_hours is not None):
        raise record.error("'extended_hours' and 'extended_if' belong together; add the missing one")
    if window.extended_hours is not None and window.extended_hours < (window.hours or 0):
        raise record.error("'extended_hours' are shorter than 'hours'; an extension never shortens")
    named = (*window.extended_if, *filter(None, [window.ask_modifier]))
    for modifier in named:
        if modifier not in known:
            raise record.error(f"'{modifier}' is not in modifiers.yml; add it there or correct the name")
    if window.ask_modifier and window.ask_modifier not in window.extended_if:
        raise record.error("'ask_modifier' should be one of 'extended_if'")
    if not window.evidence or not window.words:
        raise record.error("'evidence' and 'words' should not be empty")


def _hours(record: Record, name: str) -> float | None:
    value: Any = record.get(name, (int, float), None) if record.fields.get(name) is not None else None
    if value is not None and value < 0:
        raise record.error(f"'{name}' should not be negative")
    return None if value is None else float(value)


def _article(record: Record) -> Article | None:
    value = record.fields.get("article")
    if value is None:
        return None
    inner = Record(record.file, record.id, record.get("article", dict))
    return Article(inner.text("says"), inner.strings("facts"), _hours(inner, "hours"))


def _modifier(record: Record) -> Modifier:
    question = record.fields.get("question")
    return Modifier(
        id=record.id,
        label=record.text("label"),
        question=record.text("question") if question else None,
        words=record.strings("words"),
        not_words=record.strings("not_words"),
        findings=record.strings("findings"),
        over_mm=_hours(record, "over_mm"),
        blocks=bool(record.fields.get("blocks")),
        lifts=record.get("lifts", str, None) if record.fields.get("lifts") else None,
        evidence=record.strings("evidence"),
        date=record.date(),
        review=record.get("review", str),
    )
