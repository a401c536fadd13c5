"""What may be done with a booking afterwards: seen, moved, cancelled, found again from another talk."""
from __future__ import annotations

from typing import Callable, Mapping, Text

from rasa_sdk.events import SlotSet

from actions.base import CheckedAction, Reply, Situation
from actions.content import calendar_link, desk
from actions.openings import city_title, go_on_from, open_times, remember
from bot.booking.handoff import Handoff
from bot.replies import booking as replies
from bot.store.desk import NotFound, OpeningTaken


class ActionBookingStatus(CheckedAction):
    """What this conversation has booked."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_booking_status"

    def reply(self, situation: Situation) -> Reply:
        """The newest booking."""
        booked = desk().find(situation.conversation)
        if not booked:
            return _nothing(situation, self.name())
        shown = _live(situation) or booked[0]
        return [replies.what_is_booked((shown,), city_title(shown.city), _calendar(situation))], []


class ActionReschedule(CheckedAction):
    """Moves the newest booking to a chosen opening, or shows what is open."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_reschedule"

    def reply(self, situation: Situation) -> Reply:
        """Openings first; with an opening chosen, the move. A callback gets a time the same way."""
        booked = _live(situation)
        if booked is None:
            return _nothing(situation, self.name())
        act = next(iter(situation.plan.of("opening")), None)
        return self._move(situation, booked, act.id) if act else _offer(situation, booked)

    def _move(self, situation: Situation, booked: Handoff, opening: str) -> Reply:
        try:
            moved = desk().reschedule(booked.reference, opening, situation.now, situation.conversation)
        except OpeningTaken as taken:
            return [replies.openings_card(city_title(booked.city), taken.others, "opening_taken")], []
        return [replies.appointment_moved(moved, _calendar(situation))], [remember(situation, moving=None)]


class ActionCancelBooking(CheckedAction):
    """Cancels the newest booking after one question."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_cancel_booking"

    def reply(self, situation: Situation) -> Reply:
        """Asks; then cancels or keeps."""
        booked = _live(situation)
        if booked is None:
            return _nothing(situation, self.name())
        confirmed = next((act.id for act in situation.plan.of("confirmed")), "")
        if not confirmed:
            return _ask_cancel(situation, booked)
        done = [remember(situation, cancelling=None)]
        if confirmed == "no":
            return [replies.booking_kept()], done
        return [replies.booking_cancelled(desk().cancel(booked.reference, situation.now, situation.conversation))], done


class ActionFindBooking(CheckedAction):
    """Takes over a booking of an earlier talk, proved by its reference and phone number."""

    def name(self) -> Text:
        """As in domain.yml."""
        return "action_find_booking"

    def reply(self, situation: Situation) -> Reply:
        """What the person wanted of the booking, or the booking."""
        proofs = [str(situation.slots.get(slot) or "") for slot in ("lookup_reference", "lookup_phone")]
        done = [SlotSet("lookup_reference", None), SlotSet("lookup_phone", None)]
        try:
            found = desk().adopt(*proofs, situation.conversation, situation.now)
        except NotFound:
            return [replies.reference_not_found()], done
        messages, events = self._go_on(situation, found)
        return messages, [*done, SlotSet("appointment", found.reference), *events]

    def _go_on(self, situation: Situation, found: Handoff) -> Reply:
        wishes: Mapping[str, Callable[[Situation, Handoff], Reply]] = {
            "cancel_booking": _ask_cancel,
            "reschedule": _offer,
        }
        wish = wishes.get(str(situation.memory.extra.get("wish")))
        if wish and found.state != "cancelled":
            return wish(situation, found)
        shown = replies.what_is_booked((found,), city_title(found.city), _calendar(situation))
        return [shown], [remember(situation, wish=None)]


def _offer(situation: Situation, booked: Handoff) -> Reply:
    """What is open instead; a callback without any opening stays one."""
    found, phrase = open_times(situation, booked.city)
    if not found and booked.appointment is None:
        return [replies.what_is_booked((booked,), city_title(booked.city))], [remember(situation, wish=None)]
    if booked.appointment is None and phrase == "openings":
        phrase = "move_callback"
    card = replies.openings_card(city_title(booked.city), found, phrase)
    return [card], [remember(situation, moving=booked.reference, wish=None, **go_on_from(found))]


def _ask_cancel(situation: Situation, booked: Handoff) -> Reply:
    return [replies.ask_cancel(booked)], [remember(situation, cancelling=booked.reference, wish=None)]


def _nothing(situation: Situation, action: str) -> Reply:
    """Remembers the wish, so that it is met once the booking is found."""
    wish = action.removeprefix("action_")
    return [replies.nothing_booked()], [remember(situation, moving=None, cancelling=None, wish=wish)]


def _live(situation: Situation) -> Handoff | None:
    """The newest booking that was not cancelled; the one in hand before others."""
    live = [one for one in desk().find(situation.conversation) if one.state != "cancelled"]
    return next((one for one in live if one.reference == situation.slots.get("appointment")), live[0] if live else None)


def _calendar(situation: Situation) -> str:
    return calendar_link("appointment", situation.conversation)
