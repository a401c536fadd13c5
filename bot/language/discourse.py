"""What a message does in the conversation: answers, stops, asks why, corrects."""

from __future__ import annotations

from typing import Sequence

from bot.language.lexicon import Hit
from bot.language.tokens import PUNCTUATION

_FILLERS = frozenset(
    [
        "ok",
        "okay",
        "okk",
        "oh",
        "so",
        "well",
        "actually",
        "sorry",
        "hi",
        "hello",
        "um",
        "umm",
        "hmm",
        "doctor",
        "sir",
        "madam",
        "please",
        "no",
        "yes",
        "acha",
        "achha",
        "ji",
        "and",
        "also",
        "but",
        "then",
        "honestly",
        "first",
    ]
)
_ANSWERS = ("not_sure", "yes", "no")
_SHORT = 4
_SHORT_UNSURE = 7
_STOP_LENGTH = 7


def discourse_cues(hits: Sequence[Hit], words: Sequence[str], targets: Sequence[Hit]) -> set[str]:
    """The moves; of yes, no and not sure at most one, and "not sure" outranks both."""
    found = {hit.id for hit in hits if hit.id not in (*_ANSWERS, "stop")}
    answers = [hit for hit in hits if hit.id in _ANSWERS and _answers(hit, words, targets)]
    if any(hit.id == "not_sure" for hit in answers):
        found.add("not_sure")
    elif answers:
        found.add(min(answers, key=lambda hit: hit.start).id)
    if any(hit.id == "stop" and _stops(hit, words, targets) for hit in hits):
        found.add("stop")
    return found


def _answers(hit: Hit, words: Sequence[str], targets: Sequence[Hit]) -> bool:
    """An answer opens the message or is all of it; "no diabetes" and "i have acne" only state something."""
    last = hit.end >= len(words) or words[hit.end] in PUNCTUATION
    if hit.id == "not_sure":
        return len(words) <= _SHORT_UNSURE or _opens(hit, words)
    if any(target.start == hit.end for target in targets) or any(
        hit.start < t.end and t.start < hit.end for t in targets
    ):
        return False
    if words[hit.end - 1] in ("have", "am", "do", "dont", "not") and not last:
        return False
    return _opens(hit, words) or len(words) <= _SHORT


def _opens(hit: Hit, words: Sequence[str]) -> bool:
    return all(word in _FILLERS or word in PUNCTUATION for word in words[: hit.start])


def _stops(hit: Hit, words: Sequence[str], targets: Sequence[Hit]) -> bool:
    """ "stop" is meant for the questions when nothing else is spoken of."""
    others = [target for target in targets if target.kind not in ("treatment", "setting")]
    return not others and "?" not in words and (_opens(hit, words) or len(words) <= _STOP_LENGTH)
