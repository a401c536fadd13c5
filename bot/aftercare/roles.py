"""Which time of a message is the treatment and which the planned activity."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Sequence

from bot.aftercare import cues
from bot.aftercare.phrases import TimeMention, find_times
from bot.aftercare.tokens import Line, read_line
from bot.moment import Moment

Problem = Literal["impossible", "future"]
SEASON = timedelta(days=90)
"""From this span on, a time such as a year alone tells of no treatment."""
LONG_AGO = timedelta(days=60)
"""From this age on, a time is a treatment's only where the treatment is named beside it."""

LINKS = frozenset({"was", "is", "were", "on", "at", "happened"})
"""Words between a treatment and its time that part nothing: "needling was on Thursday"."""
TAKING = frozenset({"on", "using", "taking"})
TAKEN_WITH = frozenset({"of", "now", "my", "the", "with", "daily", "been", "into", "oral", "topical"})
"""Words between a stretch of time and what was used for so long, beside those of TAKING."""


@dataclass(frozen=True)
class SaidTimes:
    """The times of a message by role.

    `treated`: when the needling was or, with `planned`, will be. `target`: when the activity is planned.
    `unknown`: the person says that they do not know when. `problem`: the treatment was given as a date
    that does not exist, or as past although it lies ahead; the bot asks again.
    """

    treated: Moment | None = None
    target: Moment | None = None
    planned: bool = False
    unknown: bool = False
    problem: Problem | None = None


@dataclass(frozen=True)
class _Placed:
    """A mention with its place in the line and the clause around it."""

    mention: TimeMention
    start: int
    end: int
    clause: tuple[int, int]
    owner: cues.Owner | None = None


def read_times(
    text: str,
    now: datetime,
    expecting: Literal["treated"] | None = None,
    exclude: Sequence[tuple[int, int]] = (),
    activities: Sequence[tuple[int, int]] = (),
) -> SaidTimes:
    """The treatment and the target in a message; `now` is aware and in the patient's zone.

    `expecting` says that the bot has just asked when the treatment was. `exclude` are spans whose times
    belong to something else ("stopped accutane 3 months ago"), `activities` spans that name activities.
    """
    line = read_line(text)
    mentions = [m for m in find_times(text, now) if not any(m.start < end and start < m.end for start, end in exclude)]
    placed = _place(line, mentions, activities)
    owned = _settle(line, placed, expecting, now)
    said = _collect(line, owned, now)
    if said.treated is None and said.problem is None and cues.UNKNOWN.search(text):
        return replace(said, unknown=True)
    return _with_next_day(line, said, now)


def _with_next_day(line: Line, said: SaidTimes, now: datetime) -> SaidTimes:
    """ "session on Tuesday, next day Wednesday we go to the sea": both days lie in the same week."""
    if said.treated is None or said.target is None or not cues.NEXT_DAY.search(line.text):
        return said
    ahead = (said.target.earliest.date() - said.treated.earliest.date()).days - 1
    if ahead <= 0 or ahead % 7:
        return said
    week = timedelta(days=ahead)
    treated = replace(said.treated, earliest=said.treated.earliest + week, latest=said.treated.latest + week)
    return replace(said, treated=treated, planned=treated.earliest > now)


def _place(line: Line, mentions: list[TimeMention], activities: Sequence[tuple[int, int]]) -> list[_Placed]:
    said = cues.find_cues(line, activities)
    spans = []
    for mention in mentions:
        inside = [i for i, token in enumerate(line.tokens) if mention.start <= token.start < mention.end]
        spans.append((line.starts[inside[0]], line.starts[inside[-1]] + len(line.tokens[inside[-1]].plain)))
    clauses = cues.find_clauses(line, spans, said)
    placed = []
    for mention, (start, end) in zip(mentions, spans, strict=False):
        clause = next(clause for clause in clauses if clause[0] <= start < clause[1])
        near = [cue for cue in said if clause[0] <= cue.start < clause[1] and not (start <= cue.start < end)]
        placed.append(_Placed(mention, start, end, clause, _owner(line, mention, start, end, near)))
    return placed


