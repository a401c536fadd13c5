"""One message taken apart: words, sentences, targets, cues, people, times."""

from __future__ import annotations

from dataclasses import replace
from typing import Mapping, Sequence

from bot.knowledge.contraindications import load_contraindications
from bot.knowledge.cues import Cue
from bot.language.ages import OLD, find_age
from bot.language.assertion import Assertions, headed_by
from bot.language.discourse import discourse_cues
from bot.language.elapsed import Elapsed
from bot.language.experiencer import Experiencers
from bot.language.figures import Told, told
from bot.language.lexicon import Hit, Lexicon
from bot.language.scope import Boundaries, a_topic, asked_in_general, own_thing, sentences
from bot.language.settle import long_ago
from bot.language.tokens import PUNCTUATION, Word, tokenise

TARGETS = frozenset({"contraindication", "symptom", "activity", "modifier", "setting", "treatment"})
DATED = ("contraindication", "symptom")
"""Kinds that take a time of their own."""
_DONE = frozenset({"did", "done", "rolled", "used", "got", "had", "session", "treatment", "needling", "after"})
_NEEDLED = frozenset({"rolled", "needled", "needling", "microneedling", "dermaroller", "dermapen"})
_SINCE = ("since", "for", "from")


DENYING = frozenset({"no", "not", "never", "dont", "doesnt", "didnt", "havent", "hasnt", "without", "nahi", "none"})
CHILDREN = frozenset({"son", "daughter", "beta", "beti", "bete", "child", "kid", "bacha", "bachay", "bache", "boy", "girl"})
NO_SIGNS = ("was_treated", "turn_of_phrase")
"""Entries of symptoms.yml that qualifiers are never said of."""
PLACED = frozenset({"in", "at", "from", "during"})
"""Before an activity's name they make it a place: "roaccutane in university, left it two years ago"."""
ONSET = frozenset({"came", "appeared", "started", "began", "begun", "developed", "formed", "noticed", "nikla", "nikli", "nikle"})
NEW_STATEMENT = frozenset({"and", "aur", "but", "so", "now", "also", "then", ",", ";"})


