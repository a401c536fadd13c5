"""A message as plain tokens that remember where they stood."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from bot.aftercare import vocabulary as v

_TOKEN = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}(?!\d)|\d{1,2}:\d{2}(?::\d{2})?|\d+\.\d+|\d{1,2}/\d{1,2}(?!\d)"
    r"|\b2(?:day|nite|night|mor?row|moro|mro|mrw|morow|mo)\b|\bb4\b|\b[ap]\.m\b\.?|o['’ ]?clock"
    r"|\d+|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*|\S"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
_BEFORE_SHORT_DAY = frozenset(
    ["on", "last", "next", "this", "was", "or", "either", "between", "since", "and", "coming", "upto", "until"]
)
_AFTER_SHORT_DAY = frozenset(["morning", "evening", "afternoon", "night", "noon", "at", "ko", "about", "or"])


@dataclass(frozen=True)
class Token:
    """One word: `plain` is its one spelling, `start` and `end` its place in the message."""

    plain: str
    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """The tokens joined by single spaces, so that patterns can be short."""

    tokens: tuple[Token, ...]
    text: str
    starts: tuple[int, ...]

    def index(self, offset: int) -> int:
        """The token at an offset of `text`."""
        return max(0, bisect_right(self.starts, offset) - 1)


def read_line(message: str) -> Line:
    """Tokens of a message (its first 2,000 characters) in their one spelling."""
    found = [(match.group().lower().replace("’", "'"), *match.span()) for match in _TOKEN.finditer(message[:2000])]
    raw = [word for word, _, _ in found]
    plain = [_spelling(raw, place) for place in range(len(raw))]
    tokens = _joined_numbers(
        tuple(Token(word, start, end) for word, (_, start, end) in zip(plain, found, strict=False)), raw
    )
    starts, offset = [], 0
    for token in tokens:
        starts.append(offset)
        offset += len(token.plain) + 1
    return Line(tokens, " ".join(token.plain for token in tokens), tuple(starts))


def _joined_numbers(tokens: tuple[Token, ...], raw: list[str]) -> tuple[Token, ...]:
    """'thirty six' and 'forty-eight' as one number."""
    joined: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        following = place + 2 if place + 1 < len(raw) and raw[place + 1] == "-" else place + 1
        if raw[place] in v.TENS and following < len(raw) and raw[following] in v.ONES:
            total = int(token.plain) + int(tokens[following].plain)
            token = Token(str(total), token.start, tokens[following].end)
            place = following
        joined.append(token)
        place += 1
    return tuple(joined)


def _spelling(raw: list[str], place: int) -> str:
    word = raw[place]
    following = raw[place + 1] if place + 1 < len(raw) else ""
    before = raw[place - 1] if place else ""
    if word[0].isdigit():
        return v.DAYS.get(word, word)
    if _is_urdu_number(raw, place):
        return v.URDU_NUMBERS[word]
    if word in v.SHORT_WEEKDAYS:
        return v.SHORT_WEEKDAYS[word] if _is_short_day(before, following, len(raw)) else word
    if word in ("w", "d", "h") and not _NUMBER.match(before):
        return word
    if word in ("hafta", "hafte", "haftay") and following == "ko":
        return "wd5"
    if word == "or" and following in ("aur",):
        return "and"
    return _lookup(word)


def _is_urdu_number(raw: list[str], place: int) -> bool:
    """'do', 'sat' and 'no' are numbers before an Urdu unit or another number only."""
    if raw[place] not in v.URDU_NUMBERS:
        return False
    for following in raw[place + 1 : place + 3]:
        if following in v.URDU_UNITS:
            return True
        if following not in v.URDU_NUMBERS and following not in ("ya", "-", "se"):
            return False
    return False


def _is_short_day(before: str, following: str, count: int) -> bool:
    if count == 1 or before in _BEFORE_SHORT_DAY:
        return True
    return (
        before not in ("in", "the", "much", "into")
        and (_lookup(following) in _AFTER_SHORT_DAY or following[:1].isdigit())
        if following
        else False
    )


@lru_cache(maxsize=4096)
def _lookup(word: str) -> str:
    for table in (v.UNITS, v.NUMBERS, v.DAYS, v.PARTS, v.WEEKDAYS, v.MONTHS, v.WORDS):
        if word in table:
            return table[word]
    if word.startswith("o") and word.endswith("clock"):
        return "baje"
    if word.startswith(("a.m", "p.m")):
        return word[0] + "m"
    return _nearest(word)


def _nearest(word: str) -> str:
    """The time word that this is a slip of, or the word itself."""
    if len(word) < 5 or word in v.NOT_FUZZY or not word.isascii():
        return word
    for known, plain in v.FUZZY.items():
        limit = 2 if len(known) >= 8 and len(word) >= 7 else 1
        if word[0] == known[0] and DamerauLevenshtein.distance(word, known, score_cutoff=limit) <= limit:
            return plain
    return word
