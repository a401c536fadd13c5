"""The age a person gives: "im 16", "24 M", "male 52", "16 saal", and nothing that only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass

ADULT = 18
UNTIL = 22
"""Ages in years from data/knowledge/contraindications.yml, row C46: a floor, and the label's age."""
_UNITS = r"st|nd|rd|th|mm|mg|weeks?|wks?|months?|mnths?|days?|hours?|hrs?|h\b|min|din|mahin|haft|am\b|pm\b|%|sessions?"
_MORE_UNITS = r"times|:|/|\d|\.\d|kg|percent|sittings?|cig|x\b|years?\s+(?:ago|back)"
_NO_UNIT = rf"(?!\s*(?:{_UNITS}|{_MORE_UNITS}))"
_INTRODUCED = (
    r"\b(?:i\s*a?['\u2019]?\s?m|im|iam|hes|shes|he['\u2019]s|she['\u2019]s|he is|she is|my age is|my age|age is|"
    r"age|aged|"
    r"umar|umr|turning|turned|just turned|meri umar|meri age)\s*(?:is|:|=|-)?\s*(?:only |just |almost |about )?"
)
_PERSON = r"m|f|male|female|boy|girl|larka|larki"
_RELATIVE = r"husband|wife|son|daughter|brother|sister|mother|father"
_OLD = r"(?:\s*-?\s*(?:old|ka|ki|ke|of age|hai|hun|hoon|male|female|boy|girl|guy|m|f)\b)"
_AGE = re.compile(
    rf"(?<![\d.,/:])(?:{_INTRODUCED}(?P<a>\d{{1,2}}){_NO_UNIT}"
    rf"|(?P<b>\d{{1,2}})\s*-?\s*(?:years?|yrs?|yr|saal|sal|yo|y/o|y\.o)\b{_OLD}"
    r"|(?P<c>\d{1,2})\s*(?:yo|y/o|y\.o\.?)\b"
    rf"|(?P<d>\d{{1,2}})\s*,?\s*/?\s*(?:{_PERSON}|man|woman|guy)\b"
    rf"|\b(?![mf]\d\b)(?:{_PERSON}|{_RELATIVE})\s*,?\s*/?\(?\s*(?:is\s+|aged?\s+)?(?P<e>\d{{1,2}}){_NO_UNIT})",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d.,/:])\d{1,3}(?![\d.,/:]|\s*(?:st|nd|rd|th|mm|mg|%))")
_YOUNGEST, _OLDEST = 5, 99


@dataclass(frozen=True)
class Age:
    """An age in whole years and where it stands in the text."""

    years: int
    start: int
    end: int


def find_age(text: str, expected: bool = False) -> Age | None:
    """The first age told; `expected` takes a bare number, for an answer to a question."""
    for match in _AGE.finditer(text):
        years = next(int(value) for value in match.groups() if value is not None)
        if _YOUNGEST <= years <= _OLDEST and not _of_something_else(text, match):
            return Age(years, match.start(), match.end())
    number = _NUMBER.search(text) if expected else None
    if number and _YOUNGEST <= int(number.group()) <= _OLDEST:
        return Age(int(number.group()), number.start(), number.end())
    return None


def _of_something_else(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 12) : match.start()].lower()
    after = text[match.end() : match.end() + 14].lower()
    return (
        "when i was" in before
        or "since i was" in before
        or bool(re.match(r"\s*(?:pregnant|session|week|month|day|hour)", after))
    )
