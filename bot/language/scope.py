"""Where a statement begins and ends: sentences, answers to a question just asked, boundaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from bot.language.lexicon import Hit
from bot.language.tokens import PUNCTUATION, SENTENCE_ENDS

JOINERS = frozenset({"and", "or", "aur", "ya", ",", "/"})
SELF_WORDS = frozenset({"i", "im", "ive", "mujhe", "mujhay", "mujhko", "we", "main", "mai", "mein", "myself", "mine"})
_BREAKS = frozenset({",", ";", ":", "(", ")", "and", "or", "aur", ".", "?", "!"})
_CLAUSE_VERBS = frozenset({"hai", "hain", "hun", "hoon", "hoo", "ho"})
_ASKING = frozenset(
    [
        "can",
        "could",
        "should",
        "does",
        "do",
        "is",
        "are",
        "will",
        "would",
        "may",
        "what",
        "whats",
        "which",
        "how",
        "why",
        "when",
        "who",
        "kya",
        "kia",
        "any",
        "which",
        "does",
        "for",
    ]
)
_ABOUT_ME = SELF_WORDS | {"my", "me", "meri", "mera", "mere", "myself"}
_TOPIC = frozenset(
    [
        "better",
        "vs",
        "versus",
        "than",
        "or",
        "ya",
        "behtar",
        "price",
        "cost",
        "how",
        "when",
        "which",
        "can",
        "could",
        "should",
        "is",
        "does",
        "what",
        "after",
        "before",
        "ok",
    ]
)
_SHORT_QUESTION = 5
_SHORT_ANSWER = 7


@dataclass(frozen=True)
class Span:
    """Words [start, end)."""

    start: int
    end: int

    def holds(self, hit: Hit) -> bool:
        """True when the hit begins inside."""
        return self.start <= hit.start < self.end


def sentences(words: Sequence[str], targets: Sequence[Hit]) -> list[Span]:
    """The sentences; "acne? no" and "psoriasis. all gone now" are one statement each."""
    spans = _split(words)
    joined: list[Span] = []
    for span in spans:
        if joined and _answers(words, joined[-1], span, targets):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _split(words: Sequence[str]) -> list[Span]:
    spans, start = [], 0
    for index, word in enumerate(words):
        if word in SENTENCE_ENDS:
            if index > start:
                spans.append(Span(start, index + 1))
            start = index + 1
    if start < len(words):
        spans.append(Span(start, len(words)))
    return spans


def _answers(words: Sequence[str], before: Span, after: Span, targets: Sequence[Hit]) -> bool:
    if any(after.holds(target) for target in targets) and not _bare_answer(words, after):
        return False
    asked = words[before.end - 1] == "?" and before.end - before.start <= _SHORT_QUESTION + 1
    has_target = any(before.holds(target) for target in targets)
    return has_target and (
        asked or (after.end - after.start <= _SHORT_ANSWER and not asked and words[before.end - 1] != "?")
    )


def _bare_answer(words: Sequence[str], span: Span) -> bool:
    return words[span.start] in {"no", "nope", "never", "yes", "nahi"} and (
        span.end - span.start == 1 or words[span.start + 1] in PUNCTUATION
    )


def asked_in_general(words: Sequence[str], sentence: Span, target: Hit) -> bool:
    """ "is needling safe on dark skin": a question before the target, with nobody's own body in it."""
    start = target.start
    while start > sentence.start and words[start - 1] not in _BREAKS:
        start -= 1
    clause = words[start : target.start]
    own = any(word in _ABOUT_ME for word in words[start : min(target.end + 3, sentence.end)])
    return bool(clause) and clause[0] in _ASKING and not own and "if" not in clause


def a_topic(words: Sequence[str], sentence: Span, target: Hit) -> bool:
    """ "is it better than a transplant": a question about a thing that the person does not claim."""
    said = words[sentence.start : sentence.end]
    return words[sentence.end - 1] == "?" or any(word in _TOPIC for word in said[:-1] if said)


def own_thing(words: Sequence[str], target: Hit) -> bool:
    """ "after my transplant"."""
    return any(
        word in ("my", "meri", "mera", "mere", "had", "got") for word in words[max(0, target.start - 2) : target.start]
    )


class Boundaries:
    """The places where a cue's reach ends."""

    def __init__(self, words: Sequence[str], hits: Sequence[Hit], targets: Sequence[Hit], cues: Sequence[Hit]) -> None:
        self._words = words
        inside = [*targets, *cues]
        free = [
            hit
            for hit in hits
            if not any(
                other.start < hit.start < other.end or (other.start == hit.start and other.end > hit.end)
                for other in inside
            )
        ]
        self._conjunctions = {hit.start for hit in free if hit.id == "conjunction"}
        self._openers = {hit.start for hit in free if hit.id == "opener"}
        self._openers |= {cue.start for cue in cues if cue.id.startswith("present")}  # "no sugar, still taking loprin"
        self._target_ends = {target.end for target in targets}
        self._inside = {i for target in targets for i in range(target.start, target.end)}

    def ahead(self, start: int, sentence: Span, listing: bool = False) -> int:
        """The end of the reach of a cue that ends at `start`.

        With `listing` a comma ends it unless a target was met before: "no acne, eczema" but "no sleep, fever".
        """
        passed = False
        for index in range(start, sentence.end):
            passed = passed or index in self._target_ends
            if index in self._inside:
                continue
            if listing and self._words[index] == "," and not passed and index > start:
                return index
            if self._words[index] in SENTENCE_ENDS or self._stops(index, start, passed):
                return index
        return sentence.end

    def between(self, start: int, end: int) -> bool:
        """True when a new statement begins in words [start, end)."""
        return any(
            (index in self._conjunctions and self._words[index] not in ("just", "only", "now", "to", "par", "so"))
            or (
                index in self._openers
                and (
                    (self._words[index - 1] in _BREAKS and not self._refers_back(index))
                    or (self._words[index] in SELF_WORDS and index > start)
                )
            )
            or self._words[index] in _CLAUSE_VERBS
            for index in range(start, end)
            if index not in self._inside
        )

    def _refers_back(self, index: int) -> bool:
        return self._words[index] in ("it", "its", "that", "thats", "this", "they", "which", "is", "was", "are", "has")

    def _stops(self, index: int, start: int, passed: bool) -> bool:
        if index in self._conjunctions:
            return index > start or self._words[index] not in ("only", "just", "which", "so")
        if self._words[index] in _CLAUSE_VERBS and passed:
            return True
        if index not in self._openers:
            return False
        after_break = index > start and self._words[index - 1] in _BREAKS
        return passed or after_break or (self._words[index] in SELF_WORDS and index > start)
