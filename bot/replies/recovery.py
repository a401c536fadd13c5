"""The recovery plan as a message with its timeline card."""

from __future__ import annotations

from typing import Any, Iterable, Mapping

from bot.aftercare.plan import RecoveryPlan, Step
from bot.knowledge.windows import Window
from bot.replies.message import Message
from bot.replies.provenance import sources_of, together
from bot.replies.timing_words import joined, listed, moment_words, phrases, said, span, when

NAMED = 4
"""Windows named in the text of the plan; the card has them all."""


def plan_message(plan: RecoveryPlan, calendar: str | None = None, locale: str = "en") -> Message:
    """The recovery plan as a timeline card; `calendar` is the signed address of the .ics file."""
    glue = phrases()
    planned = plan.treated.earliest > plan.now
    head = glue.say(
        "plan_planned" if planned else "plan", locale, when=moment_words(plan.treated, plan.now.tzinfo, locale)
    )
    ahead = next((step for step in plan.steps if not step.passed and step.at is not None), None)
    follow = (
        glue.say(
            "plan_next",
            locale,
            labels=listed([said(window.label, locale) for window in ahead.windows[:NAMED]], locale),
            when=when(ahead.at, locale),
        )
        if ahead and ahead.at
        else glue.say("plan_done", locale)
    )
    windows = [window for step in plan.steps for window in step.windows]
    return Message(
        joined([head, follow]),
        "timing",
        "aftercare_general",
        "recovery_plan",
        together(window.evidence for window in windows),
        card=_card(plan, calendar, locale),
        sources=_unique_sources(windows),
    )


def _card(plan: RecoveryPlan, calendar: str | None, locale: str) -> dict[str, Any]:
    """As docs/embedding.md has it: a label and a detail a step, of which `detail` names what the wait was for."""
    return {
        "type": "timeline",
        "treated": plan.treated.latest.isoformat(),
        "now": plan.now.isoformat(),
        "calendar_url": calendar,
        "steps": [_card_step(step, locale) for step in plan.steps],
    }


def _card_step(step: Step, locale: str) -> dict[str, Any]:
    glue = phrases()
    label = glue.say("step_at", locale, hours=span(step.hours, locale)) if step.hours else glue.say("step_now", locale)
    names = listed([said(window.label, locale) for window in step.windows], locale)
    return {
        "at": step.at.isoformat() if step.at else None,
        "label": label,
        "detail": names[0].upper() + names[1:],
        "passed": step.passed,
        "topics": [window.id for window in step.windows],
    }


def _unique_sources(windows: Iterable[Window]) -> tuple[Mapping[str, str], ...]:
    return tuple({source["id"]: source for window in windows for source in sources_of(window)}.values())
