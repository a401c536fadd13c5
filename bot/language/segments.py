"""The parts of a message that may each ask something."""
from __future__ import annotations

import re

_END = re.compile(r"[.!?\n;]+(?:\s|$)|\s+(?:and|also|plus|n|&|aur|then)\s+|,\s+(?=(?:what|when|how|why|can|is|do|does|should|will|where|who)\b)", re.I)
MIN_WORDS = 2
MAX_SEGMENTS = 4


def segments(text: str) -> list[str]:
    """The parts in order, the last four at most; one part when there is nothing to split."""
    parts = [part.strip(" ,.!?") for part in _END.split(text)]
    kept = [part for part in parts if len(part.split()) >= MIN_WORDS]
    return kept[-MAX_SEGMENTS:] if len(kept) > 1 else [text]
