"""What the treating clinic told the patient: "the sheet says no swimming for 5 days"."""
from __future__ import annotations

import re

_TOLD = re.compile(
    r"\b(clinic|doctor|dr|dermatologist|sheet|instructions?|paper|leaflet|nurse|they|staff)\b.{0,40}?"
    r"\b(says?|said|told|tells?|wrote|written|advised?|asked?|instructed|bola|kaha|kehte|mana)\b", re.I
)
_WAIT = re.compile(
    r"\b(?:for|after|until|wait|upto|up to|at least|till|next)\s+(?:the )?(?:first |next )?(\d{1,3})\s*(hours?|hrs?|h|days?|weeks?|din|ghant\w+|haft\w+)\b"
    r"|\b(\d{1,3})\s*(hours?|hrs?|days?|weeks?|din|ghant\w+|haft\w+)\s+(?:no|without|tak|wait)\b", re.I
)
_HOURS = {"h": 1.0, "g": 1.0, "d": 24.0, "w": 168.0}


def stated_hours(text: str) -> float | None:
    """The wait in hours that a clinic is said to ask for; None when the text says no such thing."""
    told, wait = _TOLD.search(text), _WAIT.search(text)
    if not told or not wait:
        return None
    number, unit = (wait[1], wait[2]) if wait[1] else (wait[3], wait[4])
    factor = 168.0 if unit.lower().startswith("haft") else _HOURS[unit[0].lower()]
    return float(number) * factor