class Scene:
    """One message taken apart: words, targets, cues, people."""

    def __init__(self, text: str, lexicon: Lexicon, cues: Mapping[str, Cue]) -> None:
        self.text = text
        self.words: tuple[Word, ...] = tokenise(text)
        norms = lexicon.normal(self.words)
        self.norms = [norm if norm != "unk" else word.norm for norm, word in zip(norms, self.words, strict=False)]
        self.hits = lexicon.find(norms)
        self._told = told(self.norms)
        self.targets = [*_with_figures(_targets(self.hits), self._told), *self._aged()]
        details = self._of("detail")
        self._sentences = sentences(self.norms, self.targets)
        self._cue_hits = _cues(self.hits, self.targets, self.norms)
        bounds = Boundaries(self.norms, self._of("boundary"), self.targets, self._cue_hits)
        self.assertions = Assertions(
            self.norms, self._sentences, [*self.targets, *details], self._cue_hits, bounds, cues
        )
        self.people = Experiencers(self.norms, self._sentences, self._of("relative"), self._of("patient"), self.targets)

    def _of(self, kind: str) -> list[Hit]:
        return [hit for hit in self.hits if hit.kind == kind]

    def _aged(self) -> list[Hit]:
        """An age over 65 stands for itself."""
        age = find_age(self.text)
        if age is None or age.years <= OLD:
            return []
        index = next((i for i, word in enumerate(self.words) if word.end > age.start), 0)
        return [Hit("contraindication", "C47", index, index + 1)]

    def is_question(self, hit: Hit, plan: bool) -> bool:
        """True when the hit is asked about and not claimed; `plan` for things that one may intend."""
        sentence = next((span for span in self._sentences if span.holds(hit)), None)
        if sentence is None:
            return False
        general = asked_in_general(self.norms, sentence, hit)
        return general or (plan and a_topic(self.norms, sentence, hit) and not own_thing(self.norms, hit))

    def quote(self, hit: Hit) -> str:
        """The hit as the person typed it."""
        return self.text[self.words[hit.start].start : self.words[hit.end - 1].end]

    def details(self, target: Hit) -> frozenset[str]:
        """The qualifiers that were said of a target and not denied.

        A contraindication's may stand anywhere in the message, a symptom's only beside it.
        """
        name = target.id.partition("/")[0]
        measured = frozenset(one.figure.detail for one in self._told if one.figure.row == name and one.figure.detail)
        return measured | frozenset(
            hit.id.partition("/")[2]
            for hit in self._of("detail")
            if hit.id.startswith(f"{name}/")
            and (target.kind == "contraindication" or self._beside(hit, target))
            and self.assertions.of(hit).assertion not in ("absent", "hypothetical")
        )

    def asks_for_child(self) -> bool:
        """ "my son turned 15, can we start": a child that is spoken of with a treatment is the patient."""
        return any(word in CHILDREN for word in self.norms) and any(hit.kind == "treatment" for hit in self.targets)

    def loose_details(self) -> frozenset[str]:
        """Qualifiers of rows that the message does not name, as "C59/spreading": "two new spots came"."""
        named = {target.id.partition("/")[0] for target in self.targets}
        loose = [hit for hit in self._of("detail") if hit.id.partition("/")[0] not in named]
        return frozenset(hit.id for hit in loose if self.assertions.of(hit).assertion not in ("absent", "hypothetical"))

    def _beside(self, detail: Hit, target: Hit) -> bool:
        """True when no other symptom is nearer; of two as near, the one before it is meant."""
        if not any(span.holds(detail) and span.holds(target) for span in self._sentences):
            return False
        rivals = [
            hit
            for hit in self.targets
            if hit == target
            or (hit.kind == target.kind and hit.id not in NO_SIGNS and self.assertions.of(hit).assertion != "absent")
        ]
        nearest = min(rivals, key=lambda hit: (_gap(detail, hit), hit.start))
        return nearest.overlaps(target) or (
            _gap(detail, target) == _gap(detail, nearest) and nearest.start == target.start
        )

    def discourse(self) -> frozenset[str]:
        """The moves of the message in the conversation."""
        cues = discourse_cues(self._of("discourse"), self.norms, self.targets)
        if self.people.other_patient:
            cues.add("other_patient")
        if self._of("relative"):
            cues.add("relative")
        if any(self.assertions.of(hit).assertion == "hypothetical" for hit in self.targets):
            cues.add("hypothetical_question")
        return frozenset(cues)

    def own_times(self, elapsed: Sequence[Elapsed]) -> dict[Hit, Elapsed]:
        """The times that tell when a finding was, not when the treatment was."""
        owned: dict[Hit, Elapsed] = {}
        for time in elapsed:
            target = self._owner(time)
            if (
                target is not None
                and target not in owned
                and any(hit.kind in DATED and hit.overlaps(target) for hit in self.targets)
            ):
                owners = [hit for hit in self.targets if hit.overlaps(target) and hit.kind in DATED]
                owners += [hit for hit in self.targets if hit.kind in DATED and hit.end == target.start]
                owners += headed_by(self.norms, [hit for hit in self.targets if hit.kind in DATED], target)
                owned.update({hit: self._begun(time, hit) for hit in owners if self._tells(time, hit)})
        return owned

    def _begun(self, time: Elapsed, target: Hit) -> Elapsed:
        """ "a round patch came last month": told how it began, so it is there still."""
        last = self.words[target.end - 1].end
        between = {w.norm for w in self.words if last <= w.start and w.end <= time.start}
        return replace(time, lasting=True) if between & ONSET else time

    def _tells(self, time: Elapsed, target: Hit) -> bool:
        """A time beside a symptom is the treatment's, unless it lies far back or says since when."""
        first, last = self.words[target.start].start, self.words[target.end - 1].end
        between = [w.norm for w in self.words if min(time.end, last) <= w.start and w.end <= max(time.start, first)]
        if target.kind != "symptom":
            return not any(word in _NEEDLED for word in between)
        apart = any(word in PUNCTUATION or word in _DONE for word in between)
        return not apart and (long_ago(time) or self.text[time.start : time.end].lower().startswith(_SINCE))

    def _parted(self, time: Elapsed, target: Hit) -> bool:
        """True when a new statement begins between them: "had it yesterday and i take blood thinners"."""
        first = self.words[target.start].start
        between = [norm for norm, word in zip(self.norms, self.words, strict=True) if time.end <= word.start < first]
        return bool(NEW_STATEMENT & set(between))

    def _owner(self, time: Elapsed) -> Hit | None:
        sentence = next(
            (s for s in self._sentences if self.words[s.start].start <= time.start <= self.words[s.end - 1].end), None
        )
        if sentence is None:
            return None
        before = [
            t
            for t in self.targets
            if sentence.holds(t) and self.words[t.end - 1].end <= time.start and t.kind != "setting"
        ]
        after = [
            t
            for t in self.targets
            if sentence.holds(t) and self.words[t.start].start >= time.end and t.kind != "setting"
            and not self._parted(time, t)
        ]
        before = [t for t in before if t.kind != "activity" or self.norms[t.start - 1] not in PLACED] or before
        if before:
            return max(before, key=lambda hit: hit.end)
        return min(after, key=lambda hit: hit.start) if after else None


