"""The words that tell what a time belongs to: the treatment, a plan, or something else."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Literal, Sequence

from bot.aftercare.tokens import Line

Owner = Literal["treated", "target", "event"]

_PLACES = (
    *("keratin", "hair", "smoothing", "laser", "protein", "barber", "barbar", "nai", "salon", "saloon", "parlour"),
    *("parlor", "dentist", "dental", "gym", "yoga", "swimming", "massage", "haircut", "dye", "colour"),
)
_ELSEWHERE = "".join(rf"(?<!{place} )" for place in _PLACES)
"""Before "treatment", "appointment" or "session" these make it another one."""
_NOUN = (
    r"micro ?needling|microneedl\w*|needling|needled|derma ?pen|derma ?roll\w*|derma ?stamp|dermapen\w*|"
    r"roller|rolled|for (?:the )?needles?|needles? (?:on|in|into) (?:me|us|him|(?:my |the |his |her )?(?:head|scalp|sar|sir)|her)|"
    r"(?:pen|machine|roller|needles?) was used|treated|"
    rf"{_ELSEWHERE}(?:session|sesion|sesssion|sessions|treatment|appointment|appointmnt|appt|apointment|sitting)|"
    r"(?:mm|deep|deeper) needles?|did (?:a |the )?deep(?:er)? one|procedure|prp|mnrf"
)
TREATED = re.compile(
    rf"(?<!\S)(?:{_NOUN}|(?:got|had|have|did|done|get|getting) (?:it|mine|this|that|one)(?: done)?|"
    rf"(?:got|was|been|is) done|done|"
    r"it was|that was|its|(?:i|we) (?:did|had|got)(?= (?:on |at |about )?(?:today|yesterday|wd\d|mo\d+|\d))|finished|"
    r"karwaya|karwayi|karwai|karwaye|karaya|karayi|karai|krwaya|krwayi|krwai|karvaya|karwa|krwa|hua|hui|huwa|"
    r"kiya tha|ki thi|kia tha|kiya|kya tha|lagwaya|karwana|karwani|(?<=first )one|(?<=last )one)(?!\S)"
)
ACTIVITY = re.compile(
    r"(?<!\S)(?:(?:can|could|may|should|shall|will|would|might) (?:i|we|u|he|she)|when (?:can|could|may|"
    r"should|is|do)|"
    r"(?:is|if) (?:it|that|this) (?:ok|okay|fine|allowed|alright)|ok|okay|okk|allowed|want|wanna|going|"
    r"gonna|plan|planning|planned|"
    r"possible|what about|how about|thinking of|hoping|trip|picnic|wedding|shaadi|mehndi|party|event|match|flight|"
    r"barber|salon|saloon|parlou?r|umrah|vacation|swim\w*|pool|gym|jym|workout|run|running|jog\w*|walk\w*|yoga|cricket|football|"
    r"shampoo|shower\w*|wash|"
    r"bath\w*|dye\w*|colou?r\w*|haircut|oil|oiling|champi|tel|minoxidil|sauna|beach|sea|helmet|makeup|keratin|"
    r"sakta|sakti|sakte|sakty|skta|skti|skte|jana|jaana|jaun|jaon|jaungi|jaunga|jau|jaen|karun|karoon|"
    r"karu|krun|kru|lun|"
    r"loon|lga|laga|chahta|chahti|nahana|nahaun|dhona|dho|kar lu|again|too|instead)(?!\S)"
)
EVENT = re.compile(
    r"(?<!\S)(?:shampooed|showered|bathed|sweated|sprayed|rubbed|massaged|exercised|scratched|played|swam|went|gone|washed|applied|put|used|using|stopp?ed|quit|started|took|taken|diagnosed|"
    r"drank|smoked|ate|"
    r"dyed|colou?red|oiled|shaved|ran|born|surgery|operation|operated|transplant|stent|accutane|"
    r"isotretinoin|fever|bukhar|"
    r"redness|red|lal|pain\w*|dard|itch\w*|kharish|swelling|swollen|pus|bleeding|bleed|burning|headache|"
    r"bumps|crusts?|"
    r"delivered|gave birth|delivery|birth|pregnan\w*|vaccin\w*|chemo\w*|radiation|botox|fillers?|laser|"
    r"tattoo\w*|peel|"
    r"cold sores?|stroke|attack|seizure|tests?|tested|report|reports|scan|xray|married|noticed|falling|losing|lost|chor|chora|chhora|band|laga li|lagaya|"
    r"(?:baby|son|daughter|child|beta|beti|infant|newborn)(?: who)?(?: is)?|nahaya|nahayi|dhoye|dhoya|tablets?|medicine|course|last dose|cured|cleared|healed)(?!\S)"
)
PAST_CUE = re.compile(
    r"(?<!\S)(?:(?:was|were)(?! (?:going|planning|supposed|thinking|gonna|(?:(?:booked|fixed|set|meant|scheduled) )?for(?! (?:an?|half|about|\d))(?!\S)))|did|got|had|"
    r"(?<!get it )(?<!getting it )(?<!be )(?<!have it )done|tha|thi|thay|the th|karwaya|karwayi|karwai|krwaya|krwai|hua|hui|"
    r"karaya|happened|ago|been|finished|kiya|ki thi)(?!\S)"
)
FUTURE_CUE = re.compile(
    r"(?<!\S)(?:is|will|next|upcoming|booked|scheduled|have|having|getting|get|going|gonna|plan|planning|"
    r"planned|(?:was|were) (?:booked |fixed |set |meant |scheduled )?for|hai|he|hogi|hoga|ho gi|ho ga|karwana|karwani|karaun|krwana|fixed|due|its)(?!\S)"
)
UNKNOWN = re.compile(
    r"(?:dont|don ?'? ?t|do not|cant|can ?'? ?t|cannot|not able to|doesnt) (?:really |"
    r"exactly )?(?:remember|recall|know (?:when|the date|exact))|"
    r"\b(?:forgot|forgotten) (?:when|the (?:date|day|time))|not sure (?:when|which|of the (?:date|day))|"
    r"no idea (?:when)?|"
    r"yaad nahi|yad nahi|yaad nai|yad nai|yaad nhi|yad nhi|pata nahi (?:kab)?|pta nahi|pta nhi|maloom nahi|bhool g",
    re.I,
)
CORRECTION = re.compile(
    r"(?<!\S)(?:sorry|actually|i mean|mean|wait|correction|rather|galti|oops|mistake|nahi|infact|no(?= [.,!?:;])"
    r"|no(?=(?: (?:it|its|that|was|the|on|not|done|session))*(?: |$)*$))(?!\S)"
)
"""Said between two times, the later one takes the place of the other; "no swimming for 7 days" corrects nothing."""
RULED = re.compile(r"(?<!\S)(?:here|there|google|youtube|website|others|elsewhere|rule|yahan|wahan|idhar|udhar)(?: (?:says|that|but|is|,|:))*$")
"""Before "it is 2 days" they make it somebody's rule."""
BREAK = re.compile(r"(?<!\S)(?:[.,;?!:]+|and|but|so|because|cuz|than|magar|lekin|phir|while|also|kya)(?!\S)")
START = re.compile(
    r"(?<!\S)(?:(?:my |the |meri |mera )?(?:last |first )?(?:session|treatment|needling|appointment|"
    r"procedure)(?= (?:was|is|on (?:the )?(?:\d|wd|mo\d)|at \d|today|yesterday|\d|wd))|"
    r"(?:just )?(?:got|had|did) (?:it|micro\w*|derma\w*|my|prp)|i (?:had|did|got)|its been|"
    r"(?:when )?(?:can|could|may|should) (?:i|we)|is it (?:ok|fine|allowed)|"
    r"what about|how about|want to|wanna|going to)(?!\S)"
)
ADVICE = re.compile(
    r"(?<!\S)(?:said|says|saying|sheet|told|tells|advised|advise|instructions?|kaha|bola|wala|allowed|wait)(?!\S)"
)
SUPPOSED = re.compile(r"(?<!\S)(?:if|agar|suppose|what if) (?:\S+ ){0,4}(?:said|says|say|told|wrote|written|kehta|kehti|kaha|likha)(?!\S)")
NEXT_DAY = re.compile(r"(?<!\S)(?:(?:the )?(?:next|following) day|day after|agle din)(?!\S)")
TOLD = re.compile(r"(?<!\S)(?:tha|thi|chuka|chuki) (?=\S+ \S+ )")
URDU_VERB = re.compile(r"karwa|karay|krwa|hua|hui|kiya|ki thi|sak|skt|jaun|jana|lun")


