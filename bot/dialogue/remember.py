"""What a message adds to the memory: times, what lengthens a window, findings, symptoms, the setting."""
from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timezone

from bot.dialogue.around import around
from bot.dialogue.clinic_said import stated_hours
from bot.dialogue.memory import Memory
from bot.dialogue.modifiers import told_modifiers
from bot.dialogue.told_findings import for_whom, redated, told_findings
from bot.knowledge.red_flags import RedFlags
from bot.language.reading import Reading
from bot.moment import Moment
from bot.triage.assess import remember as remember_symptoms

TOLD = re.compile(
    r"\b(?:appointment|session|sitting|treatment|procedure|needles?|treated|used|ended|finished|needled|rolled|happened"
    r"|was|were|did|done|had|got|get|since|ago|been|back"
    r"|pehle|tha|thi|hu[aie]|hua?y|huye|nikl\w+|guz[ae]r\w*|kar?wa\w+|krwa\w+|kiya|ki)\b"
    r"|\bday \d|\d ?(?:st|nd|rd|th) day|\bit.?s (?:been )?\d|\b\d+ (?:din|ghant\w+|min\w*)\b"
)
"""Words that tell of a treatment had."""
THAT_DAY = re.compile(r"\b(?:the |on |that )*(?:same (?:day|time|evening|morning|night)|that day)\b|\busi (?:din|waqt|shaam|raat)\b")
MOVED = re.compile(r"\b(?:moved|shifted|postponed|resch\w+|changed|pushed|delayed|agay kar\w*|aage kar\w*)\b")
_NO_TIME = Moment.at(datetime.min.replace(tzinfo=timezone.utc))


def remember(memory: Memory, reading: Reading, now: datetime, rules: RedFlags) -> Memory:
    """The memory after this message; the newest statement wins, nothing unsaid is assumed."""
    findings = redated(memory, reading, now)
    if findings is None:
        memory = for_whom(_remember_times(memory, reading, now), reading)
        findings = told_findings(memory, reading)
    told = stated_hours(reading.text)
    clinic = {activity.id: told for activity in reading.of("activity")} if told is not None else {}
    return replace(
        memory,
        clinic_hours={**memory.clinic_hours, **clinic},
        findings=findings,
        modifiers={**memory.modifiers, **told_modifiers(reading, findings)},
        symptoms=remember_symptoms(memory.symptoms, reading.symptoms(), rules),
        setting=_setting(reading) or memory.setting,
    )


def hours_since(memory: Memory, now: datetime) -> tuple[float | None, float | None]:
    """The least and the most hours since the treatment; None where it is unknown or lies ahead."""
    if memory.treated is None or memory.planned:
        return None, None
    newest, oldest = now - memory.treated.latest, now - memory.treated.earliest
    return max(newest.total_seconds(), 0.0) / 3600, max(oldest.total_seconds(), 0.0) / 3600


def _remember_times(memory: Memory, reading: Reading, now: datetime) -> Memory:
    times = reading.times
    moved = _moved_to(reading) if memory.planned else None
    if moved is not None:
        return replace(memory, treated=moved, planned=True, target=None)
    if times.treated is not None and _tells_when(memory, reading):
        memory = replace(memory, treated=times.treated, planned=times.planned)
    elif memory.planned and memory.treated and memory.treated.latest <= now:
        memory = replace(memory, planned=False)
    waiting = memory.target if memory.pending or THAT_DAY.search(reading.text.lower()) else None
    placed = around(reading.text.lower(), memory.treated, times.target) if memory.planned and memory.treated else None
    return replace(memory, target=placed or times.target or waiting)


def _moved_to(reading: Reading) -> Moment | None:
    """The new time of a session that lay ahead: "they moved me, it is on Tuesday now"."""
    if not MOVED.search(reading.text.lower()):
        return None
    if reading.times.treated is not None:
        return reading.times.treated if reading.times.planned else None
    return None if reading.of("activity") else reading.times.target


def _tells_when(memory: Memory, reading: Reading) -> bool:
    """ "today" alone is no treatment time: it needs the treatment, a verb of having had it, or our question."""
    if memory.pending or reading.of("treatment") or "correction" in reading.cues:
        return True
    words = len(reading.text.split())
    return bool(TOLD.search(reading.text.lower())) or words <= len((reading.times.treated or _NO_TIME).text.split()) + 3


def _setting(reading: Reading) -> str | None:
    said = {mention.id for mention in reading.of("setting")} | (reading.cues & {"home", "clinic"})
    if "home" in said:
        return "home"
    return "clinic" if "clinic" in said else None
