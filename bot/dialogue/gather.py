"""Which acts a message calls for, in the order contraindication, timing, fact."""
from __future__ import annotations

from typing import Mapping

from bot.dialogue.conditions import changed, conditions, own_question
from bot.dialogue.context import Context
from bot.dialogue.elsewhere import elsewhere, refers_back, wishes
from bot.dialogue.facts import fact, facts
from bot.dialogue.plan import Act, once
from bot.dialogue.timings import timings
from bot.knowledge.answers import Answer

URGENT_FIRST = "book_dermatologist"


def gather(context: Context, answers: Mapping[str, Answer]) -> tuple[Act, ...]:
    """All acts, without repetition."""
    if refers_back(context):
        return ()
    if not changed(context) and (elsewhere(context) or wishes(context)):
        return ()
    found = conditions(context, answers)
    to_book = context.alert is not None and context.alert.level == URGENT_FIRST and not (found and _same_words(context))
    if to_book and (found or not _asks_why(context, answers)):
        return once(flags(context) + found)
    found += timings(context, answers, bool(found))
    if context.question or not found:
        found += facts(context, answers, bool(found))
    if not found and (beside := own_question(context, answers)):
        found = (Act("answer", beside),)
    if not found:
        found = flags(context)
    return once(found)


def flags(context: Context) -> tuple[Act, ...]:
    """Expected healing, a sign to book for, or a sign only supposed: said when nothing else is asked."""
    if context.alert is not None:
        return (Act("flag", context.alert.flags[0], {"alert": context.alert.to_json()}),)
    if context.supposed:
        return (Act("flag", context.supposed[0], {"hypothetical": list(context.supposed)}),)
    return ()


def _same_words(context: Context) -> bool:
    """Every sign is the name of a condition that gets its answer: "it is alopecia areata"."""
    named = context.reading.of("contraindication")
    signs = [one for one in context.reading.of("symptom") if one.assertion not in ("absent", "past")]
    return all(any(sign.start == one.start and sign.end == one.end for one in named) for sign in signs)


def _asks_why(context: Context, answers: Mapping[str, Answer]) -> bool:
    """A question about the cause of hair loss is answered as one, though it names shedding or a patch."""
    topic = fact(context.turn.ranking, answers, context.turn.sure)
    named = topic is not None and answers[topic.id].category.startswith(("causes_", "alternatives_"))
    return named and not context.needling and context.memory.treated is None
