"""Numbers that patients give: needle lengths, laboratory values and doses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Iterator, Mapping, Sequence

from bot.knowledge.base import ROOT, Record, read_records
from bot.knowledge.windows import Modifier
from bot.language.tokens import tokenise

_LENGTH = re.compile(r"(\d+(?:[.,]\d+)?)\s*-?\s*(?:mm|millimet(?:er|re)s?)\b", re.I)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"\d{1,3},\d{3}")
_REACH = 4
"""Most words between a value's name and its number."""
_WALLS = frozenset({".", "?", "!", ";", ",", "and", "aur", "but", "lekin"})
_TIMES = ("year", "saal", "sal", "day", "din", "month", "mahin", "week", "haft", "hour", "ghant", "times", "bar", "baje")
_UNITS = {"mg": ("mg", "milligram", "milligrams", "mgs")}
_SCALES = {"k": 1.0, "hazar": 1.0, "hazaar": 1.0, "thousand": 1.0, "lakh": 100.0, "lac": 100.0, "lakhs": 100.0}


@dataclass(frozen=True)
class Figure:
    """A range of one value of a contraindication row; it adds `detail`, or `says` present or absent."""

    row: str
    names: tuple[tuple[str, ...], ...]
    least: float
    under: float
    unit: str | None = None
    thousands: bool = False
    detail: str | None = None
    says: str | None = None


@dataclass(frozen=True)
class Told:
    """A figure that holds, at words [start, end)."""

    figure: Figure
    start: int
    end: int


def measured(text: str, modifiers: Mapping[str, Modifier]) -> dict[str, bool]:
    """Which modifiers a stated needle length decides; the longest length named counts. In millimetres."""
    lengths = [float(found.replace(",", ".")) for found in _LENGTH.findall(text)]
    if not lengths:
        return {}
    return {one.id: max(lengths) > one.over_mm for one in modifiers.values() if one.over_mm is not None}


@lru_cache(maxsize=1)
def load_figures() -> tuple[Figure, ...]:
    """The figures of contraindications.yml; raises KnowledgeError."""
    records = read_records(ROOT / "contraindications.yml", "contraindications")
    return tuple(_figure(record, fields) for record in records for fields in record.get("figures", list, []))


def told(words: Sequence[str], figures: Sequence[Figure] | None = None) -> list[Told]:
    """The figures that hold for the numbers in the words of a message."""
    if not any(word[:1].isdigit() for word in words):
        return []
    return [
        Told(figure, start, end)
        for figure in (load_figures() if figures is None else figures)
        for name in figure.names
        for start, end, value in _values(words, name, figure)
        if figure.least <= value < figure.under
    ]


def _figure(record: Record, fields: Mapping[str, object]) -> Figure:
    of = fields.get("of")
    if not isinstance(of, list) or "from" not in fields or "under" not in fields:
        raise record.error("a figure needs 'of', 'from' and 'under'")
    if ("detail" in fields) == ("says" in fields):
        raise record.error("a figure has either a 'detail' or 'says'")
    return Figure(
        record.id,
        tuple(tuple(word.norm for word in tokenise(str(name))) for name in of),
        float(str(fields["from"])),
        float(str(fields["under"])),
        str(fields["unit"]) if "unit" in fields else None,
        fields.get("scale") == "thousands",
        str(fields["detail"]) if "detail" in fields else None,
        str(fields["says"]) if "says" in fields else None,
    )


def _values(words: Sequence[str], name: tuple[str, ...], figure: Figure) -> Iterator[tuple[int, int, float]]:
    """Where the name stands with a number behind it ("hb is 9"), or one with its unit before ("40 mg steroid")."""
    for start in range(len(words) - len(name) + 1):
        end = start + len(name)
        if tuple(words[start:end]) != name:
            continue
        behind = _behind(words, end)
        if behind is not None and (value := _value(words, behind, figure)) is not None:
            yield start, behind + 1, value
        elif figure.unit and (before := _before(words, start)) is not None:
            value = _value(words, before, figure)
            if value is not None:
                yield before, end, value


def _behind(words: Sequence[str], end: int) -> int | None:
    for index in range(end, min(end + _REACH + 1, len(words))):
        if _NUMBER.fullmatch(words[index]):
            return index
        if words[index] in _WALLS:
            return None
    return None


def _before(words: Sequence[str], start: int) -> int | None:
    for index in range(start - 1, max(start - _REACH - 1, -1), -1):
        if _NUMBER.fullmatch(words[index]):
            return index
        if words[index] in _WALLS:
            return None
    return None


def _value(words: Sequence[str], index: int, figure: Figure) -> float | None:
    follows = words[index + 1] if index + 1 < len(words) else ""
    if follows.startswith(_TIMES) or (figure.unit and follows not in _UNITS.get(figure.unit, (figure.unit,))):
        return None
    whole = _THOUSANDS.fullmatch(words[index])
    value = float(words[index].replace(",", "" if whole else "."))
    if not figure.thousands:
        return value
    return value * _SCALES[follows] if follows in _SCALES else value / 1000 if value >= 1000 else value
