"""From patients' words to the level: tests/sentences/red_flags.yml through the language layer and triage."""
from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.knowledge.red_flags import RedFlags, load_red_flags
from bot.language.language import default_language
from bot.triage.alert import Alert
from bot.triage.assess import UNKNOWN_TIME, Context, Hours, assess

FILE = Path(__file__).parents[1] / "sentences" / "red_flags.yml"
SENTENCES: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
ROWS = [(row, text) for row in SENTENCES["flags"] for text in row["says"]]
NOW = datetime(2026, 11, 23, 17, 0, tzinfo=ZoneInfo("Asia/Karachi"))
RULES: RedFlags = load_red_flags()
MOST_FALSE_ALARMS = 0.03


def triage(text: str, row: dict[str, Any]) -> Alert | None:
    reading = default_language().read(text, NOW)
    hours: Hours = tuple(row["hours"]) if "hours" in row else UNKNOWN_TIME
    treated = row.get("treated") or None
    told = reading.times.treated
    if told and not reading.times.planned:
        hours, treated = (_hours(told.latest), _hours(told.earliest)), True
    if "treated" in reading.cues:
        treated = True
    context = Context(treated=treated, pregnant=row.get("pregnant", False))
    return assess(reading.symptoms(), RULES, hours, context)


def _hours(moment: datetime) -> float:
    return max((NOW - moment).total_seconds() / 3600, 0)


@pytest.mark.parametrize(("row", "text"), ROWS, ids=[f"{row['id']}: {text}" for row, text in ROWS])
def test_a_danger_sign_is_heard(row: dict[str, Any], text: str) -> None:
    alert = triage(text, row)
    assert alert is not None, default_language().read(text, NOW).of("symptom")
    assert (alert.level, row["id"] in alert.flags) == (row["level"], True), alert


def test_every_row_has_three_phrasings() -> None:
    said = {flag: [text for row, text in ROWS if row["id"] == flag] for flag in RULES.flags}
    assert not {flag: texts for flag, texts in said.items() if len(set(texts)) < 3}


def test_look_alikes_raise_no_alarm() -> None:
    texts = SENTENCES["look_alikes"]
    alarmed = [text for text in texts if triage(text, {})]
    assert len(texts) >= 120
    assert len(alarmed) <= MOST_FALSE_ALARMS * len(texts), alarmed


def test_somebody_elses_danger_sign_is_theirs() -> None:
    alert = triage("my wife has hives all over and is vomiting now", {})
    assert alert is not None and alert.level == "emergency" and alert.other_person
