"""What is said when a danger sign shows: the numbers first at an emergency, and nothing sold."""
from __future__ import annotations

from typing import Collection, Mapping

from bot.knowledge.base import Localised
from bot.knowledge.red_flags import Level, RedFlags
from bot.knowledge.sources import Source
from bot.replies.message import Button, Message
from bot.triage.alert import Alert, Raised

CATEGORY = "red_flag"
BOOKING = "start:booking"
MAX_TEXTS = 2
"""More advice than this at once is not read."""


def red_flag_message(
    alert: Alert, rules: RedFlags, sources: Mapping[str, Source], locale: str = "en"
) -> Message:
    """One message: what to do now, then the advice of the most urgent flags."""
    parts = [_opening(alert, rules, locale), *_advice(alert, rules, locale), _closing(alert.level, rules, locale)]
    return Message(
        text=_join(parts, rules),
        kind="red_flag",
        category=CATEGORY,
        evidence=_evidence(alert.flags, rules),
        sources=_cited(alert.flags, rules, sources),
        level=alert.level,
        buttons=_buttons(alert.level, rules, locale),
    )


def after_danger_message(level: Level, flag: str, rules: RedFlags, locale: str = "en") -> Message:
    """For the turns after an alert ("ok calling them", "but it looks fine"): short, and the numbers again."""
    own = rules.flags[flag].opening if flag in rules.flags and level == "emergency" else None
    text = _join([_said(rules.phrases[f"after_{own or level}"], locale)], rules)
    return Message(text=text, kind="red_flag", category=CATEGORY, level=level)


def hypothetical_message(
    flags: Collection[str], rules: RedFlags, sources: Mapping[str, Source], locale: str = "en"
) -> Message:
    """For "if pus comes, what should I do": the advice, as an answer and without a level."""
    flag = rules.flags[next(iter(flags))]
    parts = [_said(rules.phrases[f"hypothetical_{flag.level}"], locale), _said(flag.text, locale)]
    parts += [_said(flag.watch, locale)] if flag.watch else []
    parts += [_closing(flag.level, rules, locale)] if flag.level == "self_care" else []
    return Message(
        text=_join(parts, rules),
        kind="answer",
        category=CATEGORY,
        evidence=_evidence(flags, rules),
        sources=_cited(flags, rules, sources),
    )


def _opening(alert: Alert, rules: RedFlags, locale: str) -> str:
    first = rules.flags[alert.raised[0].flag]
    own = first.opening if alert.level == first.level else None
    name = own or alert.level
    other = rules.phrases.get(f"{name}_other") if alert.other_person else None
    text = other or rules.phrases.get(name)
    return _said(text, locale) if text else ""


def _advice(alert: Alert, rules: RedFlags, locale: str) -> list[str]:
    """The texts of the most urgent flags, and what to watch for, from the first that says it."""
    top = [_words(raised, rules) for raised in alert.raised if raised.level == alert.level]
    shown = top[: 1 if alert.level == "emergency" else MAX_TEXTS]
    watch = next((watch for _, watch in shown if watch), None)
    texts = [text for text, _ in shown] + ([watch] if watch else [])
    return list(dict.fromkeys(_said(text, locale) for text in texts))


def _closing(level: Level, rules: RedFlags, locale: str) -> str:
    text = rules.phrases.get(f"{level}_end")
    return _said(text, locale) if text else ""


def _words(raised: Raised, rules: RedFlags) -> tuple[Localised, Localised | None]:
    flag = rules.flags[raised.flag]
    case = flag.cases[raised.case]
    return (case.text, case.watch) if case.text else (flag.text, flag.watch)


def _said(text: Localised, locale: str) -> str:
    return text.get(locale) or text["en"]


def _join(parts: list[str], rules: RedFlags) -> str:
    """Fills the numbers in; the words of `text` are kept otherwise."""
    numbers = [number.number for number in rules.numbers]
    text = " ".join(part for part in parts if part)
    return text.format(numbers=_or(numbers), first=numbers[0], others=_or(numbers[1:]))


def _or(numbers: list[str]) -> str:
    return " or ".join([", ".join(numbers[:-1]), numbers[-1]] if len(numbers) > 1 else numbers)


def _buttons(level: Level, rules: RedFlags, locale: str) -> tuple[Button, ...]:
    if level != "book_dermatologist":
        return ()
    return (Button(_said(rules.phrases["book_button"], locale), BOOKING),)


def _evidence(flags: Collection[str], rules: RedFlags) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row for flag in flags for row in rules.flags[flag].evidence))


def _cited(
    flags: Collection[str], rules: RedFlags, sources: Mapping[str, Source]
) -> tuple[Mapping[str, str], ...]:
    """What is from general knowledge has no address and is not cited."""
    ids = dict.fromkeys(source for flag in flags for source in rules.flags[flag].sources)
    cited = [sources[source] for source in ids if source in sources and sources[source].url]
    return tuple({"id": source.id, "title": source.title, "url": source.url} for source in cited)
