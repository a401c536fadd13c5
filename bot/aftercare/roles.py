"""Which time of a message is the treatment and which the planned activity."""
from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Sequence

from bot.aftercare.phrases import TimeMention, find_times
from bot.aftercare.tokens import Line, read_line
from bot.moment import Moment

Problem = Literal["impossible", "future"]
Owner = Literal["treated", "target", "event"]


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


_NOUN = (r"micro ?needling|microneedl\w*|needling|needled|derma ?pen|derma ?roll\w*|derma ?stamp|dermapen\w*|roller|rolled|"
         r"session|sesion|sesssion|sessions|(?<!keratin )(?<!hair )(?<!smoothing )(?<!laser )(?<!protein )treatment|"
         r"procedure|appointment|appointmnt|appt|apointment|sitting|prp|mnrf")
TREATED = re.compile(
    rf"(?<!\S)(?:{_NOUN}|(?:got|had|have|did|done|doing|get|getting) (?:it|mine|this|that|one)(?: done)?|(?:got|was|been|is) done|done|"
    r"it was|that was|its|(?:i|we) (?:did|had|got)(?= (?:on |at |about )?(?:today|yesterday|wd\d|mo\d+|\d))|finished|"
    r"karwaya|karwayi|karwai|karwaye|karaya|karayi|karai|krwaya|krwayi|krwai|karvaya|karwa|krwa|hua|hui|huwa|"
    r"kiya tha|ki thi|kia tha|kiya|kya tha|lagwaya|karwana|karwani|(?<=first )one|(?<=last )one)(?!\S)"
)
ACTIVITY = re.compile(
    r"(?<!\S)(?:(?:can|could|may|should|shall|will|would|might) (?:i|we|u|he|she)|when (?:can|could|may|should|is|do)|"
    r"(?:is|if) (?:it|that|this) (?:ok|okay|fine|allowed|alright)|ok|okay|okk|allowed|want|wanna|going|gonna|plan|planning|planned|"
    r"possible|what about|how about|thinking of|hoping|trip|picnic|wedding|shaadi|mehndi|party|event|match|flight|"
    r"umrah|vacation|swim\w*|pool|gym|jym|workout|run|running|jog\w*|walk\w*|yoga|cricket|football|shampoo|shower\w*|wash|"
    r"bath\w*|dye\w*|colou?r\w*|haircut|oil|oiling|champi|tel|minoxidil|sauna|beach|sea|helmet|makeup|booked|keratin|"
    r"sakta|sakti|sakte|sakty|skta|skti|skte|jana|jaana|jaun|jaon|jaungi|jaunga|jau|jaen|karun|karoon|karu|krun|kru|lun|"
    r"loon|lga|laga|chahta|chahti|nahana|nahaun|dhona|dho|kar lu|again|too|instead)(?!\S)"
)
EVENT = re.compile(
    r"(?<!\S)(?:swam|went|gone|washed|applied|put|used|using|stopp?ed|quit|started|took|taken|diagnosed|drank|smoked|ate|"
    r"dyed|colou?red|oiled|shaved|ran|born|surgery|operation|operated|transplant|stent|accutane|isotretinoin|fever|bukhar|"
    r"redness|red|lal|pain\w*|dard|itch\w*|kharish|swelling|swollen|pus|bleeding|bleed|burning|headache|bumps|crusts?|"
    r"delivered|gave birth|delivery|birth|pregnan\w*|vaccin\w*|chemo\w*|radiation|botox|fillers?|laser|tattoo\w*|peel|"
    r"cold sores?|stroke|attack|seizure|married|noticed|falling|losing|lost|chor|chora|chhora|band|laga li|lagaya|"
    r"nahaya|nahayi|dhoye|dhoya|tablets?|medicine|course|last dose|cured|cleared|healed)(?!\S)"
)
PAST_CUE = re.compile(r"(?<!\S)(?:was|were|did|got|had|done|tha|thi|thay|the th|karwaya|karwayi|karwai|krwaya|krwai|hua|hui|"
                      r"karaya|happened|ago|been|finished|kiya|ki thi)(?!\S)")
FUTURE_CUE = re.compile(r"(?<!\S)(?:is|will|next|upcoming|booked|scheduled|have|having|getting|get|going|gonna|plan|planning|"
                        r"planned|hai|he|hogi|hoga|ho gi|ho ga|karwana|karwani|karaun|krwana|fixed|due|its)(?!\S)")
