"""Where a reply comes from: sources and evidence for `meta`."""

from __future__ import annotations

from functools import lru_cache
from typing import Iterable, Mapping, Sequence

from bot.knowledge.sources import Source, load_sources
from bot.knowledge.windows import Window


def sources_of(window: Window) -> tuple[Mapping[str, str], ...]:
    """The sources of a window as `meta.sources` has them."""
    known = _sources()
    return tuple(
        {"id": known[name].id, "title": known[name].title, "url": known[name].url}
        for name in window.sources
        if name in known
    )


def together(rows: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The items of all rows, each once, in order."""
    return tuple(dict.fromkeys(item for row in rows for item in row))


@lru_cache(maxsize=1)
def _sources() -> Mapping[str, Source]:
    return load_sources()
