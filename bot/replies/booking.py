"""What the bot answers while booking: questions, openings, confirmations. Pure: data in, Message out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Sequence

from bot.booking.city import City, Locality
from bot.booking.handoff import Handoff, Summary
from bot.booking.opening import Opening
from bot.booking.person import Person, parse_phone
from bot.replies.booking_phrases import load_phrases
from bot.replies.message import Button, Message

EVIDENCE = ("S80", "S81")
_SHOWN = 6
_VALUE_LENGTH = 240


def helpline() -> str:
    """The booking helpline; never an emergency number."""
    return load_phrases().say("helpline")


def moment_words(local: datetime) -> str:
    """`Tue 24 Nov, 5:30 pm`, on the clock of the given zone."""
    hour = local.hour % 12 or 12
    return f"{local:%a} {local.day} {local:%b}, {hour}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


def ask_city(cities: Sequence[City]) -> Message:
    """Which city; with a button for each that has a clinic, first in the directory's order."""
    return _question("ask_city" if cities else "ask_city_no_directory", _city_buttons(cities))


def unknown_city(place: str, cities: Sequence[City]) -> Message:
    """The place is on no list; where clinics are."""
    if not cities:
        return ask_city(cities)
    return _question("unknown_city", _city_buttons(cities), place=_plain(place), cities=_listed(cities))


def confirm_city(city: City) -> Message:
    """A misspelt name that may mean this city."""
    return _question(
        "city_guess", (Button(city.name, f"city:{city.id}"), _button("city", "openings:city")), city=city.name
    )


def city_without_clinic(locality: Locality) -> Message:
    """A known place with no clinic: the nearest one, the others, a callback and the helpline."""
    if not locality.others:
        return no_openings(locality.name, locality.city)
    buttons = (*_city_buttons(locality.others), _button("callback", f"callback:{locality.city}"))
    values = {"place": _plain(locality.name), "helpline": helpline()}
    if locality.nearest:
        return _question("city_without_clinic", buttons, city=locality.nearest.name, **values)
    return _question("city_abroad", buttons, cities=_listed(locality.others), **values)


def openings_card(city: str, openings: Sequence[Opening], phrase: str = "openings") -> Message:
    """At most six openings of a city and ways to see others.

    `phrase` is openings, openings_later, openings_near_wish, openings_unclear or opening_taken. With none open: a callback.
    """
    if not openings:
        return no_openings(city)
    shown = openings[:_SHOWN]
    more = tuple(_button(name, f"openings:{name}") for name in ("more", "day", "city"))
    if phrase == "openings_unclear":
        more = (*more, _button("callback", f"callback:{shown[0].clinic.city}"))
    items = [_item(opening) for opening in shown]
    notes = [_say("local_time", city=city)] + ([_say("sample_note")] if shown[0].clinic.sample else [])
    card = {
        "type": "openings",
        "title": _say("openings_title", city=city),
        "note": " ".join(notes),
        "items": items,
        "more": [button.to_json() for button in more],
    }
    buttons = tuple(Button(item["title"], item["payload"]) for item in items) + more
    return _message(_say(phrase, city=city), "openings", buttons, card)


def no_openings(city: str, city_id: str = "") -> Message:
    """Nothing is open: a callback, another city, the helpline."""
    buttons = (_button("callback", f"callback:{city_id}"), _button("city", "openings:city"))
    return _question("no_openings", buttons, city=_plain(city), helpline=helpline())


def ask_name(problem: str = "") -> Message:
    """The name; `problem` is a BadName kind after an answer that did not do."""
    return _question(f"name_{problem}" if problem else "ask_name")


def ask_phone(problem: str = "") -> Message:
    """The number; `problem` is a BadPhone kind after an answer that did not do."""
    return _question(f"phone_{problem}" if problem else "ask_phone")