UNKNOWN = re.compile(
    r"(?:dont|don ?'? ?t|do not|cant|can ?'? ?t|cannot|not able to|doesnt) (?:really |exactly )?(?:remember|recall|know (?:when|the date|exact))|"
    r"\b(?:forgot|forgotten) (?:when|the (?:date|day|time))|not sure (?:when|which|of the (?:date|day))|no idea (?:when)?|"
    r"yaad nahi|yad nahi|yaad nai|yad nai|yaad nhi|yad nhi|pata nahi (?:kab)?|pta nahi|pta nhi|maloom nahi|bhool g", re.I)
CORRECTION = re.compile(r"(?<!\S)(?:sorry|actually|i mean|mean|wait|correction|rather|galti|oops|mistake|no|nahi|infact)(?!\S)")
_BREAK = re.compile(r"(?<!\S)(?:[.,;?!:]+|and|but|so|because|cuz|than|magar|lekin|phir|while|also|kya)(?!\S)")
_START = re.compile(
    r"(?<!\S)(?:(?:my |the |meri |mera )?(?:last |first )?(?:session|treatment|needling|appointment|procedure)(?= (?:was|is|on|at|today|yesterday|\d|wd))|"
    r"(?:just )?(?:got|had|did) (?:it|micro\w*|derma\w*|my|prp)|i (?:had|did|got)|its been|(?:when )?(?:can|could|may|should) (?:i|we)|is it (?:ok|fine|allowed)|"
    r"what about|how about|want to|wanna|going to)(?!\S)"
)
_ADVICE = re.compile(r"(?<!\S)(?:said|says|saying|sheet|told|tells|advised|advise|instructions?|kaha|bola|wala|allowed|wait)(?!\S)")
_TOLD = re.compile(r"(?<!\S)(?:tha|thi|chuka|chuki) (?=\S+ \S+ )")
_URDU_VERB = re.compile(r"karwa|karay|krwa|hua|hui|kiya|ki thi|sak|skt|jaun|jana|lun")


@dataclass(frozen=True)
class _Cue:
    owner: Owner
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Placed:
    """A mention with its place in the line and the clause around it."""

    mention: TimeMention
    start: int
    end: int
    clause: tuple[int, int]
    owner: Owner | None = None


def read_times(
    text: str, now: datetime, expecting: Literal["treated"] | None = None,
    exclude: Sequence[tuple[int, int]] = (), activities: Sequence[tuple[int, int]] = (),
) -> SaidTimes:
    """The treatment and the target in a message; `now` is aware and in the patient's zone.

    `expecting` says that the bot has just asked when the treatment was. `exclude` are spans whose times
    belong to something else ("stopped accutane 3 months ago"), `activities` spans that name activities.
    """
    line = read_line(text)
    mentions = [m for m in find_times(text, now) if not any(m.start < end and start < m.end for start, end in exclude)]
    placed = _place(line, mentions, activities)
    owned = _settle(line, placed, expecting)
    said = _collect(line, owned, now)
    if said.treated is None and said.problem is None and UNKNOWN.search(text):
        return replace(said, unknown=True)
    return said


def _place(line: Line, mentions: list[TimeMention], activities: Sequence[tuple[int, int]]) -> list[_Placed]:
    cues = _cues(line, activities)
    spans = []
    for mention in mentions:
        inside = [i for i, token in enumerate(line.tokens) if mention.start <= token.start < mention.end]
        spans.append((line.starts[inside[0]], line.starts[inside[-1]] + len(line.tokens[inside[-1]].plain)))
    clauses = _clauses(line, spans, cues)
    placed = []
    for mention, (start, end) in zip(mentions, spans):
        clause = next(clause for clause in clauses if clause[0] <= start < clause[1])
        near = [cue for cue in cues if clause[0] <= cue.start < clause[1] and not (start <= cue.start < end)]
        placed.append(_Placed(mention, start, end, clause, _owner(line, mention, start, end, near)))
    return placed


def _cues(line: Line, activities: Sequence[tuple[int, int]]) -> list[_Cue]:
    cues = [
        _Cue(owner, match.start(), match.end(), match.group())
        for owner, pattern in (("treated", TREATED), ("target", ACTIVITY), ("event", EVENT))
        for match in pattern.finditer(line.text)
    ]
    for begin, end in activities:
        inside = [i for i, token in enumerate(line.tokens) if begin <= token.start < end]
        if inside:
            last = line.tokens[inside[-1]].plain
            cues.append(_Cue("target", line.starts[inside[0]], line.starts[inside[-1]] + len(last), "activity"))
    return cues


