"""What a message means while a booking is being made."""
from __future__ import annotations

import re
from contextlib import suppress

from bot.booking.city import Gazetteer, Place, load_gazetteer
from bot.booking.person import BadName, BadPhone, clean_name, parse_phone
from bot.booking.wish import Wish, read_wish
from bot.dialogue.context import Context
from bot.dialogue.plan import Act, Plan
from bot.dialogue.turn import Turn
from bot.dialogue.wishes import BOOK_IT

FORM = "booking_form"
LEAVE = re.compile(r"\b(leave|drop|forget|skip|quit|cancel|stop|end) (it|this|that|the|booking|for now)\b|\bnot now\b|\bbad mein\b|\brehne do\b")
CALL_BACK = re.compile(r"\bcall(ing)?[ -]?back\b|\b(call|phone|ring) (me|us)\b|\bany ?time\b.*\bcall\b|\b(mujhe|mujhay|hamein) (call|phone)\b|\b(call|phone) (kar|kr)")
AFTER_OPENING = ("booking_name", "booking_phone", "booking_consent")
ANOTHER = re.compile(
    r"\b(?:chang\w+|switch|instead|rather|wrong|not|no|nahi|nai|make it|move it|prefer|actually|wait|sorry|oops|city|shehr|shehar|badal\w*)\b"
)
"""Words that take another city than the chosen one; "Ali from Multan" is a name with a place in it."""
NAME_WORDS = 5
CHANGE_WORDS = 12
"""Words up to which a place that is told and not asked about is another choice: "make it islamabad"."""
PLACE_WORDS = 3
"""Words up to which a message with a place in it is nothing but the place."""
QUESTION_CHANCE = 0.5


class BookingForm:
    """Fills the form's slots from typed text and buttons; leaves every question to the others."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer or load_gazetteer()

    def answer(self, context: Context) -> Plan | None:
        """The plan when the message answers the open question, else None."""
        turn = context.turn
        if turn.form != FORM:
            return None
        if leaves(context):
            return context.plan("stop", Act("stopped", FORM))
        step = {
            "booking_city": self._city,
            "booking_opening": self._opening,
            "booking_name": self._name,
            "booking_phone": self._phone,
            "booking_consent": self._consent,
        }.get(turn.requested or "")
        return self._another_city(context) or (step(context) if step else None)

    def prefill(self, turn: Turn) -> dict[str, object]:
        """What the message that opens the form already says."""
        slots: dict[str, object] = {}
        places = self._gazetteer.find(turn.text)
        if places:
            slots["booking_city"] = _city_of(places[0])
        with suppress(BadPhone):
            slots["booking_phone"] = parse_phone(turn.text).e164
        name = _named(turn.text)
        if name:
            slots["booking_name"] = name
        return {slot: value for slot, value in slots.items() if turn.slots.get(slot) is None}

    def _another_city(self, context: Context) -> Plan | None:
        """ "wait, change it to islamabad" after the opening was chosen; the action then shows that city's openings."""
        if context.turn.requested not in AFTER_OPENING or not ANOTHER.search(context.text) or context.words > CHANGE_WORDS:
            return None
        places = [place for place in self._gazetteer.find(context.turn.text) if place.city]
        chosen = [place.city.id for place in places if place.city and place.city.id != context.turn.slots.get("booking_city")]
        return context.plan("inform", booking_city=chosen[0]) if chosen else None

    def _city(self, context: Context) -> Plan | None:
        places = self._gazetteer.find(context.turn.text, asked=True)
        if places and places[0].city:
            return context.plan("inform", booking_city=places[0].city.id)
        if "yes" in context.reading.cues or BOOK_IT.search(context.text):
            return context.plan("noted")
        if _asks(context) or context.words > NAME_WORDS:
            return None
        if CALL_BACK.search(context.text):
            return context.plan("inform", booking_opening="callback")
        return context.plan("inform", booking_city=context.turn.text)

    def _opening(self, context: Context) -> Plan | None:
        places = self._gazetteer.find(context.turn.text)
        if places and (context.words <= PLACE_WORDS or (not context.asks and context.words <= CHANGE_WORDS)):
            return context.plan("inform", booking_city=_city_of(places[0]))
        if asks_elsewhere(context) or context.turn.chance("booking_status") > QUESTION_CHANCE:
            return None
        if places:
            return context.plan("inform", booking_city=_city_of(places[0]))
        if CALL_BACK.search(context.text):
            return context.plan("inform", booking_opening="callback")
        wish = read_wish(context.turn.text, context.turn.now)
        target = context.reading.times.target
        if not wish and target:
            wish = Wish.during(target)
        return context.plan("noted", Act("openings", "wish", wish.to_json()) if wish else Act("openings", "unclear"))

    def _name(self, context: Context) -> Plan | None:
        named = _named(context.turn.text)
        if not named and (_asks(context) or context.words > NAME_WORDS):
            return None
        try:
            return context.plan("inform", booking_name=named or clean_name(context.turn.written or context.turn.text))
        except BadName as problem:
            return context.plan("noted", Act("problem", problem.kind))

    def _phone(self, context: Context) -> Plan | None:
        try:
            return context.plan("inform", booking_phone=parse_phone(context.turn.text).e164)
        except BadPhone as problem:
            digits = any(letter.isdigit() for letter in context.turn.text)
            if not digits and asks_elsewhere(context):
                return None
            return context.plan("noted", Act("problem", problem.kind))

    def _consent(self, context: Context) -> Plan | None:
        cues = context.reading.cues
        if "yes" in cues and "no" not in cues:
            return context.plan("inform", booking_consent="yes")
        if "no" in cues:
            return context.plan("inform", booking_consent="no")
        return None if asks_elsewhere(context) else context.plan("noted", Act("problem", "unclear"))


def _city_of(place: Place) -> str:
    """The id of a known city, else the words, which the next question says it does not know."""
    return place.city.id if place.city else place.text


def leaves(context: Context) -> bool:
    """Wants to end the form: "stop", "forget it", "rehne do"."""
    cued = "stop" in context.reading.cues or context.turn.chance("stop") > QUESTION_CHANCE
    return cued or bool(LEAVE.search(context.text))


def asks_elsewhere(context: Context) -> bool:
    """Something that another step answers: a fact, a timing, a condition."""
    strong = context.turn.chance("question/", "ask_timing", "thank", "privacy", "forget_me") > QUESTION_CHANCE
    return strong or bool(context.reading.of("activity"))


def _asks(context: Context) -> bool:
    """A question of the patient's own, not an answer to ours."""
    return context.question or asks_elsewhere(context)


def _named(text: str) -> str:
    """The name after "name" in a longer message, empty when there is none."""
    lowered = text.lower()
    for lead in ("my name is ", "name is ", "name: ", "name ", "naam "):
        start = lowered.find(lead)
        if start >= 0:
            part = text[start + len(lead) :].split(",")[0].split(".")[0]
            try:
                return clean_name(" ".join(part.split()[:4]))
            except BadName:
                return ""
    return ""
