"""The worker against real mail and HTTP servers on this machine."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import datetime, timedelta

import aiohttp
import pytest

from bot.booking.clinic import Channels
from bot.booking.handoff import Summary
from bot.booking.person import Person
from bot.delivery.outbox import list_outbox, resend
from bot.delivery.worker import TRIES, Pace, Worker
from bot.store.desk import Desk
from bot.store.unit import UnitOfWork
from tests.receivers import SECRET, Hook, Post
from tests.store.conftest import NOW

SANA = Person("Sana Tariq", "+923217654321")


def configure(monkeypatch, post: Post | None = None) -> None:
    monkeypatch.setenv("HOOK_SECRET", SECRET)
    monkeypatch.setenv("CHAT_MAIL_FROM", "bot@desk.example")
    monkeypatch.setenv("CHAT_SMTP_URL", f"smtp://127.0.0.1:{post.controller.port}" if post else "")


def with_channels(desk: Desk, clinics, channels: Channels) -> None:
    with UnitOfWork(desk.engine, desk.vault) as uow:
        uow.directory.replace([replace(clinic, channels=channels) for clinic in clinics])


def ask(desk: Desk, number: int = 1, reason: str = "hair thinning"):
    talk = f"talk-{number}"
    return desk.request_callback("lahore", SANA, Summary(reason), True, talk, f"{talk}:1", NOW)


class Clock:
    """A clock the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def look(desk: Desk, clock: Clock, times: int = 1, step: timedelta = timedelta(hours=1)) -> None:
    async def work() -> None:
        worker = Worker(desk.engine, desk.vault, Pace(timeout=5), clock)
        async with aiohttp.ClientSession() as session:
            for _ in range(times):
                await worker.once(session)
                clock.now += step

    asyncio.run(work())


def states(desk: Desk) -> list[tuple[str, str, str]]:
    return [(one.event, one.channel, one.state) for one in reversed(list_outbox(desk.engine, desk.vault))]


def test_a_handoff_reaches_mail_and_webhook_once(desk, clinics, monkeypatch):
    with Post() as post, Hook() as hook:
        configure(monkeypatch, post)
        with_channels(desk, clinics, Channels("desk@clinic.example", hook.url, "HOOK_SECRET"))
        opening = desk.openings("lahore", NOW)[0]
        desk.book(opening.id, SANA, Summary("hair thinning"), True, "t", "t:1", NOW)
        look(desk, Clock(), times=3)
    assert len(post.letters) == 1 and b"Sana Tariq" in post.letters[0] and b"text/calendar" in post.letters[0]
    assert [len(bodies) for bodies in hook.bodies.values()] == [1] and not hook.unsigned
    assert states(desk) == [("created", "email", "sent"), ("created", "webhook", "sent")]


def test_a_move_and_a_cancellation_follow_in_order_with_their_own_times(desk, clinics, monkeypatch):
    with Hook() as hook:
        configure(monkeypatch)
        with_channels(desk, clinics, Channels(webhook=hook.url, secret="HOOK_SECRET"))
        first, second = desk.openings("lahore", NOW, limit=2)
        made = desk.book(first.id, SANA, Summary(), True, "t", "t:1", NOW)
        desk.reschedule(made.reference, second.id, NOW, conversation="t")
        desk.cancel(made.reference, NOW, conversation="t")
        look(desk, Clock(), times=4)
    texts = [bodies[0].decode() for bodies in hook.bodies.values()]
    assert ['"event": "created"' in texts[0], '"event": "moved"' in texts[1], '"event": "cancelled"' in texts[2]] == [
        True
    ] * 3
    assert first.start.isoformat() in texts[0] and second.start.isoformat() in texts[1]


def test_a_flaky_receiver_gets_it_later_with_the_same_key_and_body(desk, clinics, monkeypatch):
    answers = iter([500, 503, 200])
    with Hook(lambda: next(answers)) as hook:
        configure(monkeypatch)
        with_channels(desk, clinics, Channels(webhook=hook.url, secret="HOOK_SECRET"))
        ask(desk)
        look(desk, Clock(), times=5)
    assert [len(bodies) for bodies in hook.bodies.values()] == [1]


def test_a_message_waits_between_tries(desk, clinics, monkeypatch):
    calls: list[int] = []
    with Hook(lambda: calls.append(1) or 500) as hook:
        configure(monkeypatch)
        with_channels(desk, clinics, Channels(webhook=hook.url, secret="HOOK_SECRET"))
        ask(desk)
        look(desk, Clock(), times=5, step=timedelta(seconds=1))
    assert len(calls) == 1


