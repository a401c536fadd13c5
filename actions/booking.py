"""The booking form's questions and its end."""
from __future__ import annotations

from typing import List, Text

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from actions.base import CheckedAction, Reply, Situation
from actions.content import calendar_link, desk, renderer
from actions.openings import city_title, go_on_from, open_times, remember
from bot.booking.handoff import Handoff
from bot.booking.person import Person
from bot.replies import booking as replies
from bot.replies.message import Message
from bot.store.desk import OpeningTaken

SLOTS = ("booking_city", "booking_opening", "booking_name", "booking_phone", "booking_consent")
CALLBACK = "callback"


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
        found, phrase = open_times(situation, place.place.city.id)
        return [replies.openings_card(place.place.city.name, found, phrase)], [remember(situation, **go_on_from(found))]


class ActionAskName(CheckedAction):
    """Asks for the name."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_ask_booking_form_booking_name"

    def reply(self, situation: Situation) -> Reply:
        """Says what was wrong after an answer that did not do."""
        return _elsewhere(situation) or ([replies.ask_name(situation.plan.problem)], [])


class ActionAskPhone(CheckedAction):
    """Asks for the phone number."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_ask_booking_form_booking_phone"

    def reply(self, situation: Situation) -> Reply:
        """Says what was wrong after an answer that did not do."""
        return _elsewhere(situation) or ([replies.ask_phone(situation.plan.problem)], [])


class ActionAskConsent(CheckedAction):
    """Shows what would be shared and asks for a yes."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_ask_booking_form_booking_consent"

    def reply(self, situation: Situation) -> Reply:
        """The whole summary stands before the question."""
        if situation.plan.problem:
            return [replies.consent_again()], []
        elsewhere = _elsewhere(situation)
        if elsewhere:
            return elsewhere
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


def _elsewhere(situation: Situation) -> Reply | None:
    """The openings of the city that was named after an opening in another one was chosen."""
    city, chosen = str(situation.slots.get("booking_city") or ""), str(situation.slots.get("booking_opening") or "")
    opening = None if chosen.startswith(CALLBACK) else desk().opening(chosen, situation.now)
    if opening is None or opening.clinic.city == city:
        return None
    messages, events = ActionAskOpening().reply(situation)
    return messages, [SlotSet("booking_opening", None), SlotSet("requested_slot", "booking_opening"), *events]


def _confirmation(handoff: Handoff, situation: Situation) -> Message:
    if handoff.appointment:
        return replies.appointment_made(handoff, calendar_link("appointment", situation.conversation))
    return replies.callback_stored(handoff, city_title(handoff.city))


def _person(situation: Situation) -> Person:
    return Person(str(situation.slots.get("booking_name") or ""), str(situation.slots.get("booking_phone") or ""))


def _city_name(situation: Situation) -> str:
    return city_title(str(situation.slots.get("booking_city") or ""))


def _reset() -> List[EventType]:
    return [SlotSet(slot, None) for slot in SLOTS]
