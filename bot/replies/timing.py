"""Replies about waiting: the verdict of one window, the question for the time, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Sequence

from bot.aftercare.verdict import Verdict
from bot.knowledge.windows import Window, load_modifiers
from bot.moment import Moment
from bot.replies.message import Button, Message
from bot.replies.provenance import sources_of, together
from bot.replies.recovery import plan_message as plan_message
from bot.replies.timing_words import joined, listed, moment_words, phrases, said, span, when

NAMED_SOURCES = 2
"""Titles in an explanation; `meta.sources` has them all."""
Reason = Literal["future", "impossible", "unknown"]


def timing_message(
    window: Window,
    verdict: Verdict,
    treated: Moment | None,
    target: Moment | None,
    now: datetime,
    *,
    already_did: bool = False,
    why: bool = False,
    clinic_looser: bool = False,
    locale: str = "en",
) -> Message:
    """The reply for one window. `already_did`: the patient has done it and gets what to do now.

    `why` adds the explanation at once; `clinic_looser` says that the clinic's shorter wait was not taken.
    """
    if already_did:
        parts = _already(window, verdict, locale)
    elif verdict.before:
        parts = _before(window, verdict, treated, locale)
    else:
        parts = _answer(window, verdict, target, now, locale)
    if clinic_looser:
        parts.append(phrases().say("clinic_looser", locale))
    if why:
        parts.extend(_explained(window, locale))
    return Message(
        joined(parts),
        "timing",
        window.category,
        window.id,
        window.evidence,
        sources=sources_of(window),
        verdict=verdict.verdict,
        clear_at=_iso(verdict),
        buttons=_buttons(verdict, locale),
    )


def ask_treatment_time_message(
    windows: Sequence[Window] = (), reason: Reason | None = None, locale: str = "en", category: str | None = None
) -> Message:
    """Asks when the session was; `reason` says kindly why the last answer did not do."""
    glue = phrases()
    if reason:
        text = glue.say(f"ask_{reason}", locale)
    elif windows:
        question = glue.say("ask", locale, labels=listed([said(window.label, locale) for window in windows], locale))
        text = joined([*_in_general(windows, locale), question])
    else:
        text = glue.say("ask_plain", locale)
    buttons = tuple(
        Button(glue.say(f"button_{name}", locale), f"treated:{name}")
        for name in ("today", "yesterday", "2_days_ago", "pick")
    )
    first = windows[0] if windows else None
    return Message(
        text,
        "ask_treatment_time",
        first.category if first else category,
        first.id if first else None,
        together(window.evidence for window in windows),
        sources=tuple(source for w in windows for source in sources_of(w)),
        buttons=buttons,
    )


def _in_general(windows: Sequence[Window], locale: str) -> list[str]:
    """The rule and its reason, so that who only wants to know it need not tell a time."""
    if len(windows) != 1 or not windows[0].hours:
        return []
    window = windows[0]
    rule = phrases().say("ask_rule", locale, label=said(window.label, locale), hours=span(windows[0].hours, locale))
    return [rule, said(window.why, locale), said(window.after, locale)]


def why_message(window: Window, locale: str = "en") -> Message:
    """The article's figure, the bot's own, the sources and how sure."""
    return Message(
        joined([said(window.why, locale), *_explained(window, locale)]),
        "timing",
        window.category,
        window.id,
        window.evidence,
        sources=sources_of(window),
        buttons=(_plan_button(locale),),
    )


def not_covered_message(locale: str = "en") -> Message:
    """For an activity without a record."""
    return Message(
        phrases().say("not_covered", locale),
        "timing",
        "timing_other",
        verdict="ask_dermatologist",
        buttons=(Button(phrases().say("button_book", locale), "start:booking"),),
    )


def _answer(window: Window, verdict: Verdict, target: Moment | None, now: datetime, locale: str) -> list[str]:
    label = said(window.label, locale)
    ahead = target is not None and target.earliest > now
    if verdict.verdict == "wait" and verdict.clear_at:
        return _wait(window, verdict, ahead, label, locale)
    if verdict.verdict == "clear":
        head = phrases().say(
            "clear_target" if ahead else "clear", locale, label=label, hours=span(verdict.hours or 0, locale)
        )
        return [
            head,
            said(window.after, locale),
            *_whose(verdict, locale),
            *_question(verdict, locale),
            _article(window, locale),
        ]
    if verdict.verdict == "allowed":
        return [said(window.after, locale), *_question(verdict, locale)]
    return _ask(window, verdict, label, locale)


def _wait(window: Window, verdict: Verdict, ahead: bool, label: str, locale: str) -> list[str]:
    assert verdict.clear_at is not None
    glue = phrases()
    head = glue.say("wait_target" if ahead else "wait", locale, label=label, when=when(verdict.clear_at, locale))
    calm = [glue.say(f"wait_{verdict.blocked}", locale)] if verdict.blocked else []
    if window.rule == "clinic_only":
        calm.append(said(window.after, locale))
    return [
        head,
        *_whose(verdict, locale),
        *calm,
        said(window.why, locale),
        glue.say("until_then", locale, instead=said(window.instead, locale)),
        _article(window, locale),
    ]


def _ask(window: Window, verdict: Verdict, label: str, locale: str) -> list[str]:
    glue = phrases()
    if window.rule == "never":
        return [
            glue.say("never", locale),
            said(window.after, locale),
            said(window.why, locale),
            said(window.already, locale),
            _article(window, locale),
        ]
    if verdict.blocked:
        return [glue.say(verdict.blocked, locale, label=label)]
    if window.rule == "clinic_only":
        return [
            glue.say("clinic_only", locale),
            said(window.after, locale),
            said(window.instead, locale),
            _article(window, locale),
        ]
    return [glue.say("unknown_time", locale, label=label)]


def _already(window: Window, verdict: Verdict, locale: str) -> list[str]:
    glue, parts = phrases(), [said(window.already, locale)]
    if window.rule != "allowed":
        parts.append(glue.say("watch", locale))
    if verdict.verdict == "wait" and verdict.clear_at:
        parts.append(
            glue.say("already_again", locale, label=said(window.label, locale), when=when(verdict.clear_at, locale))
        )
    return parts


def _before(window: Window, verdict: Verdict, treated: Moment | None, locale: str) -> list[str]:
    glue, label = phrases(), said(window.label, locale)
    after = [glue.say("before_after", locale, when=when(verdict.clear_at, locale))] if verdict.clear_at else []
    if window.before_hours is None:
        head = (
            said(window.after, locale) if window.rule == "allowed" else glue.say("before_silent", locale, label=label)
        )
        return [head, *after]
    gap = span(window.before_hours, locale)
    if verdict.verdict == "allowed":
        return [glue.say("before_enough", locale, label=label, gap=gap), *after]
    assert treated is not None and verdict.clear_at is not None
    session = moment_words(treated, verdict.clear_at.tzinfo, locale)
    return [glue.say("before_wait", locale, label=label, gap=gap, session=session), said(window.why, locale), *after]


def _whose(verdict: Verdict, locale: str) -> list[str]:
    """Why the wait is longer than usual, where it is."""
    hours = span(verdict.hours or 0, locale)
    if verdict.basis == "clinic":
        return [phrases().say("wait_clinic", locale, hours=hours)]
    if not verdict.extended_by:
        return []
    known = load_modifiers()
    names = [said(known[name].label, locale) for name in verdict.extended_by]
    return [phrases().say("wait_longer", locale, modifiers=listed(names, locale), hours=hours)]


def _question(verdict: Verdict, locale: str) -> list[str]:
    question = load_modifiers()[verdict.unknown_modifier].question if verdict.unknown_modifier else None
    return [phrases().say("question", locale, question=said(question, locale))] if question else []


def _article(window: Window, locale: str) -> str:
    if window.article is None:
        return phrases().say("article_silent", locale)
    return phrases().say("article", locale, article=said(window.article.says, locale))


def _explained(window: Window, locale: str) -> list[str]:
    glue = phrases()
    article = window.article
    parts = [
        glue.say("why_article", locale, article=said(article.says, locale))
        if article
        else glue.say("why_article_silent", locale)
    ]
    parts.append(
        glue.say("why_figure", locale, hours=span(window.hours, locale))
        if window.hours
        else glue.say("why_none", locale)
    )
    if window.extended_hours and window.extended_hours > (window.hours or 0):
        names = [said(load_modifiers()[name].label, locale) for name in window.extended_if]
        parts.append(
            glue.say(
                "why_longer", locale, hours=span(window.extended_hours, locale), modifiers=listed(names, locale, "or")
            )
        )
    if window.before_hours:
        parts.append(glue.say("why_before", locale, hours=span(window.before_hours, locale)))
    titles = [source["title"] for source in sources_of(window)][:NAMED_SOURCES]
    return [
        *parts,
        glue.say(f"sure_{window.confidence}", locale),
        glue.say("why_review", locale),
        glue.say("why_sources", locale, sources="; ".join(titles)),
    ]


def _buttons(verdict: Verdict, locale: str) -> tuple[Button, ...]:
    glue = phrases()
    asked: tuple[Button, ...] = ()
    if verdict.unknown_modifier:
        asked = tuple(
            Button(glue.say(f"button_{name}", locale), f"modifier:{verdict.unknown_modifier}:{name}")
            for name in ("yes", "no", "not_sure")
        )
    return (*asked, _plan_button(locale), Button(glue.say("button_why", locale), "why:last"))


def _plan_button(locale: str) -> Button:
    return Button(phrases().say("button_plan", locale), "plan:show")


def _iso(verdict: Verdict) -> str | None:
    return verdict.clear_at.isoformat() if verdict.clear_at else None