@dataclass(frozen=True)
class Cue:
    """A telling word at `start`..`end` of the line, and whom a time near it belongs to."""

    owner: Owner
    start: int
    end: int
    text: str


_PATTERNS: tuple[tuple[Owner, re.Pattern[str]], ...] = (("treated", TREATED), ("target", ACTIVITY), ("event", EVENT))


def find_cues(line: Line, activities: Sequence[tuple[int, int]] = ()) -> list[Cue]:
    """The cues of a line; `activities` are spans of the message that name activities."""
    found = [
        Cue(owner, match.start(), match.end(), match.group())
        for owner, pattern in _PATTERNS
        for match in pattern.finditer(line.text)
    ]
    for begin, end in activities:
        inside = [place for place, token in enumerate(line.tokens) if begin <= token.start < end]
        if inside:
            last = line.tokens[inside[-1]].plain
            found.append(Cue("target", line.starts[inside[0]], line.starts[inside[-1]] + len(last), "activity"))
    return found


def find_clauses(line: Line, spans: list[tuple[int, int]], said: list[Cue]) -> list[tuple[int, int]]:
    """Cut at punctuation and conjunctions, and before a fresh start once the clause has said something.

    `spans` are the times, which are never cut.
    """

    def inside(offset: int) -> bool:
        return any(start < offset < end for start, end in spans)

    cuts = {match.start() for match in BREAK.finditer(line.text) if not inside(match.start())}
    for match in START.finditer(line.text):
        begin = max((cut for cut in cuts if cut <= match.start()), default=0)
        if any(begin <= cue.start < match.start() for cue in said) and not inside(match.start()):
            cuts.add(match.start())
    cuts.update(match.end() for match in TOLD.finditer(line.text) if not inside(match.end()))
    edges = [0, *sorted(cuts - {0}), len(line.text) + 1]
    return list(itertools.pairwise(edges))
