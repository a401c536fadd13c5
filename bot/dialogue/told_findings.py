"""What a message says of conditions, with what points back at earlier ones."""
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from bot.dialogue.memory import OTHER_PATIENT, Memory
from bot.knowledge.contraindications import load_contraindications
from bot.language.elapsed import find_elapsed
from bot.language.reading import Reading
from bot.moment import Moment
from bot.screening.finding import Finding
from bot.screening.findings import cleared_by_test, dated, detailed, disown, ended, merge_findings, planned, undated

MEDICINES = "contraindication_medication"
OWN = ("present", "possible", "past")
ENDED = re.compile(r"\b(finish\w*|stop\w*|left|quit|end(ed)?|last (one|dose|tablet|capsule|pill|time)|khatam|chor\w*|band)\b")
"""What one does with a medicine or a habit and not with a treatment."""

TAKES_IT = re.compile(r"\b(?:already |just |actually |honestly )*(?:(?:have |ve |had )?started|am on|im on|m on|am taking|im taking|i take|been on|been taking) (?:it|them|that)\b")
"""Words with which a medicine that was only spoken of turns out to be taken."""


def told_findings(memory: Memory, reading: Reading) -> tuple[Finding, ...]:
    """What is known of conditions after this message."""
    return detailed(_merged(memory, reading), _qualifiers(memory, reading))


def redated(memory: Memory, reading: Reading, now: datetime) -> tuple[Finding, ...] | None:
    """The findings with the end that the message tells of the last one, None when it tells none."""
    end = _end_of_a_finding(memory, reading, now)
    if end is None:
        return None
    if undated(memory.findings) is None:
        return ended(memory.findings, _medicines(), end.when, end.since)
    return dated(memory.findings, end.when, end.since)


def for_whom(memory: Memory, reading: Reading) -> Memory:
    """Who is asked about; what was said of a relative is the relative's once the writer asks for themselves."""
    if "other_patient" in reading.cues:
        return replace(memory, extra={**memory.extra, OTHER_PATIENT: True})
    if "for_me" in reading.cues and memory.extra.get(OTHER_PATIENT):
        theirs = tuple(replace(one, assertion="family") if one.assertion in OWN else one for one in memory.findings)
        return replace(memory, findings=theirs, outcome=None, extra={**memory.extra, OTHER_PATIENT: False})
    return memory


def _taken_up(memory: Memory, reading: Reading) -> tuple[Finding, ...]:
    """ "honestly I already started it" after a medicine that was only supposed."""
    newest = memory.newest("condition") if memory.topics and memory.topics[0].startswith("condition:") else ()
    rows = [row for row in newest if row in _medicines()]
    return tuple(Finding(row, "present", reading.text) for row in rows) if TAKES_IT.search(reading.text.lower()) else ()


def _merged(memory: Memory, reading: Reading) -> tuple[Finding, ...]:
    """With what points back: "that is my father's", "the test was negative", "but we are planning"."""
    known = memory.findings
    new, cues = reading.findings() or _taken_up(memory, reading), reading.cues
    own = [finding for finding in new if finding.assertion not in ("family", "hypothetical")]
    if "not_mine" in cues and not new:
        return disown(known, "family" if "relative" in cues else "absent")
    if "tested_negative" in cues and not own:
        return cleared_by_test(merge_findings(known, new, correction="correction" in cues))
    if "planning" in cues and not own:
        return planned(merge_findings(known, new))
    return merge_findings(known, new, correction="correction" in cues)


def _qualifiers(memory: Memory, reading: Reading) -> dict[str, frozenset[str]]:
    """What is told of a condition just spoken of, by row: "to be honest it is spreading"."""
    spoken = set(memory.newest("condition")) if memory.topics and memory.topics[0].startswith("condition:") else set()
    rows = [one.partition("/") for one in reading.details]
    return {row: frozenset(name for other, _, name in rows if other == row) for row, _, _ in rows if row in spoken}


@lru_cache(maxsize=1)
def _medicines() -> frozenset[str]:
    """Rows of what can be stopped, which a disease cannot."""
    return frozenset(row.id for row in load_contraindications().values() if row.category == MEDICINES and not row.lasting)


@dataclass(frozen=True)
class _End:
    """When something in the past ended; `since` as in Finding."""

    when: Moment
    since: str | None = None


def _end_of_a_finding(memory: Memory, reading: Reading, now: datetime) -> _End | None:
    """ "the last one was in September" after "I took it before" is not about the treatment."""
    about_condition = bool(memory.topics) and memory.topics[0].startswith("condition:")
    if not about_condition or reading.of("treatment") or reading.findings():
        return None
    taken = any(one.assertion in ("present", "past") and one.concept in _medicines() for one in memory.findings)
    corrected = taken and ("correction" in reading.cues or bool(ENDED.search(reading.text.lower())))
    if not corrected and undated(memory.findings) is None:
        return None
    spoken = find_elapsed(reading.text, now)
    if spoken:
        return _End(spoken[0].when, spoken[0].since)
    return _End(reading.times.treated) if reading.times.treated else None
