"""Needle lengths in what patients write."""
from __future__ import annotations

import re
from typing import Mapping

from bot.knowledge.windows import Modifier

_LENGTH = re.compile(r"(\d+(?:[.,]\d+)?)\s*-?\s*(?:mm|millimet(?:er|re)s?)\b", re.I)


def measured(text: str, modifiers: Mapping[str, Modifier]) -> dict[str, bool]:
    """Which modifiers a stated needle length decides; the longest length named counts. In millimetres."""
    lengths = [float(found.replace(",", ".")) for found in _LENGTH.findall(text)]
    if not lengths:
        return {}
    return {one.id: max(lengths) > one.over_mm for one in modifiers.values() if one.over_mm is not None}
