"""How a sentence is put before it is compared: slips mended, short forms spelt out, Urdu explained in English."""
from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import Iterable, Mapping

import yaml
from rapidfuzz.distance import OSA

from bot.knowledge.base import ROOT
from bot.language.urdu import glossed, is_urdu, romanised

TWICE = 2
"""A word that stands in fewer training sentences may be a slip itself."""
_ONE_SLIP, _TWO_SLIPS = 4, 8
"""Shortest word, in letters, that may hold one slip, and two."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]")
_STRETCHED = re.compile(r"([a-z])\1{2,}")


class Wording:
    """`counts` are the words of the training sentences, `english` words that are right as they stand.

    A slip is a letter missing, added, changed or swapped; the first letter is taken as right.
    """

    def __init__(self, counts: Mapping[str, int], english: Iterable[str] = ()) -> None:
        self.counts = counts
        self._english = frozenset(english)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word, count in sorted(counts.items()):
            if count >= TWICE and len(word) >= _ONE_SLIP and word.isalpha():
                self._by_letter[word[0]].append(word)
        self._right = lru_cache(maxsize=8192)(self._mended)

    @classmethod
    def learnt(cls, sentences: Iterable[str], english: Iterable[str] = ()) -> Wording:
        """From the training sentences."""
        return cls(Counter(word for sentence in sentences for word in set(_words(sentence))), english)

    def mended(self, text: str) -> str:
        """In lower case and Roman letters, with short forms spelt out and slips put right."""
        words = _words(text)
        if len(words) == 1 and len(words[0]) == 1:
            return words[0]  # "y" and "n" alone are answers, not short for "why" and "and"
        return " ".join(self._right(word) for word in words)

    def knows_any(self, text: str) -> bool:
        """True when some word is known, has a short form or may be a slip; figures and signs are no words."""
        words = [word for word in _words(text) if word[0].isalpha()]
        return not words or any(len(word) > 2 and self._known(self._right(word)) for word in words)

    def meaning(self, mended: str) -> str:
        """A mended text in English, for the embedding."""
        return " ".join(glossed(mended.split())) or mended

    def _mended(self, word: str) -> str:
        if word in short_forms():
            return short_forms()[word]
        if self._known(word) or not word.isalpha():
            return word
        pressed = (_STRETCHED.sub(r"\1", word), _STRETCHED.sub(r"\1\1", word))
        return next((form for form in pressed if self._known(form)), None) or self._nearest(word) or word

    def _known(self, word: str) -> bool:
        return self.counts.get(word, 0) >= TWICE or word in self._english or is_urdu(word)

    def _nearest(self, word: str) -> str | None:
        """The commonest of the words with the fewest slips between."""
        limit = 2 if len(word) >= _TWO_SLIPS else 1 if len(word) >= _ONE_SLIP else 0
        near = [
            (slips, -self.counts[known], known)
            for known in self._by_letter.get(word[0], ())
            if abs(len(known) - len(word)) <= limit
            and (slips := OSA.distance(word, known, score_cutoff=limit)) <= limit
        ]
        return min(near)[2] if near else None


@lru_cache(maxsize=1)
def short_forms() -> Mapping[str, str]:
    """What people leave out when they type: "u" is "you", "minox" is "minoxidil"."""
    rows = yaml.safe_load((ROOT / "short_forms.yml").read_text(encoding="utf-8"))["words"]
    return {str(short): str(long) for short, long in rows.items()}


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(romanised(text).lower())]
