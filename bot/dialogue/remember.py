"""What a message adds to the memory: times, what lengthens a window, findings, symptoms, the setting."""
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Mapping

from bot.dialogue.clinic_said import stated_hours
from bot.dialogue.memory import OTHER_PATIENT, Memory
from bot.knowledge.red_flags import RedFlags
from bot.knowledge.windows import load_modifiers
from bot.language.elapsed import find_elapsed
from bot.language.figures import measured
from bot.language.reading import Mention, Reading
from bot.moment import Moment
from bot.screening.finding import Finding
from bot.screening.findings import cleared_by_test, dated, detailed, disown, merge_findings, planned, undated
from bot.triage.assess import remember as remember_symptoms

HOLDS = ("present", "possible")
OWN = ("present", "possible", "past")
UNTOLD = ("hypothetical", "family", "unknown")
"""What is supposed, of a relative or not known says neither yes nor no of the patient."""
OF_THE_SESSION = ("deep_needles", "many_passes", "prp", "radiofrequency")
"""What was done in the session itself."""
ASKS = re.compile(r"^(can|could|should|is|are|do|does|which|what|how|may|will|would|kya)\b")
DONE = re.compile(r"\b(was|were|did|used|set|had|took|mine|tha|thi|kiya|ki thi|lag\w+)\b")
ALWAYS_TAKEN = ("calm", "not_calm")
TOLD = re.compile(
    r"\b(appointment|session|sitting|treatment|procedure|needles?|treated|used|ended|finished|was|were|did|done|had|got|get|since|ago|been|back|pehle|tha|thi|hua|hui|hua?y|hue|huye|nikl\w+|guz[ae]r\w*|kar?wa\w+|krwa\w+|kiya|ki|happened|needled|rolled)\b|\bday \d|\d ?(st|nd|rd|th) day|\bit.?s (been )?\d|\b\d+ (din|ghant\w+|min\w*)\b"
)
ENDED = re.compile(r"\b(finish\w*|stop\w*|left|quit|end(ed)?|last (one|dose|tablet|capsule|pill|time)|khatam|chor\w*|band)\b")
"""What one does with a medicine or a habit and not with a treatment."""
_NO_TIME = Moment.at(datetime.min.replace(tzinfo=timezone.utc))
FINDING_MODIFIERS: Mapping[str, str] = {"C31": "diabetes", "C35": "slow_healing"}
"""Contraindications that also lengthen a window, as data/knowledge/modifiers.yml names them."""


def remember(memory: Memory, reading: Reading, now: datetime, rules: RedFlags) -> Memory:
    """The memory after this message; the newest statement wins, nothing unsaid is assumed."""
    ended = _end_of_a_finding(memory, reading, now)
    if ended is not None:
        return replace(memory, findings=dated(memory.findings, ended.when, ended.since))
    memory = _remember_patient(_remember_times(memory, reading, now), reading)
    findings = detailed(_findings(memory.findings, reading), _qualifiers(memory, reading))
    modifiers = {**memory.modifiers, **_modifiers(reading)}
    for finding in findings:
        if finding.concept in FINDING_MODIFIERS and finding.assertion not in UNTOLD:
            modifiers[FINDING_MODIFIERS[finding.concept]] = finding.assertion in HOLDS
    told = stated_hours(reading.text)
    clinic = {activity.id: told for activity in reading.of("activity")} if told is not None else {}
    return replace(
        memory,
        clinic_hours={**memory.clinic_hours, **clinic},
        findings=findings,
        modifiers=modifiers,
        symptoms=remember_symptoms(memory.symptoms, reading.symptoms(), rules),
        setting=_setting(reading) or memory.setting,
    )


def hours_since(memory: Memory, now: datetime) -> tuple[float | None, float | None]:
    """The least and the most hours since the treatment; None where it is unknown or lies ahead."""
    if memory.treated is None or memory.planned:
        return None, None
    newest, oldest = now - memory.treated.latest, now - memory.treated.earliest
    return max(newest.total_seconds(), 0.0) / 3600, max(oldest.total_seconds(), 0.0) / 3600


def _findings(known: tuple[Finding, ...], reading: Reading) -> tuple[Finding, ...]:
    """With what points back: "that is my father's", "the test was negative", "but we are planning"."""
    new, cues = reading.findings(), reading.cues
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
    corrected = bool(ENDED.search(reading.text.lower())) and any(one.assertion == "past" for one in memory.findings)
    if not corrected and undated(memory.findings) is None:
        return None
    spoken = find_elapsed(reading.text, now)
    if spoken:
        return _End(spoken[0].when, spoken[0].since)
    return _End(reading.times.treated) if reading.times.treated else None


def _remember_times(memory: Memory, reading: Reading, now: datetime) -> Memory:
    times = reading.times
    if times.treated is not None and _tells_when(memory, reading):
        memory = replace(memory, treated=times.treated, planned=times.planned)
    elif memory.planned and memory.treated and memory.treated.latest <= now:
        memory = replace(memory, planned=False)
    waiting = memory.target if memory.pending else None
    return replace(memory, target=times.target or waiting)


def _remember_patient(memory: Memory, reading: Reading) -> Memory:
    """Who is asked about; what was said of a relative is the relative's once the writer asks for themselves."""
    if "other_patient" in reading.cues:
        return replace(memory, extra={**memory.extra, OTHER_PATIENT: True})
    if "for_me" in reading.cues and memory.extra.get(OTHER_PATIENT):
        theirs = tuple(replace(one, assertion="family") if one.assertion in OWN else one for one in memory.findings)
        return replace(memory, findings=theirs, outcome=None, extra={**memory.extra, OTHER_PATIENT: False})
    return memory


def _tells_when(memory: Memory, reading: Reading) -> bool:
    """ "today" alone is no treatment time: it needs the treatment, a verb of having had it, or our question."""
    if memory.pending or reading.of("treatment") or "correction" in reading.cues:
        return True
    words = len(reading.text.split())
    return bool(TOLD.search(reading.text.lower())) or words <= len((reading.times.treated or _NO_TIME).text.split()) + 3


def _modifiers(reading: Reading) -> dict[str, bool]:
    """A question about an addition ("is PRP better?") does not say that it was done."""
    asks = "?" in reading.text or bool(ASKS.search(reading.text.lower()))
    told = reading.times.treated is not None or not asks or bool(DONE.search(reading.text.lower()))
    mentions = [m for m in reading.of("modifier") if told or m.id in ALWAYS_TAKEN]
    found = {m.id: _holds(m) for m in mentions if m.assertion not in UNTOLD and (m.assertion != "past" or _done_then(m))}
    if told:
        found.update(measured(reading.text, load_modifiers()))
    if found.get("not_calm"):
        found["calm"] = False
    elif found.get("calm"):
        found["not_calm"] = False
    return found


def _done_then(mention: Mention) -> bool:
    """ "they did prp too" is past and holds for the session; "I had prp last year" is another one."""
    return mention.id in OF_THE_SESSION and mention.when is None


def _holds(mention: Mention) -> bool:
    return mention.assertion in HOLDS or mention.assertion == "past"


def _setting(reading: Reading) -> str | None:
    said = {mention.id for mention in reading.of("setting")} | (reading.cues & {"home", "clinic"})
    if "home" in said:
        return "home"
    return "clinic" if "clinic" in said else None
