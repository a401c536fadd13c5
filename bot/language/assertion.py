"""ConText for patients: which cues reach a target, and what they make of it.

After Harkema et al. (2009): targets, modifiers with a direction, scope, termination and pseudo-cues,
on separate axes (existence, time, experiencer). Patients add answers after the thing ("acne? no").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Collection, Mapping, Sequence

from bot.knowledge.cues import Cue
from bot.language.lexicon import Hit
from bot.language.scope import JOINERS, Boundaries, Span
from bot.language.tokens import PUNCTUATION
from bot.screening.finding import Assertion

FORWARD_REACH = {"absent": 14, "past": 10, "dated": 8, "present": 6, "possible": 8, "unknown": 10, "hypothetical": 12}
BACKWARD_REACH = {"absent": 9, "past": 12, "dated": 8, "present": 7, "possible": 8, "unknown": 8, "hypothetical": 1}
"""How many words a cue reaches at most, by what it asserts."""
EXISTENCE = frozenset({"absent", "possible", "unknown", "hypothetical"})
_OWN = frozenset({"me", "i", "mine", "myself", "mujhe", "mujhay", "mujhko", "mujh"})
_MAIN = ("contraindication", "symptom")
_LOOSE = frozenset({"before", "earlier", "once", "previously", "gone", "done", "not now"})
"""Words that look back only at the end of a statement."""
_AFTER_END = frozenset(
    {"but", "and", "now", "so", "can", "is", "after", "since", "with", "thanks", "by", "when", "completely", "totally"}
)
_VERBS = frozenset({"have", "had", "has", "get", "take", "am", "is"})
_ACROSS = frozenset({"absent_across_behind", "present_across_behind"})
"""Cues that point back over what was said between: "but never took it", "im still on it"."""
_NOWHERE = 1_000_000
_BARE = frozenset({"no", "never", "none", "nil", "nope", "na", "not"})


_LINKS = frozenset({"for", "my", "the", "a", "because", "of", "due", "to", "ki", "ke", "liye", "wajah", "se"})


def headed_by(words: Sequence[str], targets: Collection[Hit], target: Hit) -> list[Hit]:
    """What a thing is told as the ground of: "radiation for lymphoma ended" is about the radiation too."""
    return [
        one
        for one in targets
        if one.end < target.start
        and words[one.end] in ("for", "because", "due")
        and all(word in _LINKS for word in words[one.end : target.start])
    ]


@dataclass(frozen=True)
class Verdict:
    """What was asserted of one target; `dated` tells of an event whose effect may last."""

    assertion: Assertion = "present"
    cue: Hit | None = None
    dated: bool = False
    own: bool = False
    """True when a denial is about the writer alone ("not me")."""


class Assertions:
    """Decides every target of one message."""

    def __init__(
        self,
        words: Sequence[str],
        sentences: Sequence[Span],
        targets: Sequence[Hit],
        cues: Sequence[Hit],
        boundaries: Boundaries,
        known: Mapping[str, Cue],
    ) -> None:
        self._words, self._targets, self._bounds, self._known = words, targets, boundaries, known
        self._reached: dict[Hit, list[tuple[int, str, Hit]]] = {target: [] for target in targets}
        for cue in cues:
            sentence = next((span for span in sentences if span.holds(cue)), None)
            if sentence is not None:
                self._apply(cue, sentence)

    def of(self, target: Hit) -> Verdict:
        """The nearest cue of each axis decides; existence outranks time."""
        reached = sorted(self._reached[target], key=lambda row: row[0])
        for _, asserts, cue in reached:
            if asserts in EXISTENCE:
                own = asserts == "absent" and any(w in _OWN for w in self._words[max(cue.start - 1, 0) : cue.end])
                return Verdict(asserts, cue, own=own)  # type: ignore[arg-type]
            if asserts == "present" and self._words[cue.start] == "not":
                return Verdict("present", cue)
        times = [row for row in reached if row[1] in ("past", "present")]
        still = [row for row in times if row[2].id in _ACROSS]
        if still or times:
            times = still or times
            return Verdict(times[0][1], times[0][2])  # type: ignore[arg-type]
        dated = [row for row in reached if row[1] == "dated"]
        return Verdict("past", dated[0][2], True) if dated else Verdict()

    def _apply(self, cue: Hit, sentence: Span) -> None:
        rule = self._known[cue.id]
        direction = self._direction(cue, sentence, rule)
        if direction in ("forward", "both"):
            self._forward(cue, sentence, rule.asserts)
        if direction in ("backward", "both"):
            self._backward(cue, sentence, rule.asserts)

    def _direction(self, cue: Hit, sentence: Span, rule: Cue) -> str:
        """A bare "no" after its thing looks back; one before a comma answers an earlier question."""
        if self._words[cue.start : cue.end + 1] == ["na", "?"]:
            return "none"  # "they are of steel, na?"
        if cue.end - cue.start > 1 or self._words[cue.start] not in _BARE or rule.asserts != "absent":
            return rule.direction
        last = (
            cue.end >= sentence.end or self._words[cue.end] in PUNCTUATION or self._words[cue.end] in ("i", "im", "ive")
        )
        after = self._words[cue.start - 1] if cue.start > sentence.start else ""
        follows = after in (":", "?", "=") or any(target.end == cue.start for target in self._targets)
        if follows and (last or self._answers_list(sentence)):
            return "backward"
        return "none" if last else rule.direction

    def _answers_list(self, sentence: Span) -> bool:
        """True for "diabetes no bp no keloid no"."""
        end = sentence.end - 1 if self._words[sentence.end - 1] in PUNCTUATION else sentence.end
        first = min((target.start for target in self._targets if sentence.holds(target)), default=-1)
        return first == sentence.start and self._words[end - 1] in _BARE

    def _forward(self, cue: Hit, sentence: Span, asserts: str) -> None:
        end = min(self._bounds.ahead(cue.end, sentence, asserts == "absent"), cue.end + FORWARD_REACH[asserts])
        for target in self._targets:
            if self._ahead(cue, target) < end and not (asserts == "hypothetical" and self._is_own(cue, target)):
                self._reached[target].append((max(target.start - cue.end, 0), asserts, cue))

    def _ahead(self, cue: Hit, target: Hit) -> int:
        """Where the target begins, if the cue stands before it; "dont have" may share the verb of "have cancer"."""
        shares = cue.start < target.start < cue.end and self._words[target.start] in _VERBS
        return target.start if cue.end <= target.start or shares else _NOWHERE

    def _is_own(self, cue: Hit, target: Hit) -> bool:
        """ "does it help my psoriasis" supposes nothing; "what if my psoriasis" does."""
        owned = any(
            word in ("my", "meri", "mera") for word in self._words[max(cue.end, target.start - 2) : target.start]
        )
        return owned and not {"if", "will"} & set(self._words[cue.start : cue.end])

    def _backward(self, cue: Hit, sentence: Span, asserts: str) -> None:
        if self._words[cue.end - 1] in _LOOSE and cue.end - cue.start == 1 and not self._ends(cue, sentence):
            return
        before = [t for t in self._targets if sentence.start <= t.start and t.end <= cue.start]
        main, others = [t for t in before if t.kind in _MAIN], [t for t in before if t.kind not in _MAIN]
        if self._words[cue.start] == "done" and any(t.kind == "treatment" and t.end == cue.start for t in others):
            main = []  # "pregnant, can i get microneedling done"
        for group in (main, others):
            if group:
                self._look_back(cue, sentence, asserts, group)

    def _ends(self, cue: Hit, sentence: Span) -> bool:
        following = self._words[cue.end] if cue.end < sentence.end else "."
        return following in PUNCTUATION or following in _AFTER_END

    def _look_back(self, cue: Hit, sentence: Span, asserts: str, before: Sequence[Hit]) -> None:
        nearest = max(before, key=lambda target: (target.end, target.start))
        gap = cue.start - nearest.end
        if gap > BACKWARD_REACH[asserts]:
            return
        if cue.id not in _ACROSS and self._bounds.between(nearest.end, cue.start):
            return
        for target in self._listed(before, nearest, sentence):
            self._reached[target].append((gap, asserts, cue))

    def _listed(self, before: Collection[Hit], nearest: Hit, sentence: Span) -> list[Hit]:
        """The nearest target, those on the same words, and those listed with it ("acne and eczema")."""
        start, commas = nearest.start, False
        taken = [target for target in before if target.end > nearest.start]
        taken += headed_by(self._words, before, nearest)
        while start > sentence.start and self._words[start - 1] in JOINERS:
            commas = commas or self._words[start - 1] == ","
            left = [target for target in before if target.end == start - 1]
            if not left:
                break
            taken += left
            start = min(target.start for target in left)
        return taken if not commas or start == sentence.start else [t for t in before if t.end > nearest.start]
