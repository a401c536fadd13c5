"""The desk on both databases: what is booked, refused, moved, cancelled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.booking.clinic import Hours, WorkingPlan
from bot.booking.handoff import Summary
from bot.booking.person import Person
from bot.booking.wish import Wish
from bot.store.desk import ConsentMissing, Desk, NotFound, OpeningTaken
from bot.store.tables import AppointmentRow, AuditRow, HandoffRow, OutboxRow
from bot.store.unit import UnitOfWork
from tests.store.conftest import NOW

SANA = Person("Sana Tariq", "+923217654321")
SUMMARY = Summary("hair thinning", "book_dermatologist", "yesterday evening", ("swimming",), ("acne",), ("wait",))


def book(desk: Desk, opening: str, talk: str = "talk-1", form: int = 1, consent: bool = True):
    return desk.book(opening, SANA, SUMMARY, consent, talk, f"{talk}:{form}", NOW)


def count(desk: Desk, table) -> int:
    with Session(desk.engine, future=True) as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_booking_is_kept_with_its_reference_time_and_summary(desk):
    opening = desk.openings("lahore", NOW)[0]
    made = book(desk, opening.id)
    (kept,) = desk.find("talk-1")
    assert kept == made and kept.kind == "appointment"
    assert kept.appointment.start == opening.start and kept.clinic.name == "Clinic Lahore"
    assert kept.person == SANA and kept.summary == SUMMARY


def test_a_booked_opening_is_offered_no_more(desk):
    first, second = desk.openings("lahore", NOW, limit=2)
    book(desk, first.id)
    assert desk.openings("lahore", NOW)[0].id == second.id


def test_a_taken_opening_is_refused_and_the_next_ones_are_named(desk):
    opening = desk.openings("lahore", NOW)[0]
    book(desk, opening.id)
    with pytest.raises(OpeningTaken) as refused:
        book(desk, opening.id, "talk-2")
    assert len(refused.value.others) == 6 and refused.value.others[0].start == opening.end
    assert count(desk, HandoffRow) == 1


def test_the_same_form_sent_twice_books_once(desk):
    opening = desk.openings("lahore", NOW)[0]
    assert book(desk, opening.id) == book(desk, opening.id)
    assert count(desk, HandoffRow) == 1 and count(desk, OutboxRow) == 2


def test_the_same_form_sent_many_times_at_once_books_once(desk):
    opening = desk.openings("lahore", NOW)[0]
    with ThreadPoolExecutor(12) as pool:
        made = list(pool.map(lambda _: book(desk, opening.id).reference, range(12)))
    assert len(set(made)) == 1 and count(desk, HandoffRow) == 1


def test_200_tries_at_20_openings_book_exactly_20_and_tell_180(desk):
    openings = desk.openings("lahore", NOW, limit=20)
    gate = Barrier(40)

    def attempt(number: int) -> str:
        if number < 40:
            gate.wait()
        try:
            return book(desk, openings[number % 20].id, f"talk-{number}").reference
        except OpeningTaken as refused:
            assert refused.others
            return ""

    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(attempt, range(200)))
    assert len(answers) == 200 and len({one for one in answers if one}) == 20
    assert count(desk, AppointmentRow) == count(desk, HandoffRow) == 20


def test_the_constraint_alone_refuses_a_second_booking(desk):
    opening = desk.openings("lahore", NOW)[0]
    book(desk, opening.id)
    desk._find = lambda *_, **__: opening
    with pytest.raises(OpeningTaken):
        book(desk, opening.id, "talk-2")
    assert count(desk, HandoffRow) == count(desk, AppointmentRow) == 1


def test_nothing_is_stored_without_consent(desk):
    opening = desk.openings("lahore", NOW)[0]
    for consent in (False, None, "yes"):
        with pytest.raises(ConsentMissing):
            book(desk, opening.id, consent=consent)
        with pytest.raises(ConsentMissing):
            desk.request_callback("lahore", SANA, SUMMARY, consent, "talk-1", "k", NOW)
    assert count(desk, HandoffRow) == count(desk, OutboxRow) == count(desk, AuditRow) == 0


@pytest.mark.parametrize(
    "opening", ["", "nonsense", "lhr-1@20261124T0401Z", "nobody@20261124T0400Z", "lhr-1@20200101T0400Z"]
)
def test_an_opening_that_never_was_writes_nothing(desk, opening):
    with pytest.raises(OpeningTaken):
        book(desk, opening)
    assert count(desk, HandoffRow) == 0


def test_an_opening_that_passed_meanwhile_is_refused(desk):
    opening = desk.openings("lahore", NOW)[0]
    with pytest.raises(OpeningTaken) as refused:
        desk.book(opening.id, SANA, SUMMARY, True, "t", "t:1", opening.start + timedelta(minutes=1))
    assert all(one.start > opening.start for one in refused.value.others)


def test_a_plan_changed_between_offer_and_answer_is_noticed(desk, clinics):
    opening = desk.openings("lahore", NOW)[0]
    later = replace(clinics[0].providers[0], plan=WorkingPlan({day: (Hours.parse("12:00-13:00"),) for day in range(7)}))
    with UnitOfWork(desk.engine, desk.vault) as uow:
        uow.directory.replace([replace(clinics[0], providers=(later,))])
    with pytest.raises(OpeningTaken):
        book(desk, opening.id)


def test_a_clock_change_between_offer_and_answer_keeps_the_instant(desk, clinics):
    """London's clocks go back on 25 October 2026: offered before, answered after, the same moment is booked."""
    provider = replace(clinics[0].providers[0], id="ldn-1", horizon=timedelta(days=7))
    london = replace(clinics[0], id="ldn", city="london", zone="Europe/London", providers=(provider,))
    with UnitOfWork(desk.engine, desk.vault) as uow:
        uow.directory.replace([london])
    before, after = (datetime(2026, 10, day, 12, tzinfo=timezone.utc) for day in (24, 25))
    opening = next(one for one in desk.openings("london", before, limit=99) if one.local.day == 26)
    made = desk.book(opening.id, SANA, SUMMARY, True, "t", "t:1", after)
    assert made.appointment.start == opening.start
    assert (made.appointment.local.hour, made.appointment.local.utcoffset()) == (9, timedelta(0))


