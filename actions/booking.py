"""The booking form's questions and its end, and what may be done with a booking afterwards."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Iterable, List, Text

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from actions.base import CheckedAction, Situation
from actions.content import calendar_link, desk, renderer
from bot.booking.handoff import Handoff
from bot.booking.opening import Opening
from bot.booking.person import Person
from bot.booking.wish import Wish, read_wish
from bot.replies import booking as replies
from bot.replies.message import Message
from bot.store.desk import NotFound, OpeningTaken

SLOTS = ("booking_city", "booking_opening", "booking_name", "booking_phone", "booking_consent")
CALLBACK = "callback"
Reply = tuple[Iterable[Message], List[EventType]]


class ActionAskCity(CheckedAction):
    """Asks for the city."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_ask_booking_form_booking_city"

    def reply(self, situation: Situation) -> Reply:
        """Buttons for the cities that have a clinic."""
        return [replies.ask_city(desk().cities())], []


class ActionAskOpening(CheckedAction):
    """Shows what is open in the city."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_ask_booking_form_booking_opening"

    def reply(self, situation: Situation) -> Reply:
        """At most six openings; a place without a clinic, or a wish for another city, asks for the city again."""
        again: List[EventType] = [SlotSet("booking_city", None)]
        act = next(iter(situation.plan.of("openings")), None)
        if act and act.id == "city":
            return [replies.ask_city(desk().cities())], again
        place = desk().locate(str(situation.slots.get("booking_city") or ""), asked=True)
        if place is None or place.place.city is None:
            return [replies.unknown_city(place.name if place else "", desk().cities())], again
        if not place.has_clinic:
            return [replies.city_without_clinic(place)], again
        found, phrase = _openings(situation, place.place.city.id)
        return [replies.openings_card(place.place.city.name, found, phrase)], _shown(situation, found)


class ActionAskName(CheckedAction):
    """Asks for the name."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_ask_booking_form_booking_name"

    def reply(self, situation: Situation) -> Reply:
        """Says what was wrong after an answer that did not do."""
        return [replies.ask_name(_problem(situation))], []


class ActionAskPhone(CheckedAction):
    """Asks for the phone number."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_ask_booking_form_booking_phone"

    def reply(self, situation: Situation) -> Reply:
        """Says what was wrong after an answer that did not do."""
        return [replies.ask_phone(_problem(situation))], []


class ActionAskConsent(CheckedAction):
    """Shows what would be shared and asks for a yes."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_ask_booking_form_booking_consent"

    def reply(self, situation: Situation) -> Reply:
        """The whole summary stands before the question."""
        if _problem(situation):
            return [replies.consent_again()], []
        opening = desk().opening(str(situation.slots.get("booking_opening")), situation.now)
        summary = renderer().summary(situation.memory)
        return [replies.ask_consent(_person(situation), summary, opening, _city_name(situation))], []


class ActionBook(CheckedAction):
    """Takes the opening or stores the callback, only after a yes."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_book"

    def reply(self, situation: Situation) -> Reply:
        """The confirmation; when somebody was quicker, what else is open."""
        if situation.slots.get("booking_consent") != "yes":
            return [replies.no_consent()], _reset()
        try:
            handoff = self._store(situation)
        except OpeningTaken as taken:
            message = replies.openings_card(_city_name(situation), taken.others, "opening_taken")
            back = [SlotSet("booking_opening", None), SlotSet("booking_consent", None)]
            return [message], [*back, ActiveLoop("booking_form"), SlotSet("requested_slot", "booking_opening")]
        return [_confirmation(handoff, situation)], [SlotSet("appointment", handoff.reference), *_reset()]

    def _store(self, situation: Situation) -> Handoff:
        wanted = str(situation.slots.get("booking_opening"))
        key = f"{situation.conversation}:{situation.memory.extra.get('booking_key', '')}"
        details = (_person(situation), renderer().summary(situation.memory), True, situation.conversation, key)
        if wanted.startswith(CALLBACK):
            return desk().request_callback(str(situation.slots.get("booking_city")), *details, situation.now)
        return desk().book(wanted, *details, situation.now)


class ActionBookingStatus(CheckedAction):
    """What this conversation has booked."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_booking_status"

    def reply(self, situation: Situation) -> Reply:
        """The newest booking."""
        return [replies.what_is_booked(
            desk().find(situation.conversation), calendar_url=calendar_link("appointment", situation.conversation)
        )], []


