"""Reads a set of time phrases and compares each with the interval meant: `python -m benchmarks.time_phrases FOLDER`.

time_phrases.jsonl holds phrase, now, tz, role (treated or target), earliest and latest. A moment and a single day
must be met to the minute ("5 hours ago" to half an hour). Otherwise the cautious end, the latest of a treatment
and the earliest of a plan, may be more cautious by 6 hours (a day where the interval spans days) and less
cautious by 1 hour; the other end may differ by the same.
"""
from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.rows import read_rows
from bot.aftercare.phrases import find_times
from bot.aftercare.roles import read_times
from bot.moment import Moment

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Phrase:
    """A phrase, who it is about and what it means."""

    text: str
    now: datetime
    role: str
    meant: Moment

    @property
    def is_exact(self) -> bool:
        """A single moment or a single day."""
        span = self.meant.latest - self.meant.earliest
        return span == timedelta(0) or (span == DAY - MINUTE and self.meant.earliest.minute == 0)

    def read(self) -> Moment | None:
        """What the assistant makes of it when it has asked for it."""
        said = read_times(self.text, self.now, "treated" if self.role == "treated" else None)
        if self.role == "treated":
            return said.treated
        mentions = find_times(self.text, self.now)
        return said.target or (mentions[0].target if len(mentions) == 1 else None)

    def is_met_by(self, got: Moment) -> bool:
        """Within the tolerances above."""
        early, late = got.earliest - self.meant.earliest, got.latest - self.meant.latest
        if self.is_exact:
            slack = HOUR / 2 if "ago" in self.text or "back" in self.text else MINUTE
            return abs(early) <= slack and abs(late) <= slack
        slack = DAY if self.meant.latest - self.meant.earliest > DAY else 6 * HOUR
        cautious, other = (late, early) if self.role == "treated" else (-early, late)
        return -HOUR <= cautious <= slack and abs(other) <= slack

    def is_unsafe(self, got: Moment) -> bool:
        """A treatment read as more than an hour older than it may be."""
        return self.role == "treated" and got.latest < self.meant.latest - HOUR


def load_phrases(file: Path) -> list[Phrase]:
    """Every row of a set; none when there is no such file."""
    parse = datetime.fromisoformat
    return [
        Phrase(
            r["phrase"],
            parse(r["now"]).astimezone(ZoneInfo(r["tz"])),
            r["role"],
            Moment(parse(r["earliest"]), parse(r["latest"])),
        )
        for r in read_rows(file)
    ]


def measure(folder: Path, show: bool) -> None:
    """Prints how many phrases are read right and how many unsafely."""
    phrases = load_phrases(folder / "time_phrases.jsonl")
    read = [(phrase, phrase.read()) for phrase in phrases]
    missed = [(phrase, got) for phrase, got in read if got is None or not phrase.is_met_by(got)]
    unsafe = sum(got is not None and phrase.is_unsafe(got) for phrase, got in read)
    print(f"\ntime phrases: {len(phrases) - len(missed)} of {len(phrases)}, unsafe {unsafe}")
    for phrase, got in missed if show else ():
        told = f"{got.earliest:%F %H:%M} .. {got.latest:%F %H:%M}" if got else "nothing"
        meant = f"{phrase.meant.earliest:%F %H:%M} .. {phrase.meant.latest:%F %H:%M}"
        print(f"   {phrase.role} {phrase.text!r} at {phrase.now:%a %F %H:%M}: read {told}, meant {meant}")


if __name__ == "__main__":
    measure(Path(sys.argv[1]), show=True)
