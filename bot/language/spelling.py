"""Misspelt words taken as the lexicon's, within limits that keep one medicine from becoming another."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import Iterable

from rapidfuzz.distance import OSA

_STRETCHED = re.compile(r"(.)\1{2,}")
_ONE_SLIP, _TWO_SLIPS = 5, 9
"""Shortest word, in letters, that may hold one slip, and two."""


class Spelling:
    """Gives a word the lexicon's spelling when it is plainly the same word.

    `known` are the lexicon's words, `stems` the beginnings ("swim*"), `others` words of the language
    and medicines that must stay as they are. A slip is a letter missing, added, changed or swapped;
    the first letter is always right, and of two equally near words neither is taken.
    """

    def __init__(self, known: Iterable[str], stems: Iterable[str], others: Iterable[str]) -> None:
        self._known = frozenset(known)
        self._stems = frozenset(stems)
        self._others = frozenset(others)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known | self._stems):
            if len(word) >= _ONE_SLIP and word.isalpha():
                self._by_letter[word[0]].append(word)
        self.correct = lru_cache(maxsize=8192)(self._correct)

    def knows(self, word: str) -> bool:
        """True for a word of the lexicon, or one that begins as the lexicon has it."""
        return word in self._known or any(word[:size] in self._stems for size in range(2, len(word) + 1))

    def _correct(self, word: str) -> str:
        if self.knows(word) or not word.isalpha():
            return word
        for form in _forms(word):
            if form in self._known:
                return form
        return word if word in self._others else self._nearest(word) or word

    def _nearest(self, word: str) -> str | None:
        limit = 2 if len(word) >= _TWO_SLIPS else 1 if len(word) >= _ONE_SLIP else 0
        for slips in range(1, limit + 1):
            near = [
                known
                for known in self._by_letter.get(word[0], ())
                if len(known) >= (_ONE_SLIP if slips == 1 else _TWO_SLIPS)
                and abs(len(known) - len(word)) <= slips
                and OSA.distance(word, known, score_cutoff=slips) <= slips
            ]
            if near:
                return near[0] if len(near) == 1 or _one_family(near) else None
        return None


def _forms(word: str) -> tuple[str, ...]:
    """Plural to singular, and letters held down."""
    forms = [_STRETCHED.sub(r"\1", word), _STRETCHED.sub(r"\1\1", word)]
    if len(word) > 3 and word.endswith("s"):
        forms.append(word[:-1])
    if len(word) > 4 and word.endswith("es"):
        forms.append(word[:-2])
    if len(word) > 4 and word.endswith("ies"):
        forms.append(word[:-3] + "y")
    return tuple(form for form in forms if form != word)


def _one_family(near: list[str]) -> bool:
    """Spellings of one word ("keloid", "keloids") are no choice."""
    shortest = min(near, key=len)
    return all(word.startswith(shortest[:-1]) for word in near) and len(shortest) > _ONE_SLIP