def _owner(line: Line, mention: TimeMention, start: int, end: int, near: list[cues.Cue]) -> cues.Owner | None:
    """The owner of the nearest cue; what comes before counts as nearer, an Urdu verb comes last."""
    if any(cue.text == "activity" and _is_taken_for(line, end, cue) for cue in near):
        return "event"
    if mention.amount and "since" not in line.text[start:end] and cues.RULED.search(line.text[:start].rstrip()):
        return "event"  # "my paper says 7 days but here it is 2 days"
    if mention.strong:
        return "treated"
    ranked = []
    for cue in near:
        before = cue.end <= start
        between = line.text[cue.end : start] if before else line.text[end : cue.start]
        words = [word for word in between.split() if word not in LINKS]
        distance = len(words) + (0 if before or cues.URDU_VERB.match(cue.text) else 1)
        ranked.append((distance, cue.owner != "treated", cue.owner))
    if not ranked:
        return None
    owner = min(ranked)[2]
    if owner == "target":
        clause = line.text[max(0, start - 60) : end]
        if mention.hint == "treated":
            done = any(cue.owner == "event" and cue.end <= start for cue in near)
            return "event" if done else "treated"  # "I sprayed minoxidil ten minutes back"
        if mention.amount and (mention.hint is None or cues.ADVICE.search(clause)):
            return "event"
    return owner


def _is_taken_for(line: Line, end: int, activity: cues.Cue) -> bool:
    """ "six years on rogaine", "ten days now on proscar": how long something has been used."""
    between = line.text[end : activity.start].split()
    return bool(TAKING & set(between)) and set(between) <= TAKING | TAKEN_WITH


def _settle(line: Line, placed: list[_Placed], expecting: str | None, now: datetime) -> list[_Placed]:
    """Give the mentions without a cue an owner."""
    settled: list[_Placed] = []
    has_treated = any(item.owner == "treated" and not item.mention.weak for item in placed)
    ahead = any(one.owner == "treated" and not one.mention.treated and not one.mention.amount for one in placed)
    names_treatment = cues.TREATED.search(line.text) is not None
    for item in placed:
        if item.mention.weak and item.mention.hint == "target":
            item = replace(item, owner="target")  # "now" is never when the treatment was
        long_ago = item.mention.treated is not None and now - item.mention.treated.latest > LONG_AGO
        if long_ago and not cues.TREATED.search(line.text[slice(*item.clause)]):
            item = replace(item, owner="event")  # "her face swelled from a dye 5 years back"
        if item.owner is None:
            owner = _fallback(line, item, placed, settled, expecting, has_treated, names_treatment)
            if ahead and item.mention.hint == "treated" and not item.mention.strong:
                owner = "event"  # "session is tomorrow but since last night i have fever"
            item = replace(item, owner=owner)
            has_treated = has_treated or owner == "treated"
        settled.append(item)
    if expecting == "treated" and not any(item.owner == "treated" for item in settled) and len(settled) == 1:
        only = settled[0]
        if only.owner == "target" and only.mention.treated and not cues.ACTIVITY.search(line.text):
            return [replace(only, owner="treated")]
    return settled


def _fallback(
    line: Line,
    item: _Placed,
    placed: list[_Placed],
    settled: list[_Placed],
    expecting: str | None,
    has_treated: bool,
    named: bool,
) -> cues.Owner:
    mention = item.mention
    if mention.amount and not mention.strong and cues.SUPPOSED.search(line.text[: item.start]):
        return "event"  # "and if the paper had said 5 days"
    if mention.hint == "treated":
        return "event" if _spans_a_season(mention) else "treated"
    if mention.bare_part and expecting is None and not _tells_of_treatment(line, item.clause):
        return "target"  # "i still breastfeed at night"
    if has_treated:
        before = settled[-1] if settled else None
        corrects = (
            before is not None
            and before.owner == "treated"
            and cues.CORRECTION.search(line.text[before.end : item.start])
        )
        return "treated" if corrects or (before and _narrows(mention, before.mention)) else "target"
    if expecting == "treated":
        return "treated"
    if mention.hint == "target":
        return "treated" if named and not any(other.owner == "target" for other in placed) else "target"
    if named and not any(other.owner == "treated" for other in placed):
        return "treated"
    return "treated" if mention.amount and mention.hint is None else "target"