def ask_consent(person: Person, summary: Summary, opening: Opening | None = None, city: str = "") -> Message:
    """Everything that would be stored and shared, then the question; nothing else is ever shared."""
    clinic = opening.clinic.name if opening else _say("booking_team")
    phrase = "ask_consent_appointment" if opening else "ask_consent_callback"
    items = " ".join(shared_items(person, summary, opening, city))
    return _question(phrase, _yes_no(), clinic=clinic, items=items)


def consent_again() -> Message:
    """The answer was neither yes nor no."""
    return _question("consent_again", _yes_no())


def shared_items(person: Person, summary: Summary, opening: Opening | None = None, city: str = "") -> tuple[str, ...]:
    """What the clinic gets, a short line each, in the patient's words."""
    fields = (
        ("name", person.name),
        ("phone", _shown_phone(person.phone)),
        ("when", moment_words(opening.local) if opening else ""),
        ("city", "" if opening else city),
        ("reason", summary.reason),
        ("level", _say(f"level_{summary.level}") if summary.level else ""),
        ("treated", summary.treated),
        ("found", "; ".join(summary.found)),
        ("asked", "; ".join(summary.asked)),
        ("advised", "; ".join(summary.advised)),
    )
    return tuple(_say(f"item_{field}", value=_plain(value)) for field, value in fields if value)


def appointment_made(handoff: Handoff, calendar_url: str = "") -> Message:
    """The confirmation, with the reference and the card."""
    return _appointment("appointment", handoff, calendar_url)


def appointment_moved(handoff: Handoff, calendar_url: str = "") -> Message:
    """The new time."""
    return _appointment("rescheduled", handoff, calendar_url)


def callback_stored(handoff: Handoff, city: str) -> Message:
    """The request is kept; reference and helpline. `city` as people write it."""
    return _callback("callback", handoff, city)


def what_is_booked(handoffs: Sequence[Handoff], city: str = "", calendar_url: str = "") -> Message:
    """The newest live booking of the talk, else its last cancelled one, else how to find one."""
    if not handoffs:
        return nothing_booked()
    live = [one for one in handoffs if one.state != "cancelled"]
    if not live:
        values = {"reference": handoffs[0].reference, "helpline": helpline()}
        return _message(_say("cancelled_before", **values), "handoff")
    if live[0].appointment:
        return _appointment("booked_before", live[0], calendar_url)
    return _callback("callback_before", live[0], city or live[0].city)


def nothing_booked() -> Message:
    """This talk has no booking; a way to one of an earlier talk."""
    return _message(_say("nothing_booked", helpline=helpline()), "handoff", (_button("lookup", "start:lookup"),))


def ask_cancel(handoff: Handoff) -> Message:
    """One question before anything is cancelled."""
    buttons = (Button(_say("button_cancel_yes"), "say:yes"), Button(_say("button_cancel_no"), "say:no"))
    made = handoff.appointment
    if made is None:
        return _question("ask_cancel_callback", buttons, reference=handoff.reference)
    return _question("ask_cancel", buttons, when=moment_words(made.local), clinic=made.opening.clinic.name)


def booking_cancelled(handoff: Handoff) -> Message:
    """Done."""
    text = _say("cancelled", reference=handoff.reference, helpline=helpline())
    if not handoff.appointment:
        return _message(text, "handoff")
    return _message(text, "appointment", card=appointment_card(handoff))


def booking_kept() -> Message:
    """The patient did not want to cancel after all."""
    return _message(_say("kept"), "handoff")


def no_consent() -> Message:
    """Without a yes: nothing stored, and another way."""
    return _message(_say("no_consent", helpline=helpline()), "handoff")


def booking_stopped() -> Message:
    """The patient left the booking."""
    return _message(_say("stopped", helpline=helpline()), "handoff")


def ask_reference(problem: str = "") -> Message:
    """Which booking, for someone who comes back in a new talk; another wording after an answer without one."""
    return _question("reference_unclear", helpline=helpline()) if problem else _question("ask_reference")


