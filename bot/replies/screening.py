"""The questions and the result of the check, as messages."""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Sequence

from bot.knowledge.base import ROOT, Localised
from bot.knowledge.contraindications import Contraindication
from bot.knowledge.phrases import Phrase, load_phrases
from bot.knowledge.sources import Source
from bot.replies.message import Button, Message
from bot.screening.finding import Finding
from bot.screening.interview import Interview
from bot.screening.outcome import Outcome, Reason

PHRASES = ROOT / "phrases_screening.yml"
BOOK, SCREEN = "start:booking", "start:screening"
MAX_REASONS = 3
"""More reasons than these stand on the card only."""


def screening_question_message(
    name: str, interview: Interview, findings: Iterable[Finding] = (), locale: str = "en", error: bool = False
) -> Message:
    """The question of one group, by id or slot; `error` asks again after an answer that was not understood."""
    group = interview.group(name)
    return Message(
        text=interview.question_text(name, findings, locale, error),
        kind="screening_question",
        category=group.category,
        topic=group.slot,
        evidence=group.evidence,
        buttons=tuple(Button(_in(title, locale), payload) for title, payload in group.buttons),
    )


def screening_result_message(
    outcome: Outcome,
    findings: Sequence[Finding],
    sources: Mapping[str, Source],
    locale: str = "en",
    spoken: Sequence[Finding] = (),
    complete: bool = True,
    other_person: bool = False,
) -> Message:
    """The outcome first, then why, what it waits for, and what to bring.

    `findings` is all that is known; `spoken` is what this message said, shown as evidence even where it
    speaks for nothing. `complete` is True at the end of the interview.
    """
    said = load_phrases(PHRASES)
    own = tuple(finding for finding in findings if finding.concept.startswith("C"))
    evidence = (*outcome.evidence, *(finding.concept for finding in spoken if finding.concept.startswith("C")))
    return Message(
        text=_text(outcome, said, locale, complete, other_person),
        kind="screening_result",
        category=_category(outcome),
        evidence=tuple(dict.fromkeys(evidence)),
        sources=_cited(outcome.sources, sources),
        verdict=outcome.verdict,
        findings=tuple(finding.to_json() for finding in own),
        buttons=_buttons(said, locale, complete),
        card=_card(outcome, said, sources, locale),
    )


def verdict_label(verdict: str, locale: str = "en") -> str:
    """A verdict in two or three words."""
    return load_phrases(PHRASES)[f"label_{verdict}"].say(locale)


def condition_message(
    rows: Sequence[Contraindication],
    findings: Sequence[Finding],
    sources: Mapping[str, Source],
    locale: str = "en",
) -> Message:
    """The answer to a supposed or general question ("what if I become pregnant"): what the row says."""
    said = load_phrases(PHRASES)
    parts = [
        said["hypothetical"].say(
            locale, name=_in(row.name, locale), until=_in(row.until, locale), reason=_in(row.reason, locale)
        )
        for row in rows[:MAX_REASONS]
    ]
    return Message(
        text=" ".join([*parts, said["hypothetical_end"].say(locale)]),
        kind="answer",
        category=rows[0].category,
        evidence=tuple(dict.fromkeys(one for row in rows for one in row.evidence)),
        sources=_cited([source for row in rows for source in row.sources], sources),
        findings=tuple(finding.to_json() for finding in findings),
        buttons=_buttons(said, locale, complete=False),
    )


def _text(outcome: Outcome, said: Mapping[str, Phrase], locale: str, complete: bool, other_person: bool) -> str:
    if not outcome.reasons:
        return said["open_none_found" if complete else "open_none_found_partly"].say(locale)
    because = _because(outcome, said, locale, other_person)
    shown = outcome.reasons[:MAX_REASONS]
    parts = [said[f"open_{outcome.verdict}"].say(locale, because=because)]
    parts += [_reason(reason, said, locale, len(outcome.reasons) > 1) for reason in shown]
    if any(_time_matters(reason) for reason in shown):
        parts.append(said["ask_since"].say(locale))
    brought = dict.fromkeys(_in(reason.bring, locale) for reason in shown)
    parts.append(said["bring"].say(locale, bring=" ".join(brought)))
    if len(outcome.reasons) > MAX_REASONS:
        parts.append(said["more_reasons"].say(locale))
    return " ".join(parts)


def _because(outcome: Outcome, said: Mapping[str, Phrase], locale: str, other_person: bool) -> str:
    """Only the reasons that carry the verdict, by how sure they are."""
    decisive = [reason for reason in outcome.reasons if reason.verdict == outcome.verdict][:MAX_REASONS]
    groups: dict[str, list[str]] = {}
    for reason in decisive:
        name = "other" if other_person and reason.finding.assertion == "present" else reason.finding.assertion
        groups.setdefault(name, []).append(_in(reason.name, locale))
    join = said["and"].text["en"] if locale not in said["and"].text else said["and"].text[locale]
    both = f" {join.strip()} "
    return both.join(said[f"because_{name}"].say(locale, names=_list(names, both)) for name, names in groups.items())


def _list(names: list[str], both: str) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + both + names[-1]


def _reason(reason: Reason, said: Mapping[str, Phrase], locale: str, named: bool) -> str:
    name, why, until = (_in(text, locale) for text in (reason.name, reason.reason, reason.until))
    text = (
        said["reason"].say(locale, name=name[0].upper() + name[1:], reason=why, until=until)
        if named
        else f"{why} {until}"
    )
    if reason.not_before is not None:
        day = f"{reason.not_before.day} {reason.not_before:%B %Y}"
        text += " " + said["not_before"].say(locale, date=day)
    return text


def _time_matters(reason: Reason) -> bool:
    finding = reason.finding
    return finding.assertion == "past" and finding.when is None and finding.since is None


def _card(
    outcome: Outcome, said: Mapping[str, Phrase], sources: Mapping[str, Source], locale: str
) -> Mapping[str, Any]:
    return {
        "type": "screening",
        "verdict": outcome.verdict,
        "label": said[f"label_{outcome.verdict}"].say(locale),
        "rows": [_row(reason, said, sources, locale) for reason in outcome.reasons],
    }


def _row(reason: Reason, said: Mapping[str, Phrase], sources: Mapping[str, Source], locale: str) -> Mapping[str, Any]:
    """As docs/embedding.md has it; the rest is for other clients."""
    cited = _cited(reason.sources[:2], sources)
    name = _in(reason.name, locale)
    return {
        "label": name[0].upper() + name[1:],
        "said": reason.finding.text,
        "reason": f"{_in(reason.reason, locale)} {_in(reason.until, locale)}",
        "verdict": reason.verdict,
        "concept": reason.concept,
        "assertion": reason.finding.assertion,
        "bring": _in(reason.bring, locale),
        "source": dict(cited[0]) if cited else None,
    }


def _category(outcome: Outcome) -> str:
    return outcome.decisive.category if outcome.decisive else "candidates"


def _buttons(said: Mapping[str, Phrase], locale: str, complete: bool) -> tuple[Button, ...]:
    second = "button_change" if complete else "button_check"
    return (Button(said["button_book"].say(locale), BOOK), Button(said[second].say(locale), SCREEN))


def _cited(ids: Iterable[str], sources: Mapping[str, Source]) -> tuple[Mapping[str, str], ...]:
    found = [sources[one] for one in dict.fromkeys(ids) if one in sources]
    return tuple({"id": source.id, "title": source.title, "url": source.url} for source in found if source.url)


def _in(text: Localised, locale: str) -> str:
    return text.get(locale, text["en"])