class ActionReschedule(CheckedAction):
    """Moves the newest booking to a chosen opening, or shows what is open."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_reschedule"

    def reply(self, situation: Situation) -> Reply:
        """Openings first; with an opening chosen, the move."""
        booked = _live(situation)
        if booked is None:
            return [replies.nothing_booked()], [_extra(situation, "moving", None)]
        act = next(iter(situation.plan.of("opening")), None)
        if act is None:
            found, phrase = _openings(situation, booked.city)
            message = replies.openings_card(_city_title(booked.city), found, phrase)
            return [message], [_extra(situation, "moving", booked.reference)]
        try:
            moved = desk().reschedule(booked.reference, act.id, situation.now, situation.conversation)
        except OpeningTaken as taken:
            return [replies.openings_card(_city_title(booked.city), taken.others, "opening_taken")], []
        except NotFound:
            return [replies.nothing_booked()], [_extra(situation, "moving", None)]
        return [replies.appointment_moved(moved, calendar_link("appointment", situation.conversation))], [_extra(situation, "moving", None)]


class ActionCancelBooking(CheckedAction):
    """Cancels the newest booking after one question."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_cancel_booking"

    def reply(self, situation: Situation) -> Reply:
        """Asks; then cancels or keeps."""
        booked = _live(situation)
        if booked is None:
            return [replies.nothing_booked()], [_extra(situation, "cancelling", None)]
        confirmed = next((act.id for act in situation.plan.of("confirmed")), "")
        if not confirmed:
            return [replies.ask_cancel(booked)], [_extra(situation, "cancelling", booked.reference)]
        done = [_extra(situation, "cancelling", None)]
        if confirmed == "no":
            return [replies.booking_kept()], done
        return [replies.booking_cancelled(desk().cancel(booked.reference, situation.now, situation.conversation))], done


def _openings(situation: Situation, city: str) -> tuple[tuple[Opening, ...], str]:
    """At most six openings and the phrase before them: further ones, another day's, or those wished for."""
    act = next(iter(situation.plan.of("openings")), None)
    last = situation.memory.extra.get("openings_until") if act and act.id in ("more", "day") else None
    after = datetime.fromisoformat(last[act.id]) if act and last else None
    wish = read_wish(str(act.options.get("text", "")), situation.now) if act and act.id == "wish" else Wish()
    found = desk().openings(city, situation.now, after=after, wish=wish)
    if not found and (wish or after):
        return desk().openings(city, situation.now), "openings_near_wish" if wish else "openings"
    return found, "openings_later" if after else "openings"


def _shown(situation: Situation, found: tuple[Opening, ...]) -> List[EventType]:
    """Where "more times" and "another day" go on from: the last start shown, and the end of its day."""
    if not found:
        return []
    local = found[-1].local
    night = local.replace(hour=23, minute=59)
    return [_extra(situation, "openings_until", {"more": found[-1].start.isoformat(), "day": night.isoformat()})]


def _confirmation(handoff: Handoff, situation: Situation) -> Message:
    if handoff.appointment:
        return replies.appointment_made(handoff, calendar_link("appointment", situation.conversation))
    return replies.callback_stored(handoff, _city_title(handoff.city))


def _live(situation: Situation) -> Handoff | None:
    return next((one for one in desk().find(situation.conversation) if one.state != "cancelled"), None)


def _person(situation: Situation) -> Person:
    return Person(str(situation.slots.get("booking_name") or ""), str(situation.slots.get("booking_phone") or ""))


def _city_name(situation: Situation) -> str:
    return _city_title(str(situation.slots.get("booking_city") or ""))


def _city_title(city: str) -> str:
    known = desk().gazetteer.cities.get(city)
    return known.name if known else city


def _problem(situation: Situation) -> str:
    return next((act.id for act in situation.plan.of("problem")), "")


def _reset() -> List[EventType]:
    return [SlotSet(slot, None) for slot in SLOTS]


def _extra(situation: Situation, name: str, value: Any) -> EventType:
    memory = replace(situation.memory, extra={**situation.memory.extra, name: value})
    return SlotSet("memory", memory.to_json())