def test_more_and_wished_for_openings(desk):
    first = desk.openings("lahore", NOW)
    more = desk.openings("lahore", NOW, after=first[-1].start)
    assert more[0].start == first[-1].end
    evening = desk.openings("lahore", NOW, wish=Wish(part="evening"))
    assert evening and all(one.local.hour >= 17 for one in evening)


def test_an_appointment_moves_and_its_old_time_is_free(desk):
    first, second = desk.openings("lahore", NOW, limit=2)
    made = book(desk, first.id)
    moved = desk.reschedule(made.reference, second.id, NOW, conversation="talk-1")
    assert moved.reference == made.reference and moved.appointment.start == second.start
    assert desk.openings("lahore", NOW)[0].id == first.id


def test_moving_to_a_taken_opening_changes_nothing(desk):
    first, second = desk.openings("lahore", NOW, limit=2)
    made = book(desk, first.id)
    book(desk, second.id, "talk-2")
    with pytest.raises(OpeningTaken):
        desk.reschedule(made.reference, second.id, NOW, conversation="talk-1")
    assert desk.find("talk-1")[0].appointment.start == first.start


def test_moving_to_its_own_time_changes_nothing(desk):
    made = book(desk, desk.openings("lahore", NOW)[0].id)
    assert desk.reschedule(made.reference, made.appointment.opening.id, NOW, conversation="talk-1") == made


def test_moving_to_another_clinic_tells_both(desk):
    made = book(desk, desk.openings("lahore", NOW)[0].id)
    moved = desk.reschedule(made.reference, desk.openings("karachi", NOW)[0].id, NOW, phone=SANA.phone)
    assert moved.clinic.id == "khi" and moved.city == "karachi"
    with UnitOfWork(desk.engine, desk.vault, write=False) as uow:
        lines = [(one.event, one.channel, one.state) for one in uow.outbox.lines()]
    assert lines == [
        ("created", "none", "waiting"),
        ("cancelled", "webhook", "pending"),
        ("cancelled", "email", "pending"),
        ("created", "webhook", "pending"),
        ("created", "email", "pending"),
    ]


def test_a_cancelled_appointment_frees_its_time_and_cancels_once(desk):
    opening = desk.openings("lahore", NOW)[0]
    made = book(desk, opening.id)
    assert desk.cancel(made.reference, NOW, conversation="talk-1").state == "cancelled"
    before = count(desk, OutboxRow)
    assert desk.cancel(made.reference, NOW, conversation="talk-1").appointment.state == "cancelled"
    assert count(desk, OutboxRow) == before
    assert book(desk, opening.id, "talk-2").reference != made.reference


def test_a_cancelled_appointment_cannot_be_moved(desk):
    first, second = desk.openings("lahore", NOW, limit=2)
    made = book(desk, first.id)
    desk.cancel(made.reference, NOW, conversation="talk-1")
    with pytest.raises(NotFound):
        desk.reschedule(made.reference, second.id, NOW, conversation="talk-1")


