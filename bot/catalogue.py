"""docs/content.md: the list of everything medical the assistant can say, made from data/knowledge.

    python -m bot.catalogue

writes it anew; a test fails as long as it is not what the content makes. It holds no texts: those stand
once, in data/knowledge, and the list says where.
"""
from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Iterable, Iterator, NamedTuple

from bot.knowledge.content import Knowledge, load_knowledge

FILE = Path(__file__).resolve().parents[1] / "docs" / "content.md"
HEADER = """# Content

Made by `python -m bot.catalogue` from data/knowledge; do not edit it by hand. The texts stand there, by id:
answers in answers/CATEGORY.yml, the others in windows.yml, contraindications.yml and red_flags.yml. Evidence
ids are rows: S, E and Q of evidence.yml, the others of the files named here.
A review of "none" says that no clinician has approved the text yet."""
COLUMNS = ("id", "what", "evidence", "review", "date")


class Entry(NamedTuple):
    """One line of the list."""

    category: str
    id: str
    what: str
    evidence: tuple[str, ...]
    review: str
    date: str


def catalogue(knowledge: Knowledge | None = None) -> str:
    """The whole file as text."""
    known = knowledge or load_knowledge()
    sections = {
        "Answers": list(_answers(known)),
        "Waiting times": list(_windows(known)),
        "Contraindications": list(_contraindications(known)),
        "Danger signs": list(_red_flags(known)),
    }
    everything = [entry for entries in sections.values() for entry in entries]
    parts = [HEADER, _totals(sections), _counts(everything)]
    parts += [_section(name, entries) for name, entries in sections.items()]
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Writes the file."""
    FILE.write_text(catalogue(), encoding="utf-8")
    print(f"{FILE.name} is written.")


def _answers(known: Knowledge) -> Iterator[Entry]:
    for one in known.answers.values():
        yield Entry(one.category, one.id, one.label["en"], one.evidence, one.review, one.date.isoformat())


def _windows(known: Knowledge) -> Iterator[Entry]:
    for one in known.windows.values():
        what = f"{one.label['en']} ({one.rule})"
        yield Entry(one.category, one.id, what, one.evidence, one.review, one.date.isoformat())


def _contraindications(known: Knowledge) -> Iterator[Entry]:
    for one in known.contraindications.values():
        yield Entry(one.category, one.id, one.name["en"], one.evidence, one.review, one.date.isoformat())


def _red_flags(known: Knowledge) -> Iterator[Entry]:
    for one in known.red_flags.flags.values():
        yield Entry("red_flag", one.id, f"{one.name} ({one.level})", one.evidence, one.review, one.date.isoformat())


def _totals(sections: dict[str, list[Entry]]) -> str:
    rows = []
    for name, entries in sections.items():
        reviewed = sum(entry.review != "none" for entry in entries)
        rows.append((name, str(len(entries)), str(reviewed), max((entry.date for entry in entries), default="")))
    return _table(("part", "records", "reviewed", "newest"), rows)


def _counts(entries: list[Entry]) -> str:
    counted = Counter(entry.category for entry in entries)
    rows = [(category, str(count)) for category, count in sorted(counted.items())]
    return "## Records by category\n\n" + _table(("category", "records"), rows)


def _section(name: str, entries: list[Entry]) -> str:
    parts = [f"## {name}"]
    for category in sorted({entry.category for entry in entries}):
        rows = [
            (f"`{entry.id}`", entry.what, ", ".join(entry.evidence), entry.review, entry.date)
            for entry in entries
            if entry.category == category
        ]
        parts += [f"### {category}", _table(COLUMNS, rows)]
    return "\n\n".join(parts)


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(columns), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


if __name__ == "__main__":
    main()
