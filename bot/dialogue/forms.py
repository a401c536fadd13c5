"""The forms: what a message means inside them, and what they need not ask."""
from __future__ import annotations

from dataclasses import replace

from bot.dialogue.booking_form import BookingForm
from bot.dialogue.context import Context
from bot.dialogue.lookup_form import INTENT as FIND_BOOKING
from bot.dialogue.lookup_form import LookupForm
from bot.dialogue.plan import Act, Plan
from bot.dialogue.screening_form import ScreeningForm
from bot.dialogue.turn import Turn

ANSWERS = ("inform", "noted", "start_screening", "book", FIND_BOOKING)
"""Intents that answer an open question. Rasa lets a form go on as soon as any of its slots is filled, so whatever
interrupts it, a danger sign above all, must fill none."""

STARTS = {"book": "booking_form", "start_screening": "screening_form", FIND_BOOKING: "lookup_form"}
"""The form that an intent starts."""


class Forms:
    """Asks the open form first; fills in what was said before a form opens."""

    def __init__(self) -> None:
        self._screening = ScreeningForm()
        self._booking = BookingForm()
        self._lookup = LookupForm()

    def answer(self, context: Context) -> Plan | None:
        """The plan when the message answers an open question, or an offer made before."""
        for form in (self._screening, self._booking, self._lookup):
            plan = form.answer(context)
            if plan is not None:
                return plan
        return _confirmed(context)

    def choose(self, turn: Turn, value: str) -> Plan | None:
        """The plan of a pressed yes, no, not sure or age inside the check."""
        return self._screening.choose(turn, value)

    def prefill(self, turn: Turn, plan: Plan) -> Plan:
        """The plan with the slots of what is known already."""
        if turn.form and STARTS.get(plan.intent) == turn.form:
            plan = replace(plan, intent="noted")  # "carry on with the booking": its rule would start the form in itself
        if turn.form and plan.intent not in ANSWERS:
            return plan
        opens_booking = plan.intent == "book" and turn.form != "booking_form"
        if turn.form == "screening_form" or plan.intent == "start_screening":
            return replace(plan, slots={**self._screening.prefill(turn, plan), **plan.slots})
        if opens_booking:
            memory = replace(plan.memory, extra={**plan.memory.extra, "booking_key": turn.now.isoformat(), "moving": None})
            return replace(plan, memory=memory, slots={**self._booking.prefill(turn), **plan.slots})
        if plan.intent == FIND_BOOKING:
            return replace(plan, slots=self._lookup.prefill(plan))
        return plan


def _confirmed(context: Context) -> Plan | None:
    """Yes or no to "shall I cancel it?" and "shall I delete everything?"."""
    cues, extra = context.reading.cues, context.turn.memory.extra
    again = extra.get("forgetting") and context.turn.label == "forget_me"
    said = "no" if "no" in cues else "yes" if "yes" in cues or again else ""
    if not said or context.words > 6:
        return None
    if extra.get("cancelling"):
        return context.plan("cancel_booking", Act("confirmed", said))
    if extra.get("forgetting"):
        memory = replace(context.memory, extra={**extra, "forgetting": None})
        return context.plan("forget_me", Act("confirmed", said), memory=memory)
    return None
