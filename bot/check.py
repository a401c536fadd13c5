"""`bot check`: everything about the content that can be checked without training, each problem with its place."""
from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator

from bot.knowledge.answers import Answer
from bot.knowledge.base import KnowledgeError
from bot.knowledge.never_say import load_never_say
from bot.knowledge.phrases import load_phrases, placeholders
from bot.knowledge.reading_grade import reading_grade
from bot.knowledge.sources import load_sources
from bot.texts import Content, Text

DATA = Path(__file__).resolve().parents[1] / "data"

MAX_WORDS = 90
"""An answer longer than this is not read on a phone."""
MAX_LABEL = 45
"""Letters that fit on a button."""
MAX_GRADE = 9.0
"""School years. Advice for patients aims at 6 to 8; the names of things here cost about one more."""
MIN_EXAMPLES = 10
"""Fewer training sentences than this do not carry a topic."""
STOCK_WORDS = 8
"""A sentence up to this length ("I can help you book a dermatologist.") may stand in several answers."""
SHARED_PLACEHOLDERS = frozenset({"numbers", "first", "others", "items"})
"""Filled in by the replies wherever they stand: the emergency numbers, and the list a screening question asks about."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Problem:
    """What is wrong and where, with what to do about it."""

    file: str
    record: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}, {self.record}: {self.what}"


def check(data: Path = DATA) -> int:
    """Prints each problem; returns the exit status."""
    found = problems(data)
    for problem in found:
        print(problem)
    print(f"{len(found)} problems." if found else "The content is in order.")
    return 1 if found else 0


def problems(data: Path = DATA) -> list[Problem]:
    """All problems; a file that cannot be read hides what depends on it, and is named itself."""
    content = Content(data)
    found: list[Problem] = []
    for step in CHECKS:
        try:
            found += step(content)
        except KnowledgeError as error:
            found.append(Problem("data", "-", str(error)))
    return list(dict.fromkeys(found))


def answers_are_complete(content: Content) -> Iterator[Problem]:
    """Length, label and category of each answer."""
    for file, answer in _answers(content):
        if Path(file).stem != answer.category:
            yield Problem(file, answer.id, f"its category is {answer.category}; move it to answers/{answer.category}.yml")
        if len(answer.label["en"]) > MAX_LABEL:
            yield Problem(file, answer.id, f"the label has more than {MAX_LABEL} letters; shorten it")
        for field, text in _parts(answer).items():
            length, grade = len(text.split()), reading_grade(text)
            if length > MAX_WORDS:
                yield Problem(file, f"{answer.id}.{field}", f"has {length} words; at most {MAX_WORDS} are read")
            if grade > MAX_GRADE:
                yield Problem(file, f"{answer.id}.{field}", f"reads at grade {grade:.1f}; use shorter sentences and words")


def evidence_is_known(content: Content) -> Iterator[Problem]:
    """No answer rests on a row that is not there, and no row on a source that is not there."""
    known = set(content.evidence) | content.clinical_rows
    for file, answer in _answers(content):
        for row in answer.evidence:
            if row not in known:
                yield Problem(file, answer.id, f"rests on {row}, which no file has")
    sources = load_sources(content.knowledge / "sources.yml")
    for fact in content.evidence.values():
        for source in fact.sources:
            if source not in sources:
                yield Problem("evidence.yml", fact.id, f"names the source {source}, which sources.yml does not have")


def evidence_is_used(content: Content) -> Iterator[Problem]:
    """Every row of the evidence table is told somewhere."""
    for row in content.evidence:
        if row not in content.cited:
            yield Problem("evidence.yml", row, "no answer and no window rests on it; write one")


def texts_are_clean(content: Content) -> Iterator[Problem]:
    """No blank line, and nothing in braces but declared placeholders."""
    load_phrases(content.knowledge / "phrases.yml")
    for text in content.texts:
        if "\n" in text.said.strip():
            yield _of(text, "has a line break or a blank line; Rasa would split the text there")
        try:
            undeclared = placeholders(text.said) - text.declared - SHARED_PLACEHOLDERS
        except ValueError:
            yield _of(text, "has a single brace; take it out")
            continue
        if undeclared:
            yield _of(text, f"has {sorted(undeclared)} in braces, which 'placeholders' does not declare")


def never_say_is_kept(content: Content) -> Iterator[Problem]:
    """No text breaks a rule of never_say.yml."""
    rules = load_never_say(content.knowledge / "never_say.yml").values()
    for text in content.texts:
        for rule in rules:
            clause = rule.broken_by(" ".join(text.said.split()))
            if clause:
                yield _of(text, f"breaks {rule.id} ({rule.rule}): {clause}")


def no_sentence_twice(content: Content) -> Iterator[Problem]:
    """A sentence that two answers share tells the patient nothing the second time."""
    seen: dict[str, str] = {}
    for file, answer in _answers(content):
        for sentence in (s for text in _parts(answer).values() for s in _SENTENCE.split(text)):
            owner = seen.setdefault(sentence.casefold(), answer.id)
            if owner != answer.id and len(sentence.split()) > STOCK_WORDS:
                yield Problem(file, answer.id, f"has a sentence of {owner}: {sentence}")


def topics_are_taught(content: Content) -> Iterator[Problem]:
    """Each answer has its intent and each such intent its answer, with enough sentences of its own."""
    taught = {name.removeprefix("question/") for name in content.examples if name.startswith("question/")}
    for topic in sorted(taught - set(content.answers)):
        yield Problem("data/nlu", f"question/{topic}", "there is no answer with this id")
    for file, answer in _answers(content):
        count = len(content.examples.get(f"question/{answer.id}", ()))
        if count < MIN_EXAMPLES:
            yield Problem(file, answer.id, f"has {count} training sentences; write at least {MIN_EXAMPLES} in data/nlu")
    owner: dict[str, str] = {}
    for intent, sentences in content.examples.items():
        for sentence in sentences:
            if owner.setdefault(sentence.casefold(), intent) != intent:
                yield Problem("data/nlu", intent, f"'{sentence}' also stands under {owner[sentence.casefold()]}")


CHECKS: tuple[Callable[[Content], Iterator[Problem]], ...] = (
    answers_are_complete,
    evidence_is_known,
    evidence_is_used,
    texts_are_clean,
    never_say_is_kept,
    no_sentence_twice,
    topics_are_taught,
)


def _answers(content: Content) -> Iterator[tuple[str, Answer]]:
    for name, raw in content.files.items():
        for row in (raw.get("answers") or ()) if name.startswith("answers/") else ():
            yield name, content.answers[str(row["id"])]


def _parts(answer: Answer) -> dict[str, str]:
    parts = {"text": answer.text, "why": answer.why, "more": answer.more, "women": answer.women}
    return {field: text["en"] for field, text in parts.items() if text}


def _of(text: Text, what: str) -> Problem:
    return Problem(text.file, f"{text.record}.{text.field}", what)