def test_a_strangers_reference_opens_nothing(desk):
    made = book(desk, desk.openings("lahore", NOW)[0].id)
    for reference, phone in ((made.reference, "+923000000009"), ("MN-2222-2222", SANA.phone), ("", ""), (made.reference, "")):
        with pytest.raises(NotFound):
            desk.adopt(reference, phone, "talk-9", NOW)
    for proof in ({"conversation": "talk-9"}, {"phone": "+923000000009"}, {}):
        with pytest.raises(NotFound):
            desk.cancel(made.reference, NOW, **proof)
    assert desk.find("talk-1")[0].state == "new" and desk.find("talk-9") == ()


def test_reference_and_phone_bring_a_booking_into_a_new_talk(desk):
    made = book(desk, desk.openings("lahore", NOW)[0].id)
    adopted = desk.adopt(made.reference, SANA.phone, "talk-2", NOW)
    assert adopted.reference == made.reference and desk.find("talk-2") == (adopted,) and desk.find("talk-1") == ()
    assert desk.adopt(made.reference, SANA.phone, "talk-2", NOW) == adopted
    assert desk.cancel(made.reference, NOW, conversation="talk-2").state == "cancelled"


def test_a_callback_gets_a_time_and_keeps_its_reference(desk):
    opening = desk.openings("lahore", NOW)[0]
    asked = desk.request_callback("lahore", SANA, SUMMARY, True, "a", "a:1", NOW)
    made = desk.reschedule(asked.reference, opening.id, NOW, conversation="a")
    assert made.reference == asked.reference and made.kind == "appointment"
    assert desk.openings("lahore", NOW)[0].id != opening.id
    with pytest.raises(OpeningTaken):
        book(desk, opening.id, "talk-2")


def test_a_callback_without_a_clinic_is_new_to_the_clinic_that_gets_it(desk):
    asked = desk.request_callback("ormara", SANA, SUMMARY, True, "a", "a:1", NOW)
    desk.reschedule(asked.reference, desk.openings("lahore", NOW)[0].id, NOW, conversation="a")
    with UnitOfWork(desk.engine, desk.vault, write=False) as uow:
        events = [(one.event, one.state) for one in uow.outbox.lines() if one.channel != "none"]
    assert events == [("created", "pending")] * 2


def test_a_callback_is_stored_for_a_city_with_and_without_a_clinic(desk):
    with_clinic = desk.request_callback("lahore", SANA, SUMMARY, True, "a", "a:1", NOW)
    without = desk.request_callback("ormara", SANA, SUMMARY, True, "b", "b:1", NOW)
    again = desk.request_callback("ormara", SANA, SUMMARY, True, "b", "b:1", NOW)
    assert with_clinic.clinic.id == "lhr" and without.clinic is None
    assert again == without and without.kind == "callback"


def test_a_place_is_located_with_where_clinics_are(desk):
    assert desk.locate("book in lahor").has_clinic
    far = desk.locate("doctor in Ormara")
    assert not far.has_clinic and far.nearest.id == "karachi"
    assert desk.locate("Xyzabad", asked=True).name == "Xyzabad"
    assert desk.locate("tell me more") is None
    assert desk.locate("i live in multan, book in karachi").place.city.id == "karachi"


def test_names_phones_and_summaries_cannot_be_read_in_the_file(tmp_path, vault, monkeypatch):
    monkeypatch.setenv("CHAT_CLINICS", "sample")
    desk = Desk(f"sqlite:///{tmp_path}/raw.db", vault)
    book(desk, desk.openings("lahore", NOW)[0].id)
    desk.cancel(desk.find("talk-1")[0].reference, NOW, conversation="talk-1")
    raw = b"".join(file.read_bytes() for file in tmp_path.glob("raw.db*"))
    assert b"talk-1" in raw
    for secret in (b"Sana", b"Tariq", b"7654321", b"thinning", b"yesterday evening"):
        assert secret not in raw


def test_without_a_directory_there_is_still_a_callback(url, vault, monkeypatch):
    monkeypatch.delenv("CHAT_CLINICS", raising=False)
    desk = Desk(url, vault)
    assert desk.cities() == () and desk.openings("lahore", NOW) == ()
    assert desk.request_callback("lahore", SANA, Summary(), True, "t", "t:1", NOW).reference.startswith("MN-")
    desk.close()


def test_changes_are_audited_without_personal_data(desk):
    first, second = desk.openings("lahore", NOW, limit=2)
    made = book(desk, first.id)
    desk.reschedule(made.reference, second.id, NOW, conversation="talk-1")
    desk.cancel(made.reference, NOW, conversation="talk-1")
    with Session(desk.engine, future=True) as session:
        rows = session.execute(select(AuditRow).order_by(AuditRow.id)).scalars().all()
    assert [row.action for row in rows] == ["created", "moved", "cancelled"]
    assert "Sana" not in str([row.detail for row in rows])
