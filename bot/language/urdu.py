"""Urdu in either script: letters into Roman Urdu, and Roman Urdu words into the English that they mean.

Roman Urdu is what the lexicon and the training sentences are written in, so that one set of entries serves
both scripts. The English gloss is for the sentence embedding, which was trained on English.
"""
from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Iterable, Mapping

import yaml
from rapidfuzz.distance import OSA

from bot.knowledge.base import ROOT, KnowledgeError

FILE = ROOT / "urdu.yml"
NOTHING, DOUBTFUL = "-", "?"
MOSTLY = 0.5
"""From this share of plainly Urdu words on, words that are English too are read as Urdu."""

_RUN = re.compile("[\u0600-\u06ff\u200c]+")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_SIGNS = {"۔": ".", "؟": "?", "،": ",", "؛": ";", "٪": "%"}
_SAME = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ہ", "ه": "ہ", "ۀ": "ہ", "أ": "ا", "إ": "ا", "\u200c": " "})
_LETTERS = {
    "آ": "aa", "ا": "a", "ب": "b", "پ": "p", "ت": "t", "ٹ": "t", "ث": "s", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh",
    "د": "d", "ڈ": "d", "ذ": "z", "ر": "r", "ڑ": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "z",
    "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n",
    "ں": "n", "و": "o", "ہ": "h", "ھ": "h", "ء": "", "ئ": "i", "ؤ": "o", "ی": "i", "ے": "e", "ۓ": "e",
}  # fmt: skip


def romanised(text: str) -> str:
    """The text with every Urdu word in Roman letters; other words stay as they are."""
    if not _RUN.search(text):
        return text
    return _RUN.sub(lambda run: _run(run.group()), unicodedata.normalize("NFKC", text))


def glossed(words: Iterable[str]) -> list[str]:
    """Lower-case words with Roman Urdu ones in English; particles without meaning of their own are left out."""
    listed = list(words)
    plain, ambiguous = _glosses()
    urdu = sum(word in plain for word in listed)
    unsure = sum(word in ambiguous for word in listed)
    mostly = urdu > 0 and urdu >= MOSTLY * (len(listed) - unsure)
    table = {**ambiguous, **plain} if mostly else plain
    return [gloss for word in listed if (gloss := table.get(word, word))]


def is_urdu(word: str) -> bool:
    """A Roman Urdu word of the table, which is no slip of an English one."""
    plain, ambiguous = _glosses()
    return word in plain or word in ambiguous


def _run(run: str) -> str:
    words = _MARKS.sub("", run.translate(_SAME))
    spaced = "".join(f"{_SIGNS[sign]} " if sign in _SIGNS else _digit(sign) for sign in words)
    return " ".join(word if word.isascii() else _word(word) for word in re.split(r"(?<=[.?,;%])|\s+", spaced) if word)


def _word(word: str) -> str:
    bare = word.rstrip(".?,;%")
    known = _script().get(bare)
    return (known or "".join(_LETTERS.get(letter, letter) for letter in bare)) + word[len(bare) :]


def _digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if unicodedata.category(sign) == "Nd" else sign


@lru_cache(maxsize=1)
def _script() -> Mapping[str, str]:
    """Roman Urdu by word in Urdu script: of a row's spellings the first of those that sound most like it."""
    found: dict[str, str] = {}
    for _, spellings, words in _rows():
        plain = [spelling.rstrip(DOUBTFUL) for spelling in spellings]
        for word in (each.translate(_SAME) for each in words):
            found[word] = _likest("".join(_LETTERS.get(letter, letter) for letter in word), plain)
    return found


def _likest(letters: str, spellings: list[str]) -> str:
    sound = _sound(letters)
    return min(spellings, key=lambda spelling: OSA.distance(sound, _sound(spelling)))


def _sound(word: str) -> str:
    """The consonants and the last letter: Urdu script leaves most vowels out, but not the last."""
    return re.sub("[aeiou]", "", word[:-1]) + word[-1:]


@lru_cache(maxsize=1)
def _glosses() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """English by Roman Urdu spelling: words that are Urdu only, and those that are English too."""
    plain: dict[str, str] = {}
    doubtful: dict[str, str] = {}
    for english, spellings, _ in _rows():
        for spelling in spellings:
            table = doubtful if spelling.endswith(DOUBTFUL) else plain
            table.setdefault(spelling.rstrip(DOUBTFUL), "" if english == NOTHING else english)
    return plain, doubtful


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, list[str], list[str]], ...]:
    """English, Roman spellings and words in Urdu script; raises KnowledgeError with the row that is wrong."""
    try:
        rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))["words"]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise KnowledgeError(FILE.name, "-", f"should hold a list under 'words:' ({type(error).__name__})") from error
    for row in rows:
        if not isinstance(row, list) or len(row) != 3 or not all(isinstance(part, str) for part in row):
            raise KnowledgeError(FILE.name, str(row), "should be [English, Roman spellings, Urdu words]; quote it")
    return tuple((english, roman.split(), [w for w in urdu.split() if w != NOTHING]) for english, roman, urdu in rows)
