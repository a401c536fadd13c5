"""What a clinic receives: mail, webhook body, FHIR bundle, calendar file."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from hashlib import sha256

import pytest
from icalendar import Calendar

from bot.booking.clinic import Channels, Clinic, Provider, WorkingPlan
from bot.booking.handoff import Appointment, Handoff, Summary
from bot.booking.opening import Opening
from bot.booking.person import Person
from bot.delivery.failure import Failure
from bot.delivery.fhir import bundle
from bot.delivery.mail import Smtp, letter
from bot.delivery.webhook import body_of, headers_of, sign
from bot.delivery.worker import LONGEST_WAIT, Pace
from bot.store.outbox import Parcel

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
CHANNELS = Channels("desk@clinic.example", "https://clinic.example/hook", "CLINIC_SECRET")
PROVIDER = Provider("p", "Provider One", WorkingPlan())
CLINIC = Clinic("c", "Clinic <One>", "lahore", "Asia/Karachi", channels=CHANNELS, providers=(PROVIDER,))
SUMMARY = Summary("hair thinning & <b>worry</b>", "same_day", "yesterday", ("swimming", "sun"), ("acne",), ("wait",))
OPENING = Opening(CLINIC, PROVIDER, NOW + timedelta(days=1), NOW + timedelta(days=1, minutes=30))
PERSON = Person("Sana Tariq", "+923217654321")
BOOKED = Handoff("MN-7KQ4-W2RD", PERSON, SUMMARY, "lahore", NOW, clinic=CLINIC, appointment=Appointment(OPENING))
CALLBACK = replace(BOOKED, appointment=None, summary=Summary())


def parcel(handoff: Handoff = BOOKED, event: str = "created", channel: str = "email") -> Parcel:
    return Parcel(1, "key-1", event, channel, 0, handoff, NOW)


def test_a_mail_has_plain_text_html_and_the_calendar_file():
    message = letter(parcel(), "bot@desk.example")
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"]
    plain = message.get_body(("plain",)).get_content()
    for told in ("Sana Tariq", "0321 7654321", "Tue 24 Nov, 2:00 pm (Asia/Karachi)", "swimming; sun", "MN-7KQ4-W2RD"):
        assert told in plain


def test_what_a_patient_typed_is_text_in_the_html():
    html = letter(parcel(), "bot@desk.example").get_body(("html",)).get_content()
    assert "<b>worry" not in html and "&lt;b&gt;worry" in html and "Clinic &lt;One&gt;" in html


def test_a_subject_is_urgent_when_it_is_and_never_names_the_person():
    subject = letter(parcel(), "bot@desk.example")["Subject"]
    assert subject.startswith("Urgent") and "Sana" not in subject


def test_a_mail_keeps_its_message_id_at_every_try():
    ids = {letter(parcel(), "Bot <bot@desk.example>")["Message-ID"] for _ in range(2)}
    assert ids == {"<key-1@desk.example>"}


def test_a_name_with_line_breaks_cannot_add_a_header():
    sly = replace(BOOKED, person=Person("Sana\r\nBcc: all@world.example", "+923217654321"))
    assert letter(parcel(sly), "bot@desk.example")["Bcc"] is None


@pytest.mark.parametrize(
    ("event", "status", "method"), [("created", "CONFIRMED", "PUBLISH"), ("cancelled", "CANCELLED", "CANCEL")]
)
def test_the_calendar_file_holds_time_and_state_but_no_person(event, status, method):
    made = replace(BOOKED.appointment, state="cancelled" if event == "cancelled" else "booked")
    part = next(letter(parcel(replace(BOOKED, appointment=made), event), "bot@desk.example").iter_attachments())
    data = part.get_content()
    text = data if isinstance(data, str) else data.decode()
    (entry,) = Calendar.from_ical(text).walk("VEVENT")
    assert entry["STATUS"] == status and Calendar.from_ical(text)["METHOD"] == method
    assert entry["DTSTART"].dt == OPENING.start and "Sana" not in text and "thinning" not in text


def test_a_webhook_body_is_the_same_at_every_try_and_complete():
    kind, body = body_of(parcel())
    assert body_of(parcel())[1] == body and kind == "application/json"
    content = json.loads(body)
    assert content["id"] == "key-1" and content["handoff"]["person"]["phone"] == "+923217654321"
    assert content["handoff"]["appointment"]["start"] == "2026-11-24T09:00:00+00:00"


def test_a_webhook_is_signed_over_timestamp_and_body(monkeypatch):
    monkeypatch.setenv("CLINIC_SECRET", "s3cret")
    kind, body = body_of(parcel())
    headers = headers_of(parcel(), kind, body, NOW)
    expected = hmac.new(b"s3cret", headers["X-Timestamp"].encode() + b"." + body, sha256).hexdigest()
    assert headers["X-Signature"] == f"sha256={expected}" and headers["Idempotency-Key"] == "key-1"
    assert sign("s3cret", "1", body) != sign("s3cret", "2", body)


def test_a_missing_secret_is_our_failure_and_not_the_clinics(monkeypatch):
    monkeypatch.delenv("CLINIC_SECRET", raising=False)
    with pytest.raises(Failure) as failure:
        headers_of(parcel(), "application/json", b"", NOW)
    assert failure.value.ours and "CLINIC_SECRET" in failure.value.problem


@pytest.mark.parametrize("handoff", [BOOKED, CALLBACK, replace(CALLBACK, clinic=None, summary=SUMMARY)])
@pytest.mark.parametrize("event", ["created", "moved", "cancelled"])
def test_the_fhir_bundle_is_valid_and_refers_only_to_itself(handoff, event):
    content = bundle(parcel(handoff, event))
    resources = [entry["resource"] for entry in content["entry"]]
    kinds = [resource["resourceType"] for resource in resources]
    assert kinds == ["Patient", "ServiceRequest", "Appointment", "QuestionnaireResponse"]
    urls = {entry["fullUrl"] for entry in content["entry"]}
    assert {resource["subject"]["reference"] for resource in resources if "subject" in resource} <= urls
    assert resources[1]["status"] == ("revoked" if event == "cancelled" else "active")
    assert resources[1]["priority"] == ("urgent" if handoff.summary.level == "same_day" else "routine")


def test_the_fhir_body_is_sent_when_the_clinic_asks_for_it():
    clinic = replace(CLINIC, channels=replace(CHANNELS, body="fhir"))
    kind, body = body_of(parcel(replace(BOOKED, clinic=clinic)))
    assert kind == "application/fhir+json" and json.loads(body)["resourceType"] == "Bundle"
    assert body == body_of(parcel(replace(BOOKED, clinic=clinic)))[1]


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "user"),
    [
        ("smtp://mail.example", "mail.example", 587, False, None),
        ("smtps://me%40x:p%40ss@mail.example", "mail.example", 465, True, "me@x"),
        ("smtp://localhost:2525", "localhost", 2525, False, None),
    ],
)
def test_the_mail_server_is_read_from_the_environment(monkeypatch, url, host, port, tls, user):
    monkeypatch.setenv("CHAT_SMTP_URL", url)
    monkeypatch.setenv("CHAT_MAIL_FROM", "bot@desk.example")
    smtp = Smtp.from_environment()
    assert (smtp.host, smtp.port, smtp.tls, smtp.user) == (host, port, tls, user)


@pytest.mark.parametrize(("url", "sender"), [("", "a@b"), ("smtp://x", ""), ("http://x", "a@b")])
def test_a_missing_mail_server_is_our_failure(monkeypatch, url, sender):
    monkeypatch.setenv("CHAT_SMTP_URL", url)
    monkeypatch.setenv("CHAT_MAIL_FROM", sender)
    with pytest.raises(Failure) as failure:
        Smtp.from_environment()
    assert failure.value.ours


def test_waits_double_up_to_an_hour():
    pace = Pace()
    waits = [pace.wait(tries).total_seconds() for tries in range(12)]
    assert 8 <= waits[0] <= 10 and 16 <= waits[1] <= 20 and all(wait <= LONGEST_WAIT for wait in waits)
