"""What lengthens a wait, as a message tells it of the session or of the person."""
from __future__ import annotations

import re
from typing import Iterable, Mapping

from bot.knowledge.windows import load_modifiers
from bot.language.figures import measured
from bot.language.reading import Mention, Reading
from bot.screening.finding import Finding

HOLDS = ("present", "possible")
UNTOLD = ("hypothetical", "family", "unknown")
"""What is supposed, of a relative or not known says neither yes nor no of the patient."""
OF_THE_SESSION = ("deep_needles", "many_passes", "prp", "radiofrequency")
"""What was done in the session itself."""
ASKS = re.compile(r"^(can|could|should|is|are|do|does|which|what|how|may|will|would|kya)\b")
DONE = re.compile(r"\b(was|were|did|done|used|set|had|took|gave|added|injected|mixed|mine|tha|thi|kiya|ki thi|lag\w+)\b")
ALWAYS_TAKEN = ("calm", "not_calm")
FINDING_MODIFIERS: Mapping[str, str] = {"C31": "diabetes", "C35": "slow_healing"}
"""Contraindications that also lengthen a window, as data/knowledge/modifiers.yml names them."""


def told_modifiers(reading: Reading, findings: Iterable[Finding]) -> dict[str, bool]:
    """Modifiers by id and whether they hold, with those that findings mean too."""
    told = _said(reading)
    for finding in findings:
        if finding.concept in FINDING_MODIFIERS and finding.assertion not in UNTOLD:
            told[FINDING_MODIFIERS[finding.concept]] = finding.assertion in HOLDS
    return told


def _said(reading: Reading) -> dict[str, bool]:
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