def _gap(one: Hit, other: Hit) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _targets(hits: Sequence[Hit]) -> list[Hit]:
    """Targets, without those inside an idiom or inside a longer target.

    Idioms hide no activity ("haircut" is no cut, and still a haircut), other targets no symptom.
    """
    idioms = [hit for hit in hits if hit.id == "not_a_target"]
    found = [
        hit
        for hit in hits
        if hit.kind in TARGETS
        and (hit.kind == "activity" or not any(i.overlaps(hit) and not hit.covers(i) for i in idioms))
    ]
    return [
        hit
        for hit in found
        if hit.kind == "symptom"
        or not any(
            other.covers(hit) and other.kind in ("contraindication", "activity")
            for other in found
            if other.kind != hit.kind
        )
    ]


def _with_figures(targets: list[Hit], figures: Sequence[Told]) -> list[Hit]:
    """ "hb 8" states an anaemia and "hb 13" denies it: such a figure takes the place of its bare name."""
    said = [one for one in figures if one.figure.says is not None]
    if not said:
        return targets
    stating = [Hit("contraindication", _stated_by(one), one.start, one.end) for one in said]
    kept = [
        hit
        for hit in targets
        if not any(hit.id.partition("/")[0] == one.figure.row and one.start <= hit.start < one.end for one in said)
    ]
    return sorted([*kept, *dict.fromkeys(stating)], key=lambda hit: (hit.start, hit.end, hit.kind, hit.id))


def _stated_by(one: Told) -> str:
    states = load_contraindications()[one.figure.row].states
    index = next((i for i, state in enumerate(states) if state.assertion == one.figure.says), None)
    return one.figure.row if index is None else f"{one.figure.row}/{index}"


def _cues(hits: Sequence[Hit], targets: Sequence[Hit], norms: Sequence[str]) -> list[Hit]:
    """Cues, longest first where they overlap; idioms and targets hide those inside them."""
    pool = [hit for hit in hits if hit.kind == "cue" or hit.id == "not_a_cue"]
    pool = [hit for hit in pool if not any(_hides(target, hit, targets) for target in targets)]
    pool = [hit for hit in pool if not _opens_statement(hit, targets)]
    kept: list[Hit] = []
    for hit in sorted(pool, key=lambda hit: (hit.start - hit.end, hit.kind == "cue", hit.start)):
        crossed = any(other.overlaps(hit) and (other.start, other.end) != (hit.start, hit.end) for other in kept)
        if not crossed and not any(other.id == "not_a_cue" and other.overlaps(hit) for other in kept):
            kept.append(hit)
    return sorted((_trimmed(hit, targets, norms) for hit in kept if hit.kind == "cue"), key=lambda hit: hit.start)


def _trimmed(cue: Hit, targets: Sequence[Hit], norms: Sequence[str]) -> Hit:
    """ "no active" before "active acne" ends where the target begins, so that it still denies it.

    Not where its denying word belongs to the target: "im not" before "not diabetic".
    """
    crossed = [target for target in targets if target.kind == "contraindication"]
    starts = [target.start for target in crossed if cue.start < target.start < cue.end < target.end]
    denies = starts and DENYING & set(norms[cue.start : min(starts)])
    return replace(cue, end=min(starts)) if denies else cue


def _hides(target: Hit, cue: Hit, targets: Sequence[Hit]) -> bool:
    """A target keeps its own words from being cues; "no pain" tells of a calm scalp and denies the pain too."""
    if not target.covers(cue):
        return False
    denied = [hit for hit in targets if hit.kind in ("symptom", "contraindication")]
    return target.kind != "modifier" or not any(cue.end <= hit.start < target.end for hit in denied)


def _opens_statement(cue: Hit, targets: Sequence[Hit]) -> bool:
    """ "i dont have any" looks back at the end of a statement, not when its thing comes right behind."""
    if not cue.id.endswith("_behind") or cue.end - cue.start < 2:
        return False
    return any(0 <= t.start - cue.end <= 2 for t in targets) and not any(0 <= cue.start - t.end <= 2 for t in targets)
