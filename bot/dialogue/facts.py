"""The topics a message asks for."""
from __future__ import annotations

from typing import Mapping

from bot.dialogue.chances import STRONG, belongs, likely_topic
from bot.dialogue.context import Context
from bot.dialogue.plan import Act, once
from bot.dialogue.turn import Ranking
from bot.knowledge.answers import Answer

SHORT = 25
"""Words up to which the parts of a message are taken as questions of their own."""


def facts(context: Context, answers: Mapping[str, Answer], more_urgent: bool) -> tuple[Act, ...]:
    """The topics of the whole text, or of its parts when it asks several things."""
    turn = context.turn
    if more_urgent and (not turn.segments or context.words > SHORT):
        return ()
    several = turn.segments if context.words <= SHORT else ()
    rankings = several or (turn.ranking,)
    found = [act for ranking in rankings if (act := fact(ranking, answers))]
    whole = fact(turn.ranking, answers, turn.sure)
    if several:
        found = [act for act in found if act == whole or belongs(act.id, turn.ranking, answers)]
    if more_urgent:
        return tuple(act for act in found if not _same_area(act, context, answers))
    if whole is None and len(found) == 1 and max(ranking[0][1] for ranking in rankings if ranking) < STRONG:
        found = []
    if whole and (len(found) < 2 or whole not in found):
        found = [whole] if len(found) < 2 else found
    return once(found)[:3]


def fact(ranking: Ranking, answers: Mapping[str, Answer], sure: bool = False) -> Act | None:
    topic = likely_topic(ranking, answers, sure)
    return Act("answer", topic) if topic else None


def _same_area(act: Act, context: Context, answers: Mapping[str, Answer]) -> bool:
    """A fact about what a computed answer covers already is not said twice."""
    category = answers[act.id].category
    if category.startswith("timing_"):
        return bool(context.reading.of("activity"))
    if category.startswith(("contraindication", "candidates")):
        return context.mentions_condition
    return category in ("aftercare_general", "red_flag")
