"""One message in, everything deterministic that can be known of it out."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Iterable, Literal, Sequence

from bot.aftercare.roles import read_times
from bot.knowledge.contraindications import load_contraindications
from bot.knowledge.cues import load_cues
from bot.language.ages import ADULT, UNTIL, Age, find_age
from bot.language.assertion import Verdict
from bot.language.elapsed import Elapsed, find_elapsed
from bot.language.entries import all_entries, other_words
from bot.language.lexicon import Entry, Hit, Lexicon
from bot.language.reading import Mention, Reading, Times
from bot.language.scene import DENYING, Scene
from bot.language.settle import merged, settled, stated
from bot.screening.finding import Assertion

AFTER_TREATMENT = ("was_treated", "numbing_cream")
"""Symptoms of data/knowledge/symptoms.yml that place a story after a treatment."""


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
        if age is not None and expecting != "treated":
            mentions = [*[m for m in mentions if m.id != "C46"], self._age(scene, age)]
        spans = tuple((item.start, item.end) for item in owned.values())
        spans += ((age.start, age.end),) if age is not None and expecting != "treated" else ()
        return Reading(
            text,
            tuple(sorted(merged(mentions), key=lambda mention: mention.start)),
            _times(text, now, expecting, spans, mentions),
            scene.discourse(),
            scene.loose_details(),
        )

    def _mention(self, scene: Scene, hit: Hit, time: Elapsed | None) -> Mention:
        name, _, state = hit.id.partition("/")
        row = self._rows.get(name)
        verdict, person = scene.assertions.of(hit), scene.people.of(hit)
        if state and row:
            reach = 0 if scene.norms[hit.start] in DENYING else 1  # "not pregnant not feeding" is two denials
            near = verdict.cue is None or verdict.assertion != "absent" or abs(hit.start - verdict.cue.end) <= reach
            verdict = stated(row.states[int(state)].assertion, verdict if near else Verdict())
        cue_word = scene.norms[verdict.cue.start] if verdict.cue else ""
        if hit.kind == "symptom" and any(target.id in AFTER_TREATMENT for target in scene.targets):
            cue_word = ""  # "my wife had a seizure after the numbing cream" is no old story
        if (
            row
            and not state
            and verdict.cue is None
            and person.subject == "self"
            and not time
            and scene.is_question(hit, row.plan)
        ):
            verdict = Verdict("hypothetical")
        assertion, time = settled(hit.kind, row, verdict, person, time, cue_word)
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
        last = max((i for i, word in enumerate(scene.words) if word.start < age.end), default=index)
        said = Hit("contraindication", "C46", index, last + 1 if age.years < ADULT else index + 1)
        person = scene.people.aged(said) if age.years < ADULT else scene.people.of(said)
        details = frozenset({"under_18"} if age.years < ADULT else {"age_18_21"} if age.years < UNTIL else ())
        assertion: Assertion = "present" if age.years < ADULT else "absent"
        subject = person.subject
        if subject == "family" and age.years < ADULT and scene.asks_for_child():
            subject = "other"
        if subject == "family":
            assertion = "family"
        text = scene.text[age.start : age.end]
        return Mention(
            "contraindication",
            "C46",
            text,
            age.start,
            age.end,
            assertion,
            subject,
            text,
            None,
            None,
            details,
        )


def _times(
    text: str, now: datetime, expecting: str | None, owned: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> Times:
    """The times that are left for the treatment and the plan."""
    activities = [(mention.start, mention.end) for mention in mentions if mention.kind == "activity"]
    asked: Literal["treated"] | None = "treated" if expecting == "treated" else None
    said = read_times(text, now, asked, owned, activities)
    return Times(said.treated, said.target, said.planned, said.unknown, said.problem)


@lru_cache(maxsize=1)
def default_language() -> Language:
    """The product's own, built once."""
    return Language()
