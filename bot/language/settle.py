"""One assertion from existence, time and person, and one mention for each thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterable

from bot.knowledge.contraindications import Contraindication, load_contraindications
from bot.language.assertion import Verdict
from bot.language.elapsed import Elapsed
from bot.language.experiencer import Person
from bot.language.reading import Kind, Mention
from bot.screening.findings import PREGNANCY

_WAS = frozenset({"had", "have", "i", "ive", "was"})
"""First words of cues such as "had" and "i was"."""
_FAR = frozenset({"years", "months", "many", "ages", "long", "a", "some"})
"""First words of cues such as "years ago" and "a long time ago": a symptom then is no symptom of now."""
_RECENT_DAYS = 14
"""A symptom told as past with a time within these days is still the person's present trouble."""
_FRESH_DAYS, _FRESH_HAD_DAYS, _PREGNANT_DAYS = 28, 7, 280
"""What began or was there within these days, with no word of its end, is taken to be there still."""
_DAYS = {"D": 1, "W": 7, "M": 30, "Y": 365}
_RANK = {"present": 0, "past": 1, "possible": 2, "unknown": 3, "absent": 4, "family": 5, "hypothetical": 6}


def stated(assertion: str, verdict: Verdict) -> Verdict:
    """A phrase with an assertion of its own keeps it, unless it is denied or only supposed."""
    if verdict.assertion == "absent":
        return Verdict("present" if assertion == "absent" else "absent", verdict.cue)
    if verdict.assertion == "hypothetical" or (verdict.assertion == "past" and assertion == "present"):
        return verdict
    return Verdict(assertion, verdict.cue)  # type: ignore[arg-type]


def settled(
    kind: str, row: Contraindication | None, verdict: Verdict, person: Person, time: Elapsed | None, cue_word: str
) -> tuple[str, Elapsed | None]:
    """The one assertion, from existence, time and person; a relative's symptom of now stays present."""
    assertion: str = verdict.assertion
    lasting = time is not None and time.lasting
    if assertion == "absent" and lasting and row and "never" not in cue_word:
        assertion = "past"
    if assertion == "past" and verdict.dated and lasting and row and not row.event:
        assertion = "present"
    if (
        assertion == "past"
        and verdict.dated
        and ((row is not None and row.lasting) or (kind == "symptom" and cue_word not in _FAR and not long_ago(time)))
    ):
        assertion = "present"
    if assertion == "past" and verdict.dated and _still_there(row, time, cue_word):
        assertion = "present"
    if (
        assertion == "present"
        and time
        and not time.lasting
        and verdict.cue is None
        and not _still_there(row, time, "")
        and row
        and not row.lasting
        and time.since != "P0D"
    ):
        assertion = "past"
    if assertion == "present" and row and row.event and time and not time.lasting and time.since != "P0D":
        assertion = "past"
    if assertion == "present" and kind == "symptom" and verdict.cue is None and long_ago(time):
        assertion = "past"
    theirs = person.subject == "family" and assertion != "hypothetical" and (assertion != "absent" or verdict.own)
    if theirs and (kind != "symptom" or assertion not in ("present", "possible") or cue_word == "had"):
        return "family", None
    return assertion, time if assertion in ("past", "possible", "present") else None


def _still_there(row: Contraindication | None, time: Elapsed | None, cue_word: str) -> bool:
    """ "I cut my scalp three days ago" tells of a wound; rows that count days themselves are left to do so."""
    if row is None or time is None or row.event or any(rule.since_under or rule.since_over for rule in row.verdicts):
        return False
    days = int("".join(c for c in time.since if c.isdigit()) or 0) * _DAYS[time.since[-1]]
    if row.id == PREGNANCY:
        return cue_word not in _WAS and days <= _PREGNANT_DAYS
    return days <= (_FRESH_HAD_DAYS if cue_word in _WAS else _FRESH_DAYS)


def long_ago(time: Elapsed | None) -> bool:
    return (
        time is not None
        and (time.when.latest - time.when.earliest).days < 400
        and not time.lasting
        and (time.since[-1] in "MY" or int("".join(c for c in time.since if c.isdigit()) or 0) > _RECENT_DAYS)
    )


def merged(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention for each thing and person; the later of contradicting own statements stays."""
    kept: dict[tuple[Kind, str, str], Mention] = {}
    for mention in sorted(mentions, key=lambda mention: mention.start):
        key = (mention.kind, mention.id, "family" if mention.assertion == "family" else mention.subject)
        old = kept.get(key)
        kept[key] = _joined(old, mention) if old else mention
    return list(kept.values())


def _treated(held: Mention, denied: Mention) -> bool:
    """ "I am diabetic but my sugar is normal": a good value of a lasting disease does not take it away."""
    row = load_contraindications().get(held.id)
    return row is not None and row.lasting and denied.cue is None and held.text.lower() not in denied.text.lower()


def _joined(old: Mention, new: Mention) -> Mention:
    best = min(old, new, key=lambda mention: _RANK[mention.assertion])
    if {old.assertion, new.assertion} == {"present", "past"} and (new.since or old.since):
        best = new if new.assertion == "past" else old
    if {old.assertion, new.assertion} == {"present", "absent"} and best.cue is None:
        denied = old if old.assertion == "absent" else new
        best = best if _treated(best, denied) else denied
    dated = old if old.since else new
    return replace(
        best, details=old.details | new.details, when=best.when or dated.when, since=best.since or dated.since
    )
