"""The age a person gives: "im 16", "24 M", "turning 18 in march", and nothing that only looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass

ADULT = 18
UNTIL = 22
"""Ages in years from data/knowledge/contraindications.yml, row C46: a floor, and the label's age."""
OLD = 65
"""Over this age row C47 holds."""
_SPELT = {
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "terah": 13,
    "chaudah": 14,
    "chodah": 14,
    "pandrah": 15,
    "pandra": 15,
    "solah": 16,
    "sola": 16,
    "satrah": 17,
    "satra": 17,
    "satara": 17,
    "atharah": 18,
    "athara": 18,
    "unnees": 19,
    "unees": 19,
}
_N = rf"(?:\d{{1,2}}|{'|'.join(_SPELT)})"
_UNITS = r"st|nd|rd|th|mm|mg|weeks?|wks?|months?|mnths?|days?|hours?|hrs?|h\b|min|din|mahin|haft|am\b|pm\b|%|sessions?"
_MORE_UNITS = r"times|feet|foot|ft\b|inch|cm\b|:|/|\d|\.\d|kg|percent|sittings?|cig|x\b|hazar|k\b|rs|rup|lakh|years?\s+(?:ago|back)"
_NO_UNIT = rf"(?!\s*(?:{_UNITS}|{_MORE_UNITS}))"
_INTRODUCED = (
    r"\b(?:i\s*a?['\u2019]?\s?m|im|iam|hes|shes|he['\u2019]s|she['\u2019]s|he is|she is|my age is|my age|age is|"
    r"age|aged|"
    r"umar|umr|umer|turned|just turned|meri umar|meri umer|meri age)\s*(?:is|:|=|-|abhi|sirf)?\s*(?:only |just |about )?"
)
_PERSON = r"m|f|male|female|boy|girl|larka|larki"
_RELATIVE = (
    r"husband|wife|son|daughter|brother|sister|mother|father|bro|sis|mom|mum|dad|kid|cousin|nephew|niece|grandma|"
    r"grandmother|grandfather|uncle|aunt|friend|ammi|amma|maa|mama|papa|baba|walida|walid|saas|susar|khala|phupho|chacha|mamu|abbu|bhai|behan|beta|beti|dada|dadi|nana|nani"
)
_OLD = r"(?:\s*-?\s*(?:old|ka|ki|ke|of age|hai|hun|hoon|male|female|boy|girl|guy|m|f)\b)"
_AHEAD = r"in|next|this|on|after|soon|within|by|later|tomorrow|coming|kal|agle|is"
_COMING = (
    rf"\b(?:turns?|turning|to turn)\s+(?P<f>{_N}){_NO_UNIT}"
    rf"|\b(?:i|ill|i['\u2019]ll|he|she|hell|shell|he['\u2019]ll|she['\u2019]ll)\s+(?:will |am |gonna |only )*"
    rf"(?:be|become|hit|complete)\s+(?P<g>{_N})\s+(?:{_AHEAD})\b"
    rf"|\b(?:almost|nearly|not yet|not even|isnt|isn't|arent|aren't|shy of|short of|away from)\s+(?P<h>{_N}){_NO_UNIT}"
    rf"|(?P<i>\d{{1,2}})\s*th\s+birthday\s+(?:is\s+)?(?:{_AHEAD}|mein|me|anay|aane)\b"
    rf"|\b(?P<j>{_N})\s+(?:saal |sal )?(?:ka|ki|ke)\s+(?:nahi|ho\s*ja\w+|ho\s*n[ae]\b|hone|honay|abhi nahi)"
    rf"|\b(?P<k>{_N})\s+(?:hone|honay|ho\s?ne)\s+(?:mein|me|wala|wali|ko)\b"
)
"""An age that lies ahead: "i turn 18 in march" is 17."""
_AGE = re.compile(
    rf"(?<![\d.,/:])(?:{_COMING}|{_INTRODUCED}(?:still |abhi |sirf )?(?P<a>{_N})\b{_NO_UNIT}"
    rf"|(?P<b>{_N})\s*-?\s*(?:years?|yrs?|yr|saal|sal|yo|y/o|y\.o)\b{_OLD}"
    r"|(?P<c>\d{1,2})\s*(?:yo|y/o|y\.o\.?)\b"
    rf"|(?P<l>{_N})\s+(?:ka|ki)\s+(?:hun|hoon|hu|hon|hai|larka|larki|student)\b"
    rf"|(?P<d>\d{{1,2}})\s*,?\s*/?\s*(?:{_PERSON}|man|woman|guy)\b"
    rf"|\b(?![mf]\d\b)(?:{_PERSON}|{_RELATIVE})\s*,?\s*/?\(?\s*(?:is\s+|aged?\s+)?(?:only |just )?(?P<e>{_N})\b{_NO_UNIT})",
    re.IGNORECASE,
)
_LATER = frozenset("fghijk")
"""The groups that name an age still to come."""
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
        name, said = next((name, value) for name, value in match.groupdict().items() if value is not None)
        years = (_SPELT[said.lower()] if said.lower() in _SPELT else int(said)) - (name in _LATER)
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
        or bool(re.search(r"\blike\s*$", before))
        or "since i was" in before
        or bool(re.match(r"\s*(?:pregnant|session|week|month|day|hour)", after))
    )
