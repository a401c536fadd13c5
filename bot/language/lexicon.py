"""Which entries of the data files stand in a text: many small spaCy Matchers, found by one word each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Sequence

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc

from bot.language.phrases import UNKNOWN, anchor, parse_phrase
from bot.language.spelling import Spelling
from bot.language.tokens import PUNCTUATION, Word

Patterns = dict[tuple[str, str, bool], list[list[dict[str, object]]]]
"""spaCy's patterns by kind, id and whether they block."""


@dataclass(frozen=True)
class Entry:
    """What is looked for: `words` in the syntax of phrases.py; `not_words` block what they cover."""

    kind: str
    id: str
    words: tuple[str, ...]
    not_words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """An entry found at words [start, end) of a message."""

    kind: str
    id: str
    start: int
    end: int

    def overlaps(self, other: Hit) -> bool:
        """True when both share a word."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Hit) -> bool:
        """True when the other lies within and is shorter."""
        longer = self.end - self.start > other.end - other.start
        return longer and self.start <= other.start and other.end <= self.end


class Lexicon:
    """All entries; raises ValueError for a phrase that cannot be parsed.

    A message has few of the lexicon's words, so each word leads to a Matcher with the few patterns
    that need it: the cost grows with the message and not with the lexicon.
    """

    def __init__(self, entries: Iterable[Entry], other_words: Iterable[str] = ()) -> None:
        self._vocab = spacy.blank("en").vocab
        self._patterns, words = _by_anchor(entries)
        self._matchers: dict[str, Matcher] = {}
        self._hits: dict[int, tuple[str, str, bool]] = {}
        stems = {word[:-1] for word in words if word.endswith("*")}
        self.spelling = Spelling({word for word in words if not word.endswith("*")}, stems, other_words)

    def normal(self, words: Sequence[Word]) -> list[str]:
        """The words as the lexicon spells them; foreign ones become one placeholder."""
        norms = []
        for word in words:
            norm = self.spelling.correct(word.norm)
            kept = norm in PUNCTUATION or self.spelling.knows(norm) or norm.isdigit()
            norms.append(norm if kept else UNKNOWN)
        return norms

    def find(self, norms: Sequence[str]) -> list[Hit]:
        """Every entry in the words, without those that a longer one of the same kind covers."""
        if not norms:
            return []
        doc = Doc(self._vocab, words=list(norms))
        hits: set[Hit] = set()
        blocks: set[Hit] = set()
        for matcher in self._matchers_of(norms):
            for label, start, end in matcher(doc):
                kind, name, blocking = self._hits[label]
                (blocks if blocking else hits).add(Hit(kind, name, start, end))
        return _longest([hit for hit in hits if not any(_same(block, hit) and block.overlaps(hit) for block in blocks)])

    def _matchers_of(self, norms: Sequence[str]) -> list[Matcher]:
        anchors = {anchor for norm in norms for anchor in (norm, *(f"{norm[:size]}*" for size in range(2, len(norm) + 1)))}
        return [self._matcher(anchor) for anchor in anchors if anchor in self._patterns]

    def _matcher(self, anchor: str) -> Matcher:
        """Built when its word first occurs; all of them together take seconds."""
        if anchor not in self._matchers:
            matcher = Matcher(self._vocab, validate=False)
            for key, patterns in self._patterns[anchor].items():
                label = ":".join(map(str, key))
                matcher.add(label, patterns, greedy="LONGEST")
                self._hits[self._vocab.strings[label]] = key
            self._matchers[anchor] = matcher
        return self._matchers[anchor]


def _by_anchor(entries: Iterable[Entry]) -> tuple[dict[str, Patterns], set[str]]:
    """The patterns by the word that each needs ("word" or "stem*") and by what they find; and all words."""
    found: dict[str, Patterns] = {}
    words: set[str] = set()
    for entry in entries:
        for phrases, blocks in ((entry.words, False), (entry.not_words, True)):
            for phrase in phrases:
                elements = parse_phrase(phrase)
                pattern = [token for element in elements for token in element.patterns()]
                words.update(option for element in elements for option in element.options)
                for option in anchor(elements):
                    found.setdefault(option, {}).setdefault((entry.kind, entry.id, blocks), []).append(pattern)
    return found, words


def _same(block: Hit, hit: Hit) -> bool:
    return (block.kind, block.id) == (hit.kind, hit.id)


def _rivals(one: Hit, other: Hit) -> bool:
    """Cues are weighed where their place is known, in assertion; no symptom hides another, which may be the worse one.

    Only words that deny it as they stand do: "pain_denied" hides "pain".
    """
    alike = one.kind not in ("cue", "symptom") or one.id in (other.id, f"{other.id}_denied")
    return one.kind == other.kind and alike


def _longest(hits: list[Hit]) -> list[Hit]:
    """In order of the text; a hit inside a longer one of its kind is dropped."""
    kept = [hit for hit in hits if not any(_rivals(other, hit) and other.covers(hit) for other in hits)]
    return sorted(kept, key=lambda hit: (hit.start, hit.end, hit.kind, hit.id))
