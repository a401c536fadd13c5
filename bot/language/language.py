"""One message in, everything deterministic that can be known of it out."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Iterable, Literal, Sequence

from bot.aftercare.roles import read_times
from bot.knowledge.contraindications import Contraindication, load_contraindications
from bot.knowledge.cues import load_cues
from bot.language.ages import ADULT, UNTIL, Age, find_age
from bot.language.assertion import Assertions, Verdict
from bot.language.discourse import discourse_cues
from bot.language.elapsed import Elapsed, find_elapsed
from bot.language.entries import all_entries, other_words
from bot.language.experiencer import Experiencers, Person
from bot.language.lexicon import Entry, Hit, Lexicon
from bot.language.reading import Kind, Mention, Reading, Times
from bot.language.scope import Boundaries, a_topic, asked_in_general, own_thing, sentences
from bot.language.tokens import PUNCTUATION, Word, tokenise

TARGETS = frozenset({"contraindication", "symptom", "activity", "modifier", "setting", "treatment"})
DATED = ("contraindication", "symptom")
"""Kinds that take a time of their own."""
_DONE = frozenset({"did", "done", "rolled", "used", "got", "had", "session", "treatment", "needling", "after"})
_NEEDLED = frozenset({"rolled", "needled", "needling", "microneedling", "dermaroller", "dermapen"})
_FAR = frozenset({"years", "months", "many", "ages", "long", "a", "some"})
"""First words of cues such as "years ago" and "a long time ago": a symptom then is no symptom of now."""
_SINCE = ("since", "for", "from")
_RECENT_DAYS = 14
"""A symptom told as past with a time within these days is still the person's present trouble."""


class Language:
    """Reads messages; holds no state between them and may be shared by threads."""

    def __init__(self, entries: Iterable[Entry] | None = None) -> None:
        self._lexicon = Lexicon(all_entries() if entries is None else entries, other_words())
        self._rows = load_contraindications()
        self._cues = load_cues()

    def read(self, text: str, now: datetime, expecting: str | None = None) -> Reading:
        """What the text says. `expecting` names the open question: "treated", "target", "age", "since"."""
        scene = Scene(text, self._lexicon, self._cues)
        elapsed = find_elapsed(text, now)
        owned = scene.own_times(elapsed)
        mentions = [self._mention(scene, hit, owned.get(hit)) for hit in scene.targets]
        age = find_age(text, expecting == "age")
        if age is not None and not (expecting == "treated"):
            mentions = [*[m for m in mentions if m.id != "C46"], self._age(scene, age)]
        spans = tuple((item.start, item.end) for item in owned.values())
        return Reading(
            text,
            tuple(sorted(_merged(mentions), key=lambda mention: mention.start)),
            _times(text, now, expecting, spans, mentions),
            scene.discourse(),
        )

    def _mention(self, scene: Scene, hit: Hit, time: Elapsed | None) -> Mention:
        name, _, state = hit.id.partition("/")
        row = self._rows.get(name)
        verdict, person = scene.assertions.of(hit), scene.people.of(hit)
        if state and row:
            verdict = _stated(row.states[int(state)].assertion, verdict)
        cue_word = scene.norms[verdict.cue.start] if verdict.cue else ""
        if row and not state and verdict.cue is None and person.subject == "self" and not time and scene.is_question(hit, row.plan):
            verdict = Verdict("hypothetical")
        assertion, time = _settled(hit.kind, row, verdict, person, time, cue_word)
        start, end = scene.words[hit.start].start, scene.words[hit.end - 1].end
        cue = verdict.cue or person.cue
        return Mention(
            kind=hit.kind,  # type: ignore[arg-type]
            id=name,
            text=scene.text[start:end],
            start=start,
            end=end,
            assertion=assertion,  # type: ignore[arg-type]
            subject=person.subject,
            cue=scene.quote(cue) if cue else None,
            when=time.when if time else None,
            since=time.since if time else None,
            details=frozenset(scene.details(hit) | (row.states[int(state)].details if state and row else frozenset()))
            | (frozenset() if person.near else frozenset({"not_related"})),
        )

    def _age(self, scene: Scene, age: Age) -> Mention:
        index = next((i for i, word in enumerate(scene.words) if word.end > age.start), 0)
        person = scene.people.of(Hit("contraindication", "C46", index, index + 1))
        details = frozenset({"under_18"} if age.years < ADULT else {"age_18_21"} if age.years < UNTIL else ())
        assertion = "present" if age.years < ADULT else "absent"
        if person.subject == "family":
            assertion = "family"
        text = scene.text[age.start : age.end]
        return Mention(
            "contraindication", "C46", text, age.start, age.end, assertion, person.subject, text, None, None, details  # type: ignore[arg-type]
        )


