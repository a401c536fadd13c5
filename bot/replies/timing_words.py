"""Instants, spans and lists in words; the wording comes from data/knowledge/phrases_timing.yml."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Iterable, Sequence

from bot.knowledge.base import ROOT, Localised
from bot.moment import Moment
from bot.replies.booking_phrases import Phrases, load_phrases


def phrases() -> Phrases:
    """The glue of timing answers; raises KnowledgeError."""
    return load_phrases(ROOT / "phrases_timing.yml")


def said(texts: Localised, locale: str) -> str:
    """A text in the locale, English where it has none."""
    return texts.get(locale) or texts["en"]


def when(instant: datetime, locale: str) -> str:
    """'Tuesday, 24 November 2026 at 6:00 pm' on the clock of the instant's own zone."""
    glue = phrases()
    hour = instant.hour % 12 or 12
    return glue.say(
        "when",
        locale,
        weekday=glue.say("weekdays", locale).split()[instant.weekday()],
        day=str(instant.day),
        month=glue.say("months", locale).split()[instant.month - 1],
        year=str(instant.year),
        time=f"{hour}:{instant.minute:02d} {'am' if instant.hour < 12 else 'pm'}",
    )


def moment_words(moment: Moment, zone: tzinfo | None, locale: str) -> str:
    """The cautious end of a moment; only the day where no more is known."""
    latest = moment.latest.astimezone(zone)
    whole_day = moment.latest - moment.earliest >= timedelta(hours=23)
    text = when(latest, locale)
    return text.split(f" {phrases().say('at', locale)} ")[0] if whole_day else text


def span(hours: float, locale: str) -> str:
    """'48 hours', '7 days', 'about 6 months'; the hours as they are up to three days."""
    if hours <= 72 or hours % 24:
        return phrases().say("span_hours", locale, count=f"{hours:g}")
    days = hours / 24
    if days < 60:
        return phrases().say("span_days", locale, count=f"{days:g}")
    return phrases().say("span_months", locale, count=str(round(days / 30.4)))


def listed(items: Sequence[str], locale: str, last: str = "and") -> str:
    """'a, b and c'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {phrases().say(last, locale)} {items[-1]}"


def joined(parts: Iterable[str | None]) -> str:
    """The sentences of one reply; each begins with a capital letter."""
    return " ".join(part[0].upper() + part[1:] for part in parts if part)
