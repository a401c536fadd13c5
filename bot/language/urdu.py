"""Urdu in either script: letters into Roman Urdu, and Roman Urdu words into the English that they mean.

Roman Urdu is what the lexicon and the training sentences are written in, so that one set of entries serves
both scripts. The English gloss is for the sentence embedding, which was trained on English.
"""
from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterable, Mapping

import yaml

from bot.knowledge.base import ROOT, KnowledgeError

SCRIPT, ROMAN = ROOT / "urdu_script.yml", ROOT / "roman_urdu.yml"
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
    plain, ambiguous = _glosses()
    listed = _paired(list(words), plain)
    urdu = sum(word in plain for word in listed)
    unsure = sum(word in ambiguous for word in listed)
    mostly = urdu > 0 and urdu >= MOSTLY * (len(listed) - unsure)
    other = ambiguous if mostly else {}
    return [gloss for word in listed if (gloss := plain.get(word, other.get(word, word)))]


def _paired(words: list[str], known: Mapping[str, str]) -> list[str]:
    """With two words as one where the table explains them together: "kitne ka" asks for a price."""
    paired: list[str] = []
    for word in words:
        pair = f"{paired[-1]} {word}" if paired else ""
        if pair in known:
            paired[-1] = pair
        else:
            paired.append(word)
    return paired


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
    """Roman Urdu by word in Urdu script."""
    return {word.translate(_SAME): roman for word, roman in _table(SCRIPT)["words"].items()}


@lru_cache(maxsize=1)
def _glosses() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """English by Roman Urdu spelling: words that are Urdu only, and those that are English too."""
    table = _table(ROMAN)
    plain, ambiguous = (
        {spelling: english for english, spellings in table[part].items() for spelling in spellings}
        for part in ("words", "ambiguous")
    )
    return plain, ambiguous


def _table(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """The mappings of a file; raises KnowledgeError when there are none."""
    try:
        table = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(path.name, "-", f"cannot be read as YAML: {error}") from error
    if not isinstance(table, dict) or not all(isinstance(part, dict) for part in table.values()):
        raise KnowledgeError(path.name, "-", "should hold mappings, the first under 'words:'")
    return table