class Scene:
    """One message taken apart: words, targets, cues, people."""

    def __init__(self, text: str, lexicon: Lexicon, cues: object) -> None:
        self.text = text
        self.words: tuple[Word, ...] = tokenise(text)
        norms = lexicon.normal(self.words)
        self.norms = [norm if norm != "unk" else word.norm for norm, word in zip(norms, self.words)]
        self.hits = lexicon.find(norms)
        self.targets = _targets(self.hits)
        details = self._of("detail")
        self._sentences = sentences(self.norms, self.targets)
        self._cue_hits = _cues(self.hits, self.targets)
        bounds = Boundaries(self.norms, self._of("boundary"), self.targets, self._cue_hits)
        self.assertions = Assertions(
            self.norms, self._sentences, [*self.targets, *details], self._cue_hits, bounds, load_cues()
        )
        self.people = Experiencers(
            self.norms, self._sentences, self._of("relative"), self._of("patient"), self.targets
        )

    def _of(self, kind: str) -> list[Hit]:
        return [hit for hit in self.hits if hit.kind == kind]

    def is_question(self, hit: Hit, plan: bool) -> bool:
        """True when the hit is asked about and not claimed; `plan` for things that one may intend."""
        sentence = next((span for span in self._sentences if span.holds(hit)), None)
        if sentence is None:
            return False
        general = asked_in_general(self.norms, sentence, hit)
        return general or plan and a_topic(self.norms, sentence, hit) and not own_thing(self.norms, hit)

    def quote(self, hit: Hit) -> str:
        """The hit as the person typed it."""
        return self.text[self.words[hit.start].start : self.words[hit.end - 1].end]

    def details(self, target: Hit) -> frozenset[str]:
        """The qualifiers that were said of a target and not denied.

        A contraindication's may stand anywhere in the message, a symptom's only beside it.
        """
        name = target.id.partition("/")[0]
        return frozenset(
            hit.id.partition("/")[2]
            for hit in self._of("detail")
            if hit.id.startswith(f"{name}/")
            and (target.kind == "contraindication" or self._beside(hit, target))
            and self.assertions.of(hit).assertion not in ("absent", "hypothetical")
        )

    def _beside(self, detail: Hit, target: Hit) -> bool:
        """True when no other symptom is nearer; of two as near, the one before it is meant."""
        if not any(span.holds(detail) and span.holds(target) for span in self._sentences):
            return False
        rivals = [
            hit
            for hit in self.targets
            if hit == target or hit.kind == target.kind and self.assertions.of(hit).assertion != "absent"
        ]
        nearest = min(rivals, key=lambda hit: (_gap(detail, hit), hit.start))
        return nearest.overlaps(target) or _gap(detail, target) == _gap(detail, nearest) and nearest.start == target.start

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
            if target is not None and target not in owned and any(
                hit.kind in DATED and hit.overlaps(target) for hit in self.targets
            ):
                owners = [hit for hit in self.targets if hit.overlaps(target) and hit.kind in DATED]
                owned.update({hit: time for hit in owners if self._tells(time, hit)})
        return owned

    def _tells(self, time: Elapsed, target: Hit) -> bool:
        """A time beside a symptom is the treatment's, unless it lies far back or says since when."""
        first, last = self.words[target.start].start, self.words[target.end - 1].end
        between = [w.norm for w in self.words if min(time.end, last) <= w.start and w.end <= max(time.start, first)]
        if target.kind != "symptom":
            return not any(word in _NEEDLED for word in between)
        apart = any(word in PUNCTUATION or word in _DONE for word in between)
        return not apart and (_long_ago(time) or self.text[time.start : time.end].lower().startswith(_SINCE))

    def _owner(self, time: Elapsed) -> Hit | None:
        sentence = next(
            (s for s in self._sentences if self.words[s.start].start <= time.start <= self.words[s.end - 1].end), None
        )
        if sentence is None:
            return None
        before = [t for t in self.targets if sentence.holds(t) and self.words[t.end - 1].end <= time.start and t.kind != "setting"]
        after = [t for t in self.targets if sentence.holds(t) and self.words[t.start].start >= time.end and t.kind != "setting"]
        if before:
            return max(before, key=lambda hit: hit.end)
        return min(after, key=lambda hit: hit.start) if after else None


def _gap(one: Hit, other: Hit) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _targets(hits: Sequence[Hit]) -> list[Hit]:
    """Targets, without those inside an idiom or inside a longer target; symptoms are never hidden by others."""
    idioms = [hit for hit in hits if hit.id == "not_a_target"]
    found = [hit for hit in hits if hit.kind in TARGETS and not any(i.overlaps(hit) and not hit.covers(i) for i in idioms)]
    return [hit for hit in found if hit.kind == "symptom" or not any(
        other.covers(hit) and other.kind in ("contraindication", "activity") for other in found if other.kind != hit.kind)]