def _tells_of_treatment(line: Line, clause: tuple[int, int]) -> bool:
    said = line.text[slice(*clause)]
    return cues.TREATED.search(said) is not None or cues.PAST_CUE.search(said) is not None


def _narrows(mention: TimeMention, before: TimeMention) -> bool:
    """ "tomorrow is my session, tomorrow at 7 am": the same day, said more exactly right after it."""
    one, other = mention.target or mention.treated, before.target or before.treated
    if one is None or other is None or other.exact:
        return False
    return other.earliest <= one.earliest and one.latest <= other.latest and one != other


def _spans_a_season(mention: TimeMention) -> bool:
    """ "a pacemaker since 2021": nobody tells a treatment by its year alone."""
    return mention.treated is not None and mention.treated.latest - mention.treated.earliest > SEASON


def _collect(line: Line, owned: list[_Placed], now: datetime) -> SaidTimes:
    treated = _without_denied([item for item in owned if item.owner == "treated"])
    targets = _without_denied([item for item in owned if item.owner == "target"])
    moment, planned, problem = _treatment(line, treated, now)
    return SaidTimes(moment, _target(targets), planned, False, problem)


def _without_denied(items: list[_Placed]) -> list[_Placed]:
    kept = [item for item in items if not item.mention.denied]
    weak = [item for item in kept if item.mention.weak]
    return kept if len(weak) == len(kept) else [item for item in kept if not item.mention.weak]


def _treatment(line: Line, items: list[_Placed], now: datetime) -> tuple[Moment | None, bool, Problem | None]:
    """The moment, whether it lies ahead, and what is wrong with it."""
    read = [_one_treatment(line, item, now) for item in items]
    known = [
        (moment, planned, item) for (moment, planned, _), item in zip(read, items, strict=False) if moment is not None
    ]
    if not known:
        problems = [problem for _, _, problem in read if problem]
        return None, False, problems[-1] if problems else None
    if any(problem == "impossible" for _, _, problem in read):
        return None, False, "impossible"
    if len(known) > 1 and cues.CORRECTION.search(line.text[known[-2][2].end : known[-1][2].start]):
        known = known[-1:]
    past = [moment for moment, planned, _ in known if not planned]
    if not past:
        return _combined([moment for moment, _, _ in known]), True, None
    return _combined(past), False, None


def _one_treatment(line: Line, item: _Placed, now: datetime) -> tuple[Moment | None, bool, Problem | None]:
    mention = item.mention
    if mention.impossible:
        return None, False, "impossible"
    clause = line.text[item.clause[0] : item.start] + " " + line.text[item.end : item.clause[1]]
    told_past = cues.PAST_CUE.search(clause) is not None
    future = cues.FUTURE_CUE.search(clause) is not None and not told_past
    if mention.treated is None and mention.target is None:
        return None, False, "future"
    if mention.treated is None or (future and mention.target is not None and mention.hint != "treated"):
        assert mention.target is not None
        return (None, False, "future") if told_past else (mention.target, True, None)
    return mention.treated, False, None


def _combined(past: list[Moment]) -> Moment:
    """Overlapping statements narrow each other; of two treatments the later one rules."""
    found = past[0]
    for other in past[1:]:
        earliest, latest = max(found.earliest, other.earliest), min(found.latest, other.latest)
        if earliest <= latest:
            found = Moment(earliest, latest, found.text)
        elif other.latest > found.latest:
            found = other
    return found


def _target(items: list[_Placed]) -> Moment | None:
    """The planned activity; of several times the first one decides, being the cautious one."""
    moments = [item.mention.target for item in items if item.mention.target is not None]
    return min(moments, key=lambda moment: moment.earliest) if moments else None
