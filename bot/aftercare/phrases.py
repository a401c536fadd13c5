"""Times in a message: every phrase with what it means for a past treatment and for a planned activity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.aftercare import clocks, days
from bot.aftercare.atoms import OFFSET, Atom, Day, Elapsed, Role, read_offset
from bot.aftercare.resolve import FIRMER, resolve
from bot.aftercare.tokens import Line, read_line
from bot.aftercare.vocabulary import CONNECTORS
from bot.moment import Moment

JUST = re.compile(
    r"(?<!\S)(?:just now|now now|now just|(?:just|now) (?=(?:got|did|had|done|came|finished|finish|completed|"
    r"karwaya|karwayi|karaya|krwaya|hua|hui|kiya|karwa)(?!\S))"
    r"|(?:did|had|got|finished|(?<!get it )(?<!getting it )(?<!have it )(?<!get )(?<!be )done) (?:it |mine )?(?:just |right )?now|moments? ago)(?!\S| (?:baje|\d))"
)
NOW = re.compile(r"(?<!\S)(?:right |abhi )?now(?!\S)")
UNNAMED = re.compile(r"(?<!\S)been (?:about |like |more than |almost )?(?P<n>\d{1,3})(?= *$| [.,?!;])")
HEDGE = re.compile(r"\b(?:i (?:think|guess|believe)|may ?be|probably|shayad)\b")
DENIED = re.compile(r"(?:^|\s)(?:not|nahi|nhi|nai|isnt|wasnt|never) (?:on |the |it |was |at )*$")


@dataclass(frozen=True)
class TimeMention:
    """A time phrase at `start`..`end` of the message, in its two readings.

    `treated` reads it as a treatment in the past (never after now), `target` as something to come
    (never before now); None where the words forbid it. `hint` is the only reading the words allow.
    `weak` gives way to any other ("2 days after needling"); `strong` names the treatment itself
    ("its been 3 days"), `amount` ones are a number of hours or days, a `bare_part` is a part of no
    day in particular ("at night"). `impossible` marks a date or a clock time that does not exist.
    """

    start: int
    end: int
    text: str
    treated: Moment | None
    target: Moment | None
    hint: Role | None = None
    weak: bool = False
    strong: bool = False
    impossible: bool = False
    denied: bool = False
    amount: bool = False
    bare_part: bool = False


@dataclass(frozen=True)
class Phrase:
    """Atoms that make one time: days, a part of the day and a clock time, or an amount."""

    start: int
    end: int
    atoms: tuple[Atom, ...]

    def get(self, kind: str) -> Atom | None:
        """The atom of a kind."""
        return next((atom for atom in self.atoms if atom.kind == kind), None)

    @property
    def role(self) -> Role | None:
        """The only role the words allow."""
        return next((atom.role for atom in self.atoms if atom.role), None)


def find_times(text: str, now: datetime) -> tuple[TimeMention, ...]:
    """Every time in the message; `now` is aware and in the patient's zone."""
    line = read_line(text)
    mentions = []
    for phrase in find_phrases(line):
        mentions.extend(_mention(text, line, phrase, now))
    return tuple(mentions)


def find_phrases(line: Line) -> list[Phrase]:
    """Atoms found from left to right, the longest first, and joined where only glue lies between."""
    phrases: list[Phrase] = []
    for atom in _atoms(line.text):
        if phrases and _joins(line.text, phrases[-1], atom):
            last = phrases[-1]
            phrases[-1] = Phrase(last.start, atom.end, (*last.atoms, atom))
        elif atom.kind != "skip":
            phrases.append(Phrase(atom.start, atom.end, (atom,)))
        else:
            phrases.append(Phrase(atom.start, atom.end, (atom,)))
    return _ranges(line.text, [phrase for phrase in phrases if phrase.atoms[0].kind != "skip"])


def _atoms(text: str) -> list[Atom]:
    found: list[Atom] = []
    for pattern, read in (
        (OFFSET, read_offset),
        (JUST, _read_just),
        *days.READERS,
        *clocks.READERS,
        (UNNAMED, _read_unnamed),
        (NOW, _read_now),
    ):
        for match in pattern.finditer(text):
            atom = read(match)
            if atom is not None:
                found.append(atom)
    found.sort(key=lambda atom: atom.start - atom.end)
    kept: list[Atom] = []
    for atom in found:
        if all(atom.end <= other.start or other.end <= atom.start for other in kept):
            kept.append(atom)
    return sorted(kept, key=lambda atom: atom.start)


def _read_just(match: re.Match[str]) -> Atom:
    return Atom("just", match.start(), match.end(), "just", "treated", weak="just now" not in match[0])


def _read_now(match: re.Match[str]) -> Atom:
    return Atom("just", match.start(), match.end(), "now", "target", weak=True)