def _cues(hits: Sequence[Hit], targets: Sequence[Hit]) -> list[Hit]:
    """Cues, longest first where they overlap; idioms and targets hide those inside them."""
    pool = [hit for hit in hits if hit.kind == "cue" or hit.id == "not_a_cue"]
    pool = [hit for hit in pool if not any(_hides(target, hit, targets) for target in targets)]
    pool = [hit for hit in pool if not _opens_statement(hit, targets)]
    kept: list[Hit] = []
    for hit in sorted(pool, key=lambda hit: (hit.start - hit.end, hit.kind == "cue", hit.start)):
        if not any(other.overlaps(hit) and (other.start, other.end) != (hit.start, hit.end) for other in kept):
            if not any(other.id == "not_a_cue" and other.overlaps(hit) for other in kept):
                kept.append(hit)
    return sorted((hit for hit in kept if hit.kind == "cue"), key=lambda hit: hit.start)


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
    return any(t.start == cue.end for t in targets) and not any(0 <= cue.start - t.end <= 2 for t in targets)


def _stated(assertion: str, verdict: Verdict) -> Verdict:
    """A phrase with an assertion of its own keeps it, unless it is denied or only supposed."""
    if verdict.assertion == "absent":
        return Verdict("present" if assertion == "absent" else "absent", verdict.cue)
    if verdict.assertion == "hypothetical" or (verdict.assertion == "past" and assertion == "present"):
        return verdict
    return Verdict(assertion, verdict.cue)  # type: ignore[arg-type]


def _settled(
    kind: str, row: Contraindication | None, verdict: Verdict, person: Person, time: Elapsed | None, cue_word: str
) -> tuple[str, Elapsed | None]:
    """The one assertion, from existence, time and person; a relative's symptom of now stays present."""
    assertion: str = verdict.assertion
    lasting = time is not None and time.lasting
    if assertion == "absent" and lasting and row and "never" not in cue_word:
        assertion = "past"
    if assertion == "past" and verdict.dated and lasting and row and not row.event:
        assertion = "present"
    if assertion == "past" and verdict.dated and (row is not None and row.lasting or kind == "symptom" and cue_word not in _FAR and not _long_ago(time)):
        assertion = "present"
    if assertion == "present" and time and not time.lasting and verdict.cue is None and row and not row.lasting and time.since != "P0D":
        assertion = "past"
    if assertion == "present" and row and row.event and time and not time.lasting:
        assertion = "past"
    if assertion == "present" and kind == "symptom" and verdict.cue is None and _long_ago(time):
        assertion = "past"
    if person.subject == "family" and assertion != "hypothetical" and (assertion != "absent" or verdict.own):
        if kind != "symptom" or assertion not in ("present", "possible") or cue_word == "had":
            return "family", None
    return assertion, time if assertion in ("past", "possible", "present") else None


def _long_ago(time: Elapsed | None) -> bool:
    return time is not None and (time.when.latest - time.when.earliest).days < 400 and not time.lasting and (
        time.since[-1] in "MY" or int("".join(c for c in time.since if c.isdigit()) or 0) > _RECENT_DAYS
    )


_RANK = {"present": 0, "past": 1, "possible": 2, "unknown": 3, "absent": 4, "family": 5, "hypothetical": 6}


def _merged(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention for each thing and person; the later of contradicting own statements stays."""
    kept: dict[tuple[Kind, str, str], Mention] = {}
    for mention in sorted(mentions, key=lambda mention: mention.start):
        key = (mention.kind, mention.id, "family" if mention.assertion == "family" else mention.subject)
        old = kept.get(key)
        kept[key] = _joined(old, mention) if old else mention
    return list(kept.values())


def _joined(old: Mention, new: Mention) -> Mention:
    best = min(old, new, key=lambda mention: _RANK[mention.assertion])
    if {old.assertion, new.assertion} == {"present", "past"} and (new.since or old.since):
        best = new if new.assertion == "past" else old
    if {old.assertion, new.assertion} == {"present", "absent"} and best.cue is None:
        best = old if old.assertion == "absent" else new
    dated = old if old.since else new
    return replace(best, details=old.details | new.details, when=best.when or dated.when, since=best.since or dated.since)


def _times(text: str, now: datetime, expecting: str | None, owned: Sequence[tuple[int, int]], mentions: Sequence[Mention]) -> Times:
    """The times that are left for the treatment and the plan."""
    activities = [(mention.start, mention.end) for mention in mentions if mention.kind == "activity"]
    asked: Literal["treated"] | None = "treated" if expecting == "treated" else None
    said = read_times(text, now, asked, owned, activities)
    return Times(said.treated, said.target, said.planned, said.unknown, said.problem)


@lru_cache(maxsize=1)
def default_language() -> Language:
    """The product's own, built once."""
    return Language()
