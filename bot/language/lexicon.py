"""Which entries of the data files stand in a text: many small spaCy Matchers, found by one word each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Iterable, Sequence

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc

from bot.language.phrases import UNKNOWN, anchor, parse_phrase
from bot.language.spelling import Spelling
from bot.language.tokens import PUNCTUATION, Word


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
        self._by_word: dict[str, Matcher] = {}
        self._by_stem: dict[str, Matcher] = {}
        self._hits: dict[int, tuple[str, str, bool]] = {}
        words: set[str] = set()
        for key, patterns in _grouped(entries, words).items():
            self._add(key, patterns)
        stems = {word[:-1] for word in words if word.endswith("*")}
        self.spelling = Spelling({word for word in words if not word.endswith("*")}, stems, other_words)

    def _add(self, key: tuple[str, str, str, bool], patterns: list[list[dict[str, object]]]) -> None:
        option, kind, name, blocks = key
        table, word = (self._by_stem, option[:-1]) if option.endswith("*") else (self._by_word, option)
        matcher = table.setdefault(word, Matcher(self._vocab, validate=False))
        label = f"{kind}:{name}:{blocks}"
        matcher.add(label, patterns, greedy="LONGEST")
        self._hits[self._vocab.strings[label]] = (kind, name, blocks)

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
        for matcher in self._matchers(norms):
            for label, start, end in matcher(doc):
                kind, name, blocking = self._hits[label]
                (blocks if blocking else hits).add(Hit(kind, name, start, end))
        return _longest([hit for hit in hits if not any(_same(block, hit) and block.overlaps(hit) for block in blocks)])

    def _matchers(self, norms: Sequence[str]) -> list[Matcher]:
        found: dict[int, Matcher] = {}
        for norm in set(norms):
            matchers = [self._by_word.get(norm)]
            matchers += [self._by_stem.get(norm[:size]) for size in range(2, len(norm) + 1)]
            found.update((id(matcher), matcher) for matcher in matchers if matcher is not None)
        return list(found.values())


def _grouped(
    entries: Iterable[Entry], words: set[str]
) -> dict[tuple[str, str, str, bool], list[list[dict[str, object]]]]:
    groups: dict[tuple[str, str, str, bool], list[list[dict[str, object]]]] = defaultdict(list)
    for entry in entries:
        for phrases, blocks in ((entry.words, False), (entry.not_words, True)):
            for phrase in phrases:
                elements = parse_phrase(phrase)
                pattern = [token for element in elements for token in element.patterns()]
                words.update(option for element in elements for option in element.options)
                for option in anchor(elements):
                    groups[option, entry.kind, entry.id, blocks].append(pattern)
    return groups


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
