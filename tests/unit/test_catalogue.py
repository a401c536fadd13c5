"""docs/content.md is what the content makes."""
from __future__ import annotations

from bot.catalogue import FILE, catalogue
from bot.knowledge.content import load_knowledge


def test_the_list_in_the_docs_is_fresh() -> None:
    assert FILE.read_text(encoding="utf-8") == catalogue(), "run `python -m bot.catalogue`"


def test_every_record_is_listed_once() -> None:
    known, lines = load_knowledge(), catalogue().splitlines()
    ids = [*known.answers, *known.windows, *known.contraindications, *known.red_flags.flags]
    listed = [line for line in lines if line.startswith("| `")]
    assert len(listed) == len(ids)
    assert all(any(line.startswith(f"| `{one}` |") for line in listed) for one in ids)
