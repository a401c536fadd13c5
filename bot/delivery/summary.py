"""A handoff as the clinic reads it: labelled lines, and a plain JSON object."""

from __future__ import annotations

from typing import Any

from bot.booking.handoff import Handoff
from bot.booking.person import parse_phone
from bot.replies.booking import moment_words
from bot.replies.booking_phrases import load_phrases
from bot.store.outbox import Parcel

URGENT = ("emergency", "same_day")


def label(field: str) -> str:
    """The clinic's word for a field."""
    return load_phrases().say(f"label_{field}")


def level_words(level: str) -> str:
    """The clinic's words for a triage level; empty for none."""
    return load_phrases().say(f"level_{level}") if level else ""


def subject(event: str, handoff: Handoff) -> str:
    """One line without personal data: what happened, reference, time."""
    say = load_phrases().say
    if event == "cancelled":
        return say("staff_cancelled", reference=handoff.reference)
    if handoff.appointment is None:
        line = say("staff_created_callback", reference=handoff.reference, city=handoff.city)
    else:
        name = "staff_moved" if event == "moved" else "staff_created_appointment"
        line = say(name, reference=handoff.reference, when=moment_words(handoff.appointment.local))
    return say("staff_urgent", subject=line) if handoff.summary.level in URGENT else line


def lines(handoff: Handoff) -> tuple[tuple[str, str], ...]:
    """Label and value of everything there is, personal data too, for the clinic only."""
    opening = handoff.appointment.opening if handoff.appointment else None
    summary = handoff.summary
    values = (
        ("reference", handoff.reference),
        ("level", level_words(summary.level)),
        ("when", f"{moment_words(opening.local)} ({opening.clinic.zone})" if opening else ""),
        ("clinic", handoff.clinic.name if handoff.clinic else ""),
        ("provider", opening.provider.name if opening else ""),
        ("name", handoff.person.name),
        ("phone", f"{parse_phone(handoff.person.phone)} ({handoff.person.phone})"),
        ("city", handoff.city.replace("_", " ").title()),
        ("reason", summary.reason),
        ("treated", summary.treated),
        ("found", "; ".join(summary.found)),
        ("asked", "; ".join(summary.asked)),
        ("advised", "; ".join(summary.advised)),
        ("created", f"{handoff.created:%Y-%m-%d %H:%M} UTC"),
    )
    return tuple((label(field), value) for field, value in values if value)


def payload(parcel: Parcel) -> dict[str, Any]:
    """The webhook's own body; the same for every try of a parcel."""
    handoff = parcel.handoff
    return {
        "id": parcel.key,
        "event": parcel.event,
        "at": parcel.at.isoformat(),
        "handoff": {
            "reference": handoff.reference,
            "kind": handoff.kind,
            "state": handoff.state,
            "city": handoff.city,
            "clinic": handoff.clinic.id if handoff.clinic else None,
            "created_at": handoff.created.isoformat(),
            "person": {"name": handoff.person.name, "phone": handoff.person.phone},
            "summary": handoff.summary.to_json(),
            "appointment": _appointment(handoff),
        },
    }


def _appointment(handoff: Handoff) -> dict[str, Any] | None:
    made = handoff.appointment
    if made is None:
        return None
    return {
        "start": made.opening.start.isoformat(),
        "end": made.opening.end.isoformat(),
        "zone": made.opening.clinic.zone,
        "provider": {"id": made.opening.provider.id, "name": made.opening.provider.name},
        "state": made.state,
        "sequence": made.sequence,
    }