@pytest.mark.parametrize(("status", "tries"), [(500, TRIES), (302, TRIES), (422, 1)])
def test_a_message_that_cannot_arrive_is_dead_and_can_be_sent_again(desk, clinics, monkeypatch, status, tries):
    answer = {"status": status}
    with Hook(lambda: answer["status"]) as hook:
        configure(monkeypatch)
        with_channels(desk, clinics, Channels(webhook=hook.url, secret="HOOK_SECRET"))
        ask(desk)
        clock = Clock()
        look(desk, clock, times=TRIES + 2)
        (line,) = list_outbox(desk.engine, desk.vault, "dead")
        assert line.attempts == tries and str(status) in line.problem
        answer["status"] = 200
        assert resend(desk.engine, desk.vault, line.id, clock.now)
        look(desk, clock)
    assert len(hook.bodies) == 1 and states(desk) == [("created", "webhook", "sent")]


def test_a_mail_server_that_refuses_for_now_is_tried_again(desk, clinics, monkeypatch):
    answers = iter(["451 later", "250 OK"])
    with Post(lambda: next(answers)) as post:
        configure(monkeypatch, post)
        with_channels(desk, clinics, Channels("desk@clinic.example"))
        ask(desk)
        look(desk, Clock(), times=3)
    assert len(post.letters) == 1 and states(desk) == [("created", "email", "sent")]


def test_a_missing_setting_costs_no_try(desk, clinics, monkeypatch):
    configure(monkeypatch)
    with_channels(desk, clinics, Channels("desk@clinic.example"))
    ask(desk)
    look(desk, Clock(), times=TRIES + 3)
    (line,) = list_outbox(desk.engine, desk.vault)
    assert line.state == "pending" and line.attempts == 0 and "CHAT_SMTP_URL" in line.problem


def test_without_a_channel_it_waits_until_the_clinic_has_one(desk, clinics, monkeypatch):
    with_channels(desk, clinics, Channels())
    ask(desk)
    look(desk, Clock())
    (line,) = list_outbox(desk.engine, desk.vault, "waiting")
    assert not resend(desk.engine, desk.vault, line.id, NOW)
    with Hook() as hook:
        configure(monkeypatch)
        with_channels(desk, clinics, Channels(webhook=hook.url, secret="HOOK_SECRET"))
        assert resend(desk.engine, desk.vault, line.id, NOW)
        look(desk, Clock())
    assert len(hook.bodies) == 1


def test_two_workers_never_hold_the_same_message(desk, clinics):
    for number in range(12):
        ask(desk, number)
    held = []
    for _ in range(4):
        with UnitOfWork(desk.engine, desk.vault) as uow:
            held += [one.key for one in uow.outbox.claim(NOW, timedelta(minutes=1), limit=8)]
    assert len(held) == len(set(held)) == 24


def test_a_dead_workers_messages_come_back_when_its_lease_ends(desk, clinics):
    ask(desk)
    keys = []
    for later in (timedelta(0), timedelta(seconds=59), timedelta(seconds=61)):
        with UnitOfWork(desk.engine, desk.vault) as uow:
            keys.append({one.key for one in uow.outbox.claim(NOW + later, timedelta(minutes=1))})
    assert keys[0] == keys[2] and len(keys[0]) == 2 and keys[1] == set()


def test_the_log_names_no_person(desk, clinics, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    answers = iter([500, 200])
    with Hook(lambda: next(answers)) as hook:
        configure(monkeypatch)
        with_channels(desk, clinics, Channels("desk@clinic.example", hook.url, "HOOK_SECRET"))
        reference = ask(desk).reference
        look(desk, Clock(), times=3)
    assert reference in caplog.text
    assert "Sana" not in caplog.text and "7654321" not in caplog.text and "thinning" not in caplog.text


def test_a_forgotten_handoff_is_sent_no_more(desk, clinics, monkeypatch):
    from bot.store.forgetting import forget

    with Hook() as hook:
        configure(monkeypatch)
        with_channels(desk, clinics, Channels(webhook=hook.url, secret="HOOK_SECRET"))
        ask(desk)
        forget(desk.engine, "talk-1", NOW)
        look(desk, Clock())
    assert not hook.bodies and states(desk) == []
