"""Clock times as people type them: '5pm', '14:30', 'half past 4', 'sade 6 baje', 'between 4 and 6 pm'."""

from __future__ import annotations

import re
from typing import Callable

from bot.aftercare.atoms import UNIT, Atom, Clock
from bot.aftercare.vocabulary import PART_HOURS

_SIDE = r"(?:(?P<side>about|after|before|by|since)(?: at)? )?(?:(?:at|@) )?"
_END = rf"(?!\S)(?! (?:{UNIT}|mm|%|percent|th|x|times?|sessions?|pass(?:es)?|or \d+ {UNIT}|- \d+ {UNIT})(?!\S))"
_PLUS = r"(?P<plus>sade|saade|sarhe|saarhe|sadhe|saray|sarhay|sawa|sava|paune|pone|ponay)"

RANGE = re.compile(
    r"(?<!\S)(?P<lead>(?:between|from|about) )?(?P<h1>\d{1,2})(?:[:.](?P<m1>\d{2}))?(?: (?P<x1>am|pm|baje))?"
    r" (?:-|to|and|or|se) (?P<h2>\d{1,2})(?:[:.](?P<m2>\d{2}))?(?: (?P<x2>am|pm|baje))?" + _END
)
MERIDIAN = re.compile(
    rf"(?<!\S){_SIDE}(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{2}})| (?P<split>\d{{2}}))?"
    r"(?: (?P<ish>ish))? (?P<x>am|pm)(?!\S)"
)
COLON = re.compile(rf"(?<!\S){_SIDE}(?P<h>\d{{1,2}}):(?P<m>\d{{2}})(?::\d{{2}})?(?: hour)?(?!\S)")
BAJE = re.compile(rf"(?<!\S){_SIDE}(?:{_PLUS} )?(?P<h>\d{{1,2}})(?:[:.](?P<m>\d{{1,2}}))? baje(?!\S)")
PAST = re.compile(
    rf"(?<!\S){_SIDE}(?P<what>half|quarter|\d{{1,2}})(?: minute)? (?P<way>last|to) (?P<h>\d{{1,2}})"
    rf"(?: (?P<x>am|pm))?{_END}"
)
AT = re.compile(
    rf"(?<!\S)(?P<side>about |after |before |by )?(?P<at>(?:at|@) )?(?P<h>\d{{1,2}})(?:\.(?P<m>[0-5]\d))?(?P<ish> ish)?"
    rf"(?P<in> (?:in|on) the (?=morning|evening|afternoon|night))?{_END}"
)
AFTER_PART = re.compile(
    r"(?:(?<=morning )|(?<=evening )|(?<=afternoon )|(?<=night ))(?:(?:ko|k|ke|at|mein) )*"
    r"(?P<h>\d{1,2})(?:[:.](?P<m>\d{2}))?" + _END
)
AFTER_DAY = re.compile(rf"(?:(?<=yesterday )|(?<=today )|(?<=tomorrow ))(?P<h>\d{{1,2}})\.(?P<m>[0-5]\d){_END}")
PART = re.compile(r"(?<!\S)(?:(?P<side>after|before) )?(?:12 )?(?P<part>" + "|".join(PART_HOURS) + r")(?!\S)")


def _minutes(hour: str, minute: str | None, meridian: str | None = None) -> tuple[int, bool] | None:
    """Minutes of the clock and whether the half of the day is open; None for a time that does not exist."""
    hours, minutes = int(hour), int(minute or 0)
    if hours > 24 or minutes > 59 or (hours == 24 and minutes):
        return None
    if meridian in ("am", "pm") and hours <= 12:
        return (hours % 12 + (12 if meridian == "pm" else 0)) * 60 + minutes, False
    is_open = 1 <= hours <= 12 and not (len(hour) == 2 and hour[0] == "0")
    return hours % 24 * 60 + minutes, is_open


def _clock(match: re.Match[str], read: tuple[int, bool] | None, shift: int = 0) -> Atom:
    if read is None:
        return Atom("bad", match.start(), match.end())
    groups = match.groupdict()
    side = (groups.get("side") or "").strip()
    side = "about" if groups.get("ish") else {"by": "before", "since": ""}.get(side, side)
    minutes = (read[0] + shift) % 1440
    return Atom("clock", match.start(), match.end(), Clock(minutes, minutes, read[1], side))


