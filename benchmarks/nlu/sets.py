"""The training sentences and the questions that classifiers are compared on."""
from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import yaml

from benchmarks.rows import read_rows
from bot.knowledge.answers import load_answers

SMALLTALK = ("greet", "goodbye", "thank", "bot_challenge", "help", "frustration", "smalltalk")
REPLIES = ("affirm", "deny", "not_sure")
BOOKING = ("book", "booking_status", "reschedule", "cancel_booking", "ask_human")
# The areas that a label of the dialogue leads to; the assistant then looks at the activity, the
# condition or the sign itself, which a classifier alone cannot, and so is not asked for evidence here.
LEADS_TO = {
    "ask_timing": "timing_",
    "state_condition": "contraindication_",
    "symptom": "red_flag",
    "start_screening": "candidates",
    "recovery_plan": "aftercare_general",
    "out_of_scope": "out_of_scope",
    "nlu_fallback": "out_of_scope",
    **dict.fromkeys(SMALLTALK + REPLIES, "smalltalk"),
    **dict.fromkeys(BOOKING, "booking"),
}


@dataclass(frozen=True)
class Sentence:
    """A training sentence; the label is `question/<answer id>` or an intent of the dialogue."""

    text: str
    label: str


@dataclass(frozen=True)
class Question:
    """A question of a set, with the categories and evidence that a right answer has."""

    text: str
    accept: tuple[str, ...]
    evidence: frozenset[str]

    @property
    def foreign(self) -> bool:
        """Nothing but a refusal is right."""
        return self.accept == ("out_of_scope",)

    def is_met_by(self, label: str) -> bool:
        """Does this label lead to a right reply?"""
        answer = load_answers().get(label.removeprefix("question/"))
        if answer and label.startswith("question/"):
            return answer.category in self.accept and (not self.evidence or bool(self.evidence & {*answer.evidence}))
        area = LEADS_TO.get(label)
        return area is not None and any(category.startswith(area) for category in self.accept)


def load_sentences(folder: Path) -> list[Sentence]:
    """Every example of every YAML file in a folder, in order."""
    found = []
    for file in sorted(folder.glob("*.yml")):
        for item in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            lines = str(item.get("examples", "")).splitlines()
            found += [Sentence(line[2:].strip(), item["intent"]) for line in lines if line.startswith("- ")]
    return found


def load_questions(folder: Path) -> list[Question]:
    """All rows of questions*.jsonl."""
    rows = [row for file in sorted(folder.glob("questions*.jsonl")) for row in read_rows(file)]
    return [Question(r["text"], tuple(r["accept"]), frozenset(r.get("evidence_any") or ())) for r in rows]


def sampled(sentences: Sequence[Sentence], every: int) -> list[Sentence]:
    """Every n-th sentence of each label, its first always among them."""
    seen: Counter[str] = Counter()
    kept = []
    for sentence in sentences:
        if seen[sentence.label] % every == 0:
            kept.append(sentence)
        seen[sentence.label] += 1
    return kept
