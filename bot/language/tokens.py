"""Words of a message as patients type them: lower case, no apostrophes, one spelling for "&" and "n"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterator

_TOKEN = re.compile(
    r"\d+(?:[.,]\d+)?"
    r"|[a-z\u00c0-\u024f][a-z0-9\u00c0-\u024f]*(?:['\u2019\u2018`\u00b4][a-z]+)*"
    r"|[\u0600-\u06ff]+"
    r"|\n|\.{1,}|[^\w\s]",
    re.IGNORECASE,
)
_APOSTROPHES = re.compile("['\u2019\u2018`\u00b4]")
_SAME = {
    "n": "and",
    "&": "and",
    "nd": "and",
    "u": "you",
    "ur": "your",
    "r": "are",
    "coz": "because",
    "cuz": "because",
    "bcz": "because",
    "bcoz": "because",
    "cos": "because",
    "bc": "because",
    "becoz": "because",
    "w": "with",
    "b4": "before",
    "dr": "doctor",
    "doc": "doctor",
    "docter": "doctor",
    "doctr": "doctor",
    "yrs": "years",
    "yr": "year",
    "hv": "have",
    "hav": "have",
    "dnt": "dont",
    "dont": "dont",
    "doesnot": "doesnt",
    "frm": "from",
    "wid": "with",
    "wth": "with",
    "\n": ".",
    "\u061f": "?",
    "\u06d4": ".",
    "\u060c": ",",
    "abt": "about",
    "m": "m",
    "pls": "please",
    "plz": "please",
    "wat": "what",
    "wt": "what",
    "shud": "should",
    "cud": "could",
}
_ABBREVIATIONS = frozenset({"doctor", "mr", "mrs", "ms", "vs", "approx", "mg", "no", "st", "tab", "cap"})
_DROPPED = frozenset("-\u2013\u2014_'\"\u201c\u201d\u2019\u2018`\u00b4*#@~^|<>\u00b7")
_DASHES = frozenset("-\u2013\u2014")
SENTENCE_ENDS = frozenset(".?!")
PUNCTUATION = frozenset(".?!,;:()/+=%")


@dataclass(frozen=True)
class Word:
    """One token: its normal form and where it stood in the original text."""

    norm: str
    start: int
    end: int


def tokenise(text: str) -> tuple[Word, ...]:
    """The words and marks of a text, in order; hyphens and quotes only separate."""
    words: list[Word] = []
    for word in _words(text):
        if word.norm in _DROPPED:
            if word.norm not in _DASHES or not _stands_alone(word, text):
                continue
            word = Word(":", word.start, word.end)
        if word.norm == "." and words and words[-1].norm in _ABBREVIATIONS and not _ends(text, word.end):
            continue
        words.append(word)
    return tuple(words)


def _words(text: str) -> Iterator[Word]:
    for match in _TOKEN.finditer(text):
        yield Word(normal_form(match.group()), match.start(), match.end())


def normal_form(token: str) -> str:
    """The spelling used in all `words` of the data files."""
    if token[0] == ".":
        return "."
    lower = _APOSTROPHES.sub("", token.lower())
    return _SAME.get(lower, lower) or token


def _ends(text: str, position: int) -> bool:
    return not text[position:].strip() or text[position : position + 1] == "\n"


def _stands_alone(word: Word, text: str) -> bool:
    """A dash with space around it separates like a colon."""
    return text[word.start - 1 : word.start] == " " and text[word.end : word.end + 1] == " "