def _read_unnamed(match: re.Match[str]) -> Atom | None:
    """'its been 14': the unit is the last one spoken of before."""
    units = re.findall(r"\b(hour|day|week)\b", match.string[: match.start()])
    if not units:
        return None
    unit, amount = units[-1], float(match["n"])
    if unit == "week":
        unit, amount = "day", amount * 7
    return Atom("elapsed", match.start(), match.end(), Elapsed(amount, amount, unit), "treated", strong=True)


def _joins(text: str, phrase: Phrase, atom: Atom) -> bool:
    kinds = {part.kind for part in phrase.atoms}
    if atom.kind not in ("day", "part", "clock", "elapsed") or not kinds <= {"day", "part", "clock", "elapsed"}:
        return False
    if kinds == {"day"} and atom.kind == "day" and len(phrase.atoms) == 1 and _same_day(phrase.atoms[0], atom):
        return set(text[phrase.end : atom.start].split()) <= {",", "the", "(", "-", "on", "of"}
    if atom.kind in kinds or {"day", "elapsed"} <= kinds | {atom.kind}:
        return False
    if any(_is_hours(part) for part in (*phrase.atoms, atom)):
        return False
    gap = HEDGE.sub(" ", text[phrase.end : atom.start]).split()
    if not all(word in CONNECTORS for word in gap) or len(gap) > 4:
        return False
    if "," in gap or "-" in gap:
        return re.match(r"\s*(?:[.?!,;)]|$|tha|thi|was)", text[atom.end :]) is not None
    return True


def _same_day(first: Atom, second: Atom) -> bool:
    """A weekday beside a date ('monday 23 nov', 'yesterday, monday') is one day, said twice."""
    kinds = [atom.value.kind for atom in (first, second) if isinstance(atom.value, Day)]
    return ("weekday" in kinds) != (kinds == ["weekday", "weekday"]) and set(kinds) <= {"weekday", *FIRMER}


def _is_hours(atom: Atom) -> bool:
    return isinstance(atom.value, Elapsed) and (atom.value.unit == "hour" or atom.value.bound != "")


def _ranges(text: str, phrases: list[Phrase]) -> list[Phrase]:
    """'either monday or tuesday', 'between thursday and friday': one phrase with both."""
    joined: list[Phrase] = []
    for phrase in phrases:
        if joined:
            gap = text[joined[-1].end : phrase.start].strip()
            before = text[: joined[-1].start].rstrip()
            paired = gap in ("or", "or on", "to", "-", "or maybe", "or may be", ", or", "or the", "or was it", "/") or (
                gap == "and" and before.endswith("between")
            )
            if paired and phrase.atoms[0].kind != "bad":
                last = joined[-1]
                joined[-1] = Phrase(last.start, phrase.end, (*last.atoms, Atom("skip", 0, 0), *phrase.atoms))
                continue
        joined.append(phrase)
    return joined


def _mention(text: str, line: Line, phrase: Phrase, now: datetime) -> list[TimeMention]:
    start = line.tokens[line.index(phrase.start)].start
    end = line.tokens[line.index(phrase.end - 1)].end
    spoken = text[start:end]
    if any(atom.kind == "bad" for atom in phrase.atoms):
        return [TimeMention(start, end, spoken, None, None, impossible=True)]
    treated, target = (_both(phrase, role, now, spoken) for role in ("treated", "target"))
    role = phrase.role or ("treated" if treated and not target else "target" if target and not treated else None)
    if role == "treated":
        target = None
    elif role == "target":
        treated = None
    return [
        TimeMention(
            start,
            end,
            spoken,
            treated,
            target,
            role,
            weak=any(atom.weak for atom in phrase.atoms),
            strong=any(atom.strong for atom in phrase.atoms),
            amount=all(atom.kind in ("elapsed", "skip") for atom in phrase.atoms),
            bare_part=all(atom.kind == "part" for atom in phrase.atoms),
            denied=DENIED.search(line.text[: phrase.start]) is not None,
        )
    ]


def _both(phrase: Phrase, role: Role, now: datetime, text: str) -> Moment | None:
    """The reading of one phrase, or the hull of the readings where two are joined by 'or'."""
    groups: list[list[Atom]] = [[]]
    for atom in phrase.atoms:
        if atom.kind == "skip":
            groups.append([])
        else:
            groups[-1].append(atom)
    if len(groups) == 2:
        groups = _share(groups)
    moments = [resolve(tuple(group), role, now, text) for group in groups]
    known = [moment for moment in moments if moment is not None]
    if len(known) < len(moments):
        return None
    return Moment(min(m.earliest for m in known), max(m.latest for m in known), text)


def _share(groups: list[list[Atom]]) -> list[list[Atom]]:
    """In 'monday or tuesday evening' the evening belongs to both; in '2 days or 3 days ago' the 'ago'."""
    first, last = groups
    if all(atom.kind != "day" for atom in last) and any(atom.kind == "day" for atom in first):
        last = [*(atom for atom in first if atom.kind == "day"), *last]
    if all(atom.kind == "day" for atom in first) and len(first) == 1:
        first = [*first, *(atom for atom in last if atom.kind in ("part", "clock"))]
    return [first, last]
