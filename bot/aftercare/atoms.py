"""The smallest pieces of a time: an amount of elapsed time, a day, a part of a day, a clock time."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Role = Literal["treated", "target"]
Bound = Literal["", "about", "more", "less"]


@dataclass(frozen=True)
class Elapsed:
    """An amount of time; `unit` is minute, hour, day, month or year; weeks are days."""

    low: float
    high: float
    unit: str
    bound: Bound = ""


@dataclass(frozen=True)
class Day:
    """A day or some days. `kind` says how `values` are read; see bot.aftercare.days."""

    kind: str
    values: tuple[int, ...] = ()


@dataclass(frozen=True)
class Clock:
    """Minutes of the local clock; `open` ends may be either half of the day. `side` is about, after or before."""

    first: int
    last: int
    open: bool = False
    side: str = ""


@dataclass(frozen=True)
class Atom:
    """A piece and its place in the line; `role` is the only one that the words allow, if only one.

    `weak` readings give way to stronger ones; `strong` ones name the treatment themselves.
    """

    kind: Literal["elapsed", "day", "part", "clock", "just", "bad", "skip"]
    start: int
    end: int
    value: Elapsed | Day | Clock | str = ""
    role: Role | None = None
    weak: bool = False
    strong: bool = False


NUMBER = r"\d{1,4}(?:\.\d+)?"
UNIT = r"(?:minute|hour|day|week|month|year|fortnight)"
TREAT = (
    r"(?:(?:the|my|a|this|your|last|first|getting|having|doing|derma|micro|scalp|hair|mere|meri|apni) )*"
    r"(?:session|sesion|sessions|treatment|microneedling|needling|dermapen|dermaroller|dermarolling|roller|"
    r"rolling|pen|procedure|appointment|sitting|prp|it)"
)
_AMOUNT = (
    rf"(?:(?P<pair>\d{{1,2}}/\d{{1,2}})|(?P<low>{NUMBER})(?P<lowish> ish)?(?P<lowhalf> and (?:an? )?half|"
    rf" (?:an? )?half(?! hour))?"
    rf"(?:(?: (?:-|to|or|se|and))? (?P<high>{NUMBER})(?P<highhalf> and (?:an? )?half)?)?(?: ish)?"
    r"|(?P<half>half)(?: an?)?|(?P<quarter>quarter)(?: of)?(?: an?)?"
    r"|(?:an? )?(?P<vague>couple|few|several|some)(?: of)?|(?P<one>an?|another))"
)
_PRE = (
    r"(?P<pre>(?:(?:(?:today|now) se|between|about|more than|less than|more|less|at least|at most|atleast|"
    r"morethan|<|in|within|after|since|for|"
    r"last|next|been|its|it|is|has|every|wait|waited|only|just|like|exactly|not even|not|upto|up to|the|almost|full|"
    r"hardly|barely|maybe|good|within the|gap of|once) )*)"
)
_POST = (
    rf"(?P<post>(?: (?:ago|later|before(?! yesterday| {TREAT})|earlier|since|post|passed|from now|time|or so|ish|"
    r"gone|completed?|done|now|hone wale|ho (?:gaye|gay|gya|gaya|gayi|gae|chukay|chuke|chuka|rahe)|hogaye|"
    r"hogya|hogaya|"
    r"hogae|hogay|hue|huay|guzar (?:gaye|chuke)|old|gap|apart|rule|course|interval|max|minimum|of age|"
    rf"(?:after|since|from|post|of|into) {TREAT}))*)(?!\S)"
)
OFFSET = re.compile(
    rf"(?<!\S){_PRE}{_AMOUNT} ?(?P<unit>{UNIT})(?P<unithalf> (?:and )(?:an? )?half)?(?: or (?P<orhigh>{NUMBER}))?"
    rf"(?: (?:and |, )?(?P<more>{NUMBER}|half|an?|few) (?P<moreunit>minute|hour|day)(?!\S))?{_POST}"
)
_FACTOR = {"minute": 1 / 60, "hour": 1.0, "day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 1.0, "year": 1.0}
_KIND = {"minute": "hour", "hour": "hour", "week": "day", "fortnight": "day"}
_VAGUE = {"couple": (2.0, 3.0), "few": (3.0, 5.0), "several": (3.0, 7.0), "some": (2.0, 5.0)}
_DURATION = re.compile(r"\b(?:for|every|wait|waited|upto|up to|gap of|once)\b")
_NOT_TIME = re.compile(r"\b(?:old|gap|apart|rule|course|interval|max|minimum|of age)\b")
_PAST = re.compile(
    r"\b(?:ago|before|earlier|since|post|passed|gone|completed?|done|now|ho|hogaye|hogya|hogaya|hogae|hogay"
    r"|hue|huay|guzar)\b"
)


def read_offset(match: re.Match[str]) -> Atom | None:
    """'2 or 3 days ago', 'in an hour', 'an hour and a half back'; None for a mere duration."""
    pre, post = match["pre"], match["post"]
    if _NOT_TIME.search(post) or (_DURATION.search(pre) and "been" not in pre and "since" not in pre):
        return Atom("skip", match.start(), match.end())
    low, high = _amount(match)
    bound = _bound(match)
    unit = match["unit"]
    spoken = Elapsed(low * _FACTOR[unit], high * _FACTOR[unit], _KIND.get(unit, unit), bound)
    if match["more"]:
        spoken = _with_more(spoken, match["more"], match["moreunit"])
    atom = _direction(match, spoken)
    needs = match["one"] or (match["vague"] == "some")
    if needs and atom.role is None:
        return None
    return atom


def _amount(match: re.Match[str]) -> tuple[float, float]:
    if match["pair"]:
        low, high = (float(value) for value in match["pair"].split("/"))
    elif match["half"] or match["quarter"]:
        low = high = 0.5 if match["half"] else 0.25
    elif match["vague"]:
        low, high = _VAGUE[match["vague"]]
    elif match["one"]:
        low = high = 1.0
    else:
        low = float(match["low"]) + (0.5 if match["lowhalf"] else 0)
        high = float(match["high"]) + (0.5 if match["highhalf"] else 0) if match["high"] else low
    if match["unithalf"]:
        low, high = low + 0.5, high + 0.5
    if match["orhigh"]:
        high = float(match["orhigh"])
    return min(low, high), max(low, high)


def _bound(match: re.Match[str]) -> Bound:
    pre, post = match["pre"], match["post"]
    if re.search(r"\b(?:more|at least|atleast|morethan)\b", pre) or match["more"] == "more":
        return "more"
    if re.search(r"\b(?:less|at most|not|within|hardly|barely)\b|<", pre) or re.search(
        r"\b(?:in )?(?:the )?last\b", pre
    ):
        return "less"
    if (
        "about" in pre
        or "almost" in pre
        or match["lowish"]
        or re.search(r"\bor so\b|\bish\b", post)
        or " ish" in match[0]
    ):
        return "about"
    return ""


def _with_more(spoken: Elapsed, amount: str, unit: str) -> Elapsed:
    """'1 hour 20 minutes', '2 days and 3 hours': everything in hours."""
    extra = {"half": 0.5, "a": 1.0, "an": 1.0, "few": 3.0}.get(amount)
    extra = float(amount) if extra is None else extra
    hours = 24.0 if spoken.unit == "day" else 1.0
    plus = extra * (24.0 if unit == "day" else _FACTOR[unit])
    return Elapsed(spoken.low * hours + plus, spoken.high * hours + plus, "hour", spoken.bound)


def _direction(match: re.Match[str], spoken: Elapsed) -> Atom:
    pre, post = match["pre"], match["post"]
    atom = Atom("elapsed", match.start(), match.end(), spoken)
    if re.search(rf"\b(?:after|since|from|post|of|into) {TREAT}", post):
        return replace(atom, role="treated", weak="been" not in pre, strong="been" in pre)
    if re.search(r"\bago\b", post) and re.search(r"\blater\b", post):
        return atom
    ahead = "later" in post or "from now" in post or (re.search(r"\b(?:in|after|next)\b", pre) and not _PAST.search(post))
    if ahead and not re.search(r"\b(?:been|last)\b", pre):
        return replace(atom, role="target")
    if re.search(r"\b(?:been|since)\b", pre) or re.search(r"\bsince\b", post):
        return replace(atom, role="treated", strong="been" in pre or "since" in post)
    if _PAST.search(post) or re.search(r"\b(?:last|its|it is)\b", pre) or (spoken.bound == "less" and "within" in pre):
        return replace(atom, role="treated")
    return atom