def read_range(match: re.Match[str]) -> Atom | None:
    """'between 4 and 6 pm', '11 to 1 pm', '4:00 - 4:45'; a bare pair of numbers is none."""
    meridian = match["x2"] or match["x1"]
    if not (meridian or match["lead"] or (match["m1"] and match["m2"])):
        return None
    first, last = (
        _minutes(match["h1"], match["m1"], match["x1"] or meridian),
        _minutes(match["h2"], match["m2"], meridian),
    )
    if first is None or last is None:
        return Atom("bad", match.start(), match.end())
    begin, end = first[0], last[0]
    if begin > end and not match["x1"] and begin >= 720:
        begin -= 720
    if end < begin:
        end += 720 if last[1] else 1440
    return Atom("clock", match.start(), match.end(), Clock(begin, end, first[1] and last[1]))


def read_meridian(match: re.Match[str]) -> Atom:
    """'5 pm', '4:30 pm', '4 30 pm'."""
    return _clock(match, _minutes(match["h"], match["m"] or match["split"], match["x"]))


def read_plain(match: re.Match[str]) -> Atom:
    """'14:30', '9:05'; either half of the day where both are possible."""
    return _clock(match, _minutes(match["h"], match["m"]))


def read_baje(match: re.Match[str]) -> Atom:
    """'6 baje', 'sade 6 baje' (half past), 'sawa 6' (quarter past), 'paune 6' (quarter to), '6 o clock'."""
    plus, minute = match["plus"] or "", match["m"]
    if minute == "5":
        minute = "30"
    shift = 15 if plus.startswith(("sawa", "sava")) else -15 if plus.startswith("p") else 30 if plus else 0
    return _clock(match, _minutes(match["h"], minute), shift)


def read_past(match: re.Match[str]) -> Atom | None:
    """'half past 4', 'quarter to 5', '10 to 6'."""
    amount = {"half": 30, "quarter": 15}.get(match["what"]) or int(match["what"])
    if amount not in (5, 10, 15, 20, 25, 30):
        return None
    return _clock(match, _minutes(match["h"], None, match["x"]), amount if match["way"] == "last" else -amount)


def read_at(match: re.Match[str]) -> Atom | None:
    """'at 7', 'around 5ish', '3 in the afternoon'; a bare number alone is no clock time."""
    if not (match["at"] or match["in"] or match["side"] or match["ish"]) or int(match["h"]) > 24:
        return None
    return _clock(match, _minutes(match["h"], match["m"]))


def read_after_part(match: re.Match[str]) -> Atom | None:
    """The number in 'shaam 6', 'subah 9:30', 'yesterday 7.30'."""
    return _clock(match, _minutes(match["h"], match["m"])) if int(match["h"]) <= 12 else None


def read_part(match: re.Match[str]) -> Atom:
    """'morning', 'after maghrib', 'before noon'."""
    if match["side"]:
        first, last = PART_HOURS[match["part"]]
        edge = first if match["side"] == "after" else last
        return Atom("clock", match.start(), match.end(), Clock(edge, edge, False, match["side"]))
    return Atom("part", match.start(), match.end(), match["part"])


Reader = Callable[["re.Match[str]"], "Atom | None"]
READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (RANGE, read_range),
    (PAST, read_past),
    (MERIDIAN, read_meridian),
    (COLON, read_plain),
    (BAJE, read_baje),
    (AFTER_PART, read_after_part),
    (AFTER_DAY, read_after_part),
    (AT, read_at),
    (PART, read_part),
)


def choices(clock: Clock, part: str | None) -> list[tuple[int, int]]:
    """The readings of a clock time as minutes from and until, by the part of the day where one is named."""
    shifts = [0, 720] if clock.open else [0]
    pairs = [(_half(clock.first, shift, clock.open), _half(clock.last, shift, clock.open)) for shift in shifts]
    pairs = [(low, high if high >= low else high + 720) for low, high in pairs]
    if part and clock.open:
        pairs = [pair for pair in pairs if _in_part(pair[0], part)] or pairs
        if part == "night":
            pairs = [(low + 1440, high + 1440) if low < 300 else (low, high) for low, high in pairs]
    if clock.side == "about":
        pairs = [(low - 30, high + 30) for low, high in pairs]
    elif clock.side == "after":
        pairs = [(low, max(1439, high)) for low, high in pairs]
    elif clock.side == "before":
        pairs = [(0, high) for low, high in pairs]
    return pairs


def _half(minutes: int, shift: int, is_open: bool) -> int:
    if not is_open:
        return minutes
    return minutes // 720 * 720 + minutes % 720 + shift - (720 if minutes >= 720 and minutes < 780 else 0)


def _in_part(minutes: int, part: str) -> bool:
    minutes %= 1440
    if part in ("morning", "fajr"):
        return minutes < 720
    if part == "night":
        return minutes >= 1080 or minutes < 300
    if part in ("midnight", "noon"):
        return minutes == (0 if part == "midnight" else 720)
    return minutes >= 720