def _clauses(line: Line, spans: list[tuple[int, int]], cues: list[_Cue]) -> list[tuple[int, int]]:
    """Cut at punctuation and conjunctions, and before a fresh start once the clause has said something."""
    def inside(offset: int) -> bool:
        return any(start < offset < end for start, end in spans)

    cuts = {match.start() for match in _BREAK.finditer(line.text) if not inside(match.start())}
    for match in _START.finditer(line.text):
        begin = max((cut for cut in cuts if cut <= match.start()), default=0)
        if any(begin <= cue.start < match.start() for cue in cues) and not inside(match.start()):
            cuts.add(match.start())
    cuts.update(match.end() for match in _TOLD.finditer(line.text) if not inside(match.end()))
    edges = [0, *sorted(cuts - {0}), len(line.text) + 1]
    return list(zip(edges, edges[1:]))


def _owner(line: Line, mention: TimeMention, start: int, end: int, cues: list[_Cue]) -> Owner | None:
    """The owner of the nearest cue; what comes before counts as nearer, an Urdu verb comes last."""
    if mention.strong:
        return "treated"
    ranked = []
    for cue in cues:
        before = cue.end <= start
        between = line.text[cue.end:start] if before else line.text[end:cue.start]
        distance = len(between.split()) + (0 if before or _URDU_VERB.match(cue.text) else 1)
        ranked.append((distance, cue.owner != "treated", cue.owner))
    if not ranked:
        return None
    owner = min(ranked)[2]
    if owner == "target":
        clause = line.text[max(0, start - 60): end]
        if mention.hint == "treated":
            return "treated"
        if mention.amount and (mention.hint is None or _ADVICE.search(clause)):
            return "event"
    return owner


def _settle(line: Line, placed: list[_Placed], expecting: str | None) -> list[_Placed]:
    """Give the mentions without a cue an owner."""
    settled: list[_Placed] = []
    has_treated = any(item.owner == "treated" and not item.mention.weak for item in placed)
    names_treatment = TREATED.search(line.text) is not None
    for item in placed:
        if item.owner is None:
            owner = _fallback(line, item, placed, settled, expecting, has_treated, names_treatment)
            item = replace(item, owner=owner)
            has_treated = has_treated or owner == "treated"
        settled.append(item)
    if expecting == "treated" and not any(item.owner == "treated" for item in settled) and len(settled) == 1:
        only = settled[0]
        if only.owner == "target" and only.mention.treated and not ACTIVITY.search(line.text):
            return [replace(only, owner="treated")]
    return settled


def _fallback(
    line: Line, item: _Placed, placed: list[_Placed], settled: list[_Placed], expecting: str | None, has_treated: bool, named: bool
) -> Owner:
    mention = item.mention
    if mention.hint == "treated":
        return "treated"
    if has_treated:
        before = settled[-1] if settled else None
        corrects = before is not None and before.owner == "treated" and CORRECTION.search(line.text[before.end: item.start])
        return "treated" if corrects else "target"
    if expecting == "treated":
        return "treated"
    if mention.hint == "target":
        return "treated" if named and not any(other.owner == "target" for other in placed) else "target"
    if named and not any(other.owner == "treated" for other in placed):
        return "treated"
    return "treated" if mention.amount and mention.hint is None else "target"


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
    known = [(moment, planned, item) for (moment, planned, _), item in zip(read, items) if moment is not None]
    if not known:
        problems = [problem for _, _, problem in read if problem]
        return None, False, problems[-1] if problems else None
    if any(problem == "impossible" for _, _, problem in read):
        return None, False, "impossible"
    if len(known) > 1 and CORRECTION.search(line.text[known[-2][2].end: known[-1][2].start]):
        known = known[-1:]
    past = [moment for moment, planned, _ in known if not planned]
    if not past:
        return known[-1][0], True, None
    return _combined(past), False, None


def _one_treatment(line: Line, item: _Placed, now: datetime) -> tuple[Moment | None, bool, Problem | None]:
    mention = item.mention
    if mention.impossible:
        return None, False, "impossible"
    clause = line.text[item.clause[0]: item.start] + " " + line.text[item.end: item.clause[1]]
    told_past = PAST_CUE.search(clause) is not None
    future = FUTURE_CUE.search(clause) is not None and not told_past
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

