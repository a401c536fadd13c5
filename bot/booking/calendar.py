"""An appointment as an iCalendar file."""

from __future__ import annotations

from datetime import datetime

from icalendar import Calendar, Event

from bot.booking.handoff import Handoff


def calendar_file(handoff: Handoff, now: datetime, title: str) -> bytes:
    """RFC 5545 text of the handoff's appointment, without name, phone or summary.

    `now` is the time stamp; the UID is the reference, so that a move replaces the first entry.
    Raises ValueError when there is no appointment.
    """
    if handoff.appointment is None:
        raise ValueError(f"{handoff.reference} has no appointment")
    opening, cancelled = handoff.appointment.opening, handoff.appointment.state == "cancelled"
    event = Event()
    event.add("uid", f"{handoff.reference}@appointments")
    event.add("dtstamp", now)
    event.add("dtstart", opening.start)
    event.add("dtend", opening.end)
    event.add("sequence", handoff.appointment.sequence)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("summary", title)
    event.add("location", ", ".join(part for part in (opening.clinic.name, opening.clinic.address) if part))
    event.add("description", handoff.reference)
    calendar = Calendar()
    calendar.add("prodid", "-//microneedling assistant//booking//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data
