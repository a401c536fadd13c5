"""What a patient reads while booking."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.booking.city import City, Locality, Place
from bot.booking.clinic import Clinic, Provider, WorkingPlan
from bot.booking.handoff import Appointment, Handoff, Summary
from bot.booking.opening import Opening
from bot.booking.person import Person
from bot.knowledge.base import KnowledgeError
from bot.replies import booking as say
from bot.replies.booking_phrases import load_phrases

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
LAHORE, KARACHI = City("lahore", "Lahore", at=(31.5, 74.3)), City("karachi", "Karachi", at=(24.9, 67.0))
GWADAR = City("gwadar", "Gwadar", at=(25.1, 62.3))
PROVIDER = Provider("p", "Provider One", WorkingPlan())
CLINIC = Clinic("c", "Clinic One", "lahore", "Asia/Karachi", sample=True, providers=(PROVIDER,))
OPENINGS = [
    Opening(CLINIC, PROVIDER, NOW + timedelta(hours=hour), NOW + timedelta(hours=hour + 1)) for hour in range(9)
]
PERSON = Person("Sana Tariq", "+923217654321")
SUMMARY = Summary("hair thinning", "", "yesterday {x}", ("swimming",), ("acne",), ("ask a doctor",))
BOOKED = Handoff("MN-7KQ4-W2RD", PERSON, SUMMARY, "lahore", NOW, clinic=CLINIC, appointment=Appointment(OPENINGS[0]))
CALLBACK = replace(BOOKED, appointment=None)
CANCELLED = replace(BOOKED, state="cancelled", appointment=Appointment(OPENINGS[0], "cancelled", 1))
FAR = Locality(Place(GWADAR, "gwadar"), False, (KARACHI, LAHORE))
ABROAD = Locality(Place(City("doha", "Doha"), "doha"), False, (LAHORE, KARACHI))

EVERY = [
    say.ask_city((LAHORE, KARACHI)),
    say.ask_city(()),
    say.unknown_city("Nowhere {x}\n\n", (LAHORE, KARACHI)),
    say.unknown_city("Nowhere", ()),
    say.confirm_city(LAHORE),
    say.city_without_clinic(FAR),
    say.city_without_clinic(ABROAD),
    say.city_without_clinic(replace(FAR, others=())),
    *(
        say.openings_card("Lahore", OPENINGS, one)
        for one in ("openings", "openings_later", "openings_near_wish", "opening_taken")
    ),
    say.openings_card("Lahore", ()),
    *(say.ask_name(one) for one in ("", "empty", "no_letters", "too_long", "characters")),
    *(say.ask_phone(one) for one in ("", "missing", "too_short", "too_long", "unknown")),
    say.ask_consent(PERSON, SUMMARY, OPENINGS[0]),
    say.ask_consent(PERSON, SUMMARY, None, "Gwadar"),
    say.consent_again(),
    say.appointment_made(BOOKED, "/chat/calendar/x.ics"),
    say.appointment_moved(BOOKED),
    say.callback_stored(CALLBACK, "Gwadar"),
    *(say.what_is_booked(one) for one in ([], [BOOKED], [CALLBACK], [CANCELLED], [CANCELLED, BOOKED])),
    say.ask_cancel(BOOKED),
    say.ask_cancel(CALLBACK),
    say.booking_cancelled(CANCELLED),
    say.booking_cancelled(replace(CALLBACK, state="cancelled")),
    say.booking_kept(),
    say.no_consent(),
    say.booking_stopped(),
    say.ask_reference(),
    say.ask_reference_phone(),
    say.reference_not_found(),
]


@pytest.mark.parametrize("message", EVERY, ids=lambda message: message.text[:40])
def test_every_text_is_one_paragraph_without_braces_and_says_booking(message):
    assert message.category == "booking" and message.evidence == ("S80", "S81")
    assert message.kind in ("booking_question", "openings", "appointment", "handoff")
    assert not re.search(r"[{}]|\n|  ", message.text)
    assert all(button.title and ":" in button.payload for button in message.buttons)


def test_at_most_six_openings_are_shown_with_ways_to_see_others():
    message = say.openings_card("Lahore", OPENINGS)
    assert len(message.card["items"]) == 6
    assert [one["payload"] for one in message.card["more"]] == ["openings:more", "openings:day", "openings:city"]
    assert message.card["items"][0]["title"] == "Mon 23 Nov, 2:00 pm"
    assert {one["payload"] for one in message.card["items"]} <= {button.payload for button in message.buttons}


def test_without_an_opening_a_callback_is_offered():
    message = say.openings_card("Lahore", ())
    assert message.kind == "booking_question" and message.buttons[0].payload.startswith("callback:")


def test_the_consent_question_shows_all_that_is_shared_and_asks_once():
    text = say.ask_consent(PERSON, SUMMARY, OPENINGS[0]).text
    for shared in (
        "Sana Tariq",
        "0321 7654321",
        "hair thinning",
        "swimming",
        "acne",
        "ask a doctor",
        "Clinic One",
        "2:00 pm",
    ):
        assert shared in text
    assert text.endswith("Do you agree?") and text.count("?") == 1


def test_a_sample_clinic_is_called_a_sample_wherever_it_is_named():
    assert "sample" in say.appointment_made(BOOKED).text
    assert "sample" in say.openings_card("Lahore", OPENINGS).card["note"]
    assert any("Sample" in line for line in say.appointment_made(BOOKED).card["lines"])


def test_a_confirmation_has_reference_time_place_and_calendar():
    message = say.appointment_made(BOOKED, "/chat/calendar/x.ics")
    assert message.kind == "appointment" and "MN-7KQ4-W2RD" in message.text and "Lahore" in message.text
    assert message.card["type"] == "appointment" and message.card["calendar_url"] == "/chat/calendar/x.ics"


def test_a_cancelled_card_has_no_calendar():
    assert "calendar_url" not in say.appointment_card(CANCELLED, "/x.ics")
    assert "cancel" in say.booking_cancelled(CANCELLED).text.lower()


@pytest.mark.parametrize(
    "message", [say.callback_stored(CALLBACK, "Gwadar"), say.no_consent(), say.booking_stopped(), say.nothing_booked()]
)
def test_whoever_leaves_without_an_appointment_gets_the_helpline(message):
    assert message.kind == "handoff" and say.helpline() in message.text


def test_a_live_booking_is_told_before_a_cancelled_one():
    assert say.what_is_booked([CANCELLED, BOOKED]).kind == "appointment"


@pytest.mark.parametrize(("hour", "words"), [(0, "12:00 am"), (9, "9:00 am"), (12, "12:00 pm"), (17, "5:00 pm")])
def test_clock_times_are_said_with_am_and_pm(hour, words):
    assert say.moment_words(datetime(2026, 11, 3, hour, tzinfo=timezone.utc)) == f"Tue 3 Nov, {words}"


def test_a_phrase_and_its_placeholders_must_agree(tmp_path: Path):
    file = tmp_path / "phrases.yml"
    file.write_text("phrases:\n- {id: a, placeholders: [city], text: 'In {town}'}\n")
    with pytest.raises(KnowledgeError, match="record a"):
        load_phrases(file)