def ask_reference_phone(problem: str = "") -> Message:
    """The second proof; `problem` is a BadPhone kind after an answer that did not do."""
    return _question(f"phone_{problem}" if problem else "ask_reference_phone")


def reference_not_found() -> Message:
    """The same words whether the reference or the number is wrong."""
    return _message(_say("reference_not_found", helpline=helpline()), "handoff", (_button("lookup", "start:lookup"),))


def appointment_card(handoff: Handoff, calendar_url: str = "") -> dict[str, Any]:
    """The card "appointment"; `calendar_url` is the channel's signed link."""
    assert handoff.appointment is not None
    opening = handoff.appointment.opening
    cancelled = handoff.appointment.state == "cancelled"
    place = ", ".join(part for part in (opening.clinic.name, opening.clinic.address) if part)
    lines = [moment_words(opening.local), place, opening.provider.name, opening.clinic.phone]
    if opening.clinic.sample:
        lines.append(_say("sample_short"))
    card: dict[str, Any] = {
        "type": "appointment",
        "reference": handoff.reference,
        "title": _say("card_cancelled" if cancelled else "card_appointment"),
        "lines": [line for line in lines if line],
    }
    return {**card, "calendar_url": calendar_url} if calendar_url and not cancelled else card


def _appointment(phrase: str, handoff: Handoff, calendar_url: str) -> Message:
    assert handoff.appointment is not None
    opening = handoff.appointment.opening
    text = _say(
        phrase,
        clinic=opening.clinic.name,
        city=opening.clinic.city.replace("_", " ").title(),
        provider=opening.provider.name,
        when=moment_words(opening.local),
        reference=handoff.reference,
    )
    notes = [_say("sample_note")] if opening.clinic.sample else []
    text = " ".join([text, *notes, _say("appointment_change", helpline=helpline())])
    buttons = (_button("move", "booking:move"), _button("cancel", "booking:cancel"))
    return _message(text, "appointment", buttons, appointment_card(handoff, calendar_url))


def _callback(phrase: str, handoff: Handoff, city: str) -> Message:
    text = _say(phrase, city=_plain(city), reference=handoff.reference, helpline=helpline())
    notes = [_say("sample_note")] if handoff.sample else []
    return _message(" ".join([text, *notes]), "handoff", (_button("cancel", "booking:cancel"),))


def _item(opening: Opening) -> dict[str, str]:
    subtitle = f"{opening.clinic.name} · {opening.provider.name}"
    return {"title": moment_words(opening.local), "subtitle": subtitle, "payload": f"opening:{opening.id}"}


def _city_buttons(cities: Sequence[City]) -> tuple[Button, ...]:
    return tuple(Button(city.name, f"city:{city.id}") for city in cities[:_SHOWN])


def _yes_no() -> tuple[Button, ...]:
    return (Button(_say("button_yes"), "say:yes"), Button(_say("button_no"), "say:no"))


def _button(name: str, payload: str) -> Button:
    return Button(_say(f"button_{name}"), payload)


def _listed(cities: Sequence[City]) -> str:
    names = [city.name for city in cities]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _shown_phone(e164: str) -> str:
    return str(parse_phone(e164)) if e164 else ""


def _plain(value: str) -> str:
    """Patient's words inside a reply: one line, no braces, cut when long, no full stop of its own."""
    line = " ".join(value.replace("{", "(").replace("}", ")").split())
    return (line if len(line) <= _VALUE_LENGTH else line[: _VALUE_LENGTH - 1] + "…").rstrip(" .")


def _say(phrase: str, **values: str) -> str:
    return load_phrases().say(phrase, **values)


def _question(phrase: str, buttons: tuple[Button, ...] = (), **values: str) -> Message:
    return _message(_say(phrase, **values), "booking_question", buttons)


def _message(text: str, kind: str, buttons: tuple[Button, ...] = (), card: dict[str, Any] | None = None) -> Message:
    return Message(text, kind, category="booking", evidence=EVIDENCE, buttons=buttons, card=card)
