"""What a message means while a booking of an earlier talk is looked for, by reference and phone number."""
from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.booking.person import BadPhone, parse_phone
from bot.booking.reference import find_reference, without_references
from bot.dialogue.booking_form import asks_elsewhere, leaves
from bot.dialogue.context import Context
from bot.dialogue.memory import Memory
from bot.dialogue.plan import Act, Plan

FORM = "lookup_form"
INTENT = "find_booking"
WISHES = {
    "cancel_booking": re.compile(r"\bcancel"),
    "reschedule": re.compile(r"\b(re-?schedul\w*|move|change|shift|postpone|delay|another (day|time)|(dusra|doosra) (din|waqt|time))\b"),
}
WISH_CHANCE = 0.3


class LookupForm:
    """Opens at a reference, wherever it is typed, and takes both proofs in any order."""

    def answer(self, context: Context) -> Plan | None:
        """The plan when the message names a booking or answers the open question, else None."""
        reference, phone, problem = _proofs(context.turn.text)
        if context.turn.form != FORM:
            return self._open(context, reference, phone) if reference and not context.turn.form else None
        memory, wish = _with_wish(context)
        proofs = _slots(reference, phone)
        if context.turn.requested in proofs:
            return context.plan("inform", memory=memory, **proofs)
        if not wish and leaves(context):
            return context.plan("stop", Act("stopped", FORM))
        if not wish and asks_elsewhere(context):
            return None
        wrong = problem if context.turn.requested == "lookup_phone" else "unclear"
        return context.plan("noted", Act("problem", wrong), memory=memory, **proofs)

    def prefill(self, plan: Plan) -> dict[str, Any]:
        """A lookup that opens knows only what its own message said, nothing of one that was left."""
        return {"lookup_reference": None, "lookup_phone": None, **plan.slots}

    def _open(self, context: Context, reference: str, phone: str | None) -> Plan:
        memory, wish = _with_wish(context)
        if reference == context.turn.slots.get("appointment"):
            return context.plan(wish or "booking_status")
        return context.plan(INTENT, memory=memory, **_slots(reference, phone))


def _with_wish(context: Context) -> tuple[Memory, str]:
    """What shall happen to the booking once it is found, remembered; empty when the message says nothing of it."""
    said = (intent for intent, words in WISHES.items() if words.search(context.text) or context.turn.chance(intent) > WISH_CHANCE)
    wish = next(said, "")
    memory = context.memory
    return (replace(memory, extra={**memory.extra, "wish": wish}) if wish else memory), wish


def _slots(reference: str | None, phone: str | None) -> dict[str, Any]:
    found = {"lookup_reference": reference, "lookup_phone": phone}
    return {slot: value for slot, value in found.items() if value}


def _proofs(text: str) -> tuple[str | None, str | None, str]:
    """The reference, the phone number, and what is wrong with the number."""
    reference = find_reference(text)
    try:
        return reference, parse_phone(without_references(text)).e164, ""
    except BadPhone as problem:
        return reference, None, problem.kind
