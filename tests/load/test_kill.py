"""Everything is killed while patients ask to be called back: what was committed arrives, and arrives once."""
from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, text

from benchmarks.conversation.client import Conversation
from bot.booking.clinic import Channels
from bot.delivery.outbox import list_outbox
from bot.store.desk import Desk
from bot.store.unit import UnitOfWork
from bot.store.vault import Vault
from tests.receivers import SECRET, Hook, Post
from tests.stack import Stack

pytestmark = pytest.mark.stack
HANDOFFS = int(os.environ.get("CHAT_TEST_HANDOFFS", "24"))
"""The requirement says 500, which takes minutes."""
KILLS = 5 + HANDOFFS // 40
PARTS = ("chat", "actions", "delivery")
TALKS_AT_ONCE = 4
STEPS = ("book a dermatologist in lahore", "please call me back", "Sample Patient", "0300 1234567", "yes")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/chat.db"
        return
    import pgserver

    server = pgserver.get_server(tmp_path / "pg")
    yield str(server.get_uri())
    server.cleanup()


@pytest.fixture
def receivers() -> Iterator[tuple[Post, Hook]]:
    """A clinic's servers on a bad day: one try in five is refused, one webhook in ten is taken without an answer."""
    dice = random.Random(7)
    with (
        Post(lambda: "250 OK" if dice.random() < 0.8 else "451 later") as post,
        Hook(lambda: dice.choices((200, 503, 0), (0.7, 0.2, 0.1))[0]) as hook,
    ):
        yield post, hook


def settings(url: str, post: Post) -> dict[str, str]:
    return {
        "DATABASE_URL": url,
        "CHAT_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "CHAT_SMTP_URL": f"smtp://127.0.0.1:{post.controller.port}",
        "CHAT_MAIL_FROM": "bot@desk.example",
        "HOOK_SECRET": SECRET,
        "CHAT_DELIVERY_PAUSE": "0.1",
        "CHAT_DELIVERY_FIRST_WAIT": "0.1",
        "CHAT_DELIVERY_TIMEOUT": "1",
    }


def give_channels(desk: Desk, channels: Channels) -> None:
    with UnitOfWork(desk.engine, desk.vault) as uow:
        uow.directory.replace([replace(clinic, channels=channels) for clinic in uow.directory.clinics()])


def persist(step: object, seconds: float = 120) -> list[dict[str, object]]:
    """Tries again as the widget does, while the server is away or a part of it does not answer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            reply = step()  # type: ignore[operator]
        except (OSError, RuntimeError, ValueError, KeyError):
            reply = []
        if reply and all(message["meta"]["kind"] != "error" for message in reply):
            return list(reply)
        time.sleep(0.3)
    raise AssertionError("no answer for two minutes")


def ask_to_be_called(url: str) -> None:
    """One patient, who says everything again until it is answered, and looks whether the request is there."""
    talk = persist_talk(url)
    for _ in range(10):
        for said in STEPS:
            persist(lambda: talk.say(said))  # noqa: B023
        if has_reference(persist(lambda: talk.say("what did i book"))):
            return
    raise AssertionError("a patient gave up")


def persist_talk(url: str) -> Conversation:
    made: list[Conversation] = []
    persist(lambda: made.append(Conversation(url)) or made[-1].reply)
    return made[-1]


def has_reference(reply: list[dict[str, object]]) -> bool:
    return any("MN-" in str(message["text"]) for message in reply)


def kill_about(stack: Stack, answered: threading.Semaphore, killed: list[str]) -> None:
    """Kill -9 of each part in turn, at a random moment after every so many patients have their reference.

    Paced by the patients and not by the clock, so that a fast machine is killed as often as a slow one.
    """
    dice = random.Random(11)
    starts = {"chat": stack.start_chat, "actions": stack.start_actions, "delivery": stack.start_delivery}
    for number in range(KILLS):
        for _ in range(HANDOFFS // (KILLS + 1)):
            answered.acquire()
        time.sleep(dice.uniform(0, 1))
        part = PARTS[number % len(PARTS)]
        stack.kill(part)
        killed.append(part)
        starts[part]()
        if part != "delivery":
            stack.wait_until(lambda: stack.health()[0] == 200, 120)


def test_nothing_is_lost_or_doubled_when_every_part_is_killed(
    url: str, receivers: tuple[Post, Hook], tmp_path: Path
) -> None:
    post, hook = receivers
    stack = Stack(tmp_path, settings(url, post)).start()
    desk = Desk(url, Vault([stack.environment["CHAT_ENCRYPTION_KEYS"]]))
    answered, killed = threading.Semaphore(0), list[str]()

    def ask(_: int) -> None:
        try:
            ask_to_be_called(stack.url)
        finally:
            answered.release()

    killer = threading.Thread(target=kill_about, args=(stack, answered, killed))
    try:
        give_channels(desk, Channels("desk@clinic.example", hook.url, "HOOK_SECRET"))
        stack.start_delivery()
        killer.start()
        with ThreadPoolExecutor(TALKS_AT_ONCE) as pool:
            list(pool.map(ask, range(HANDOFFS)))
        killer.join()
        waiting = lambda: list_outbox(desk.engine, desk.vault, "pending")  # noqa: E731
        stack.wait_until(lambda: not waiting(), 120)
    finally:
        if killer.ident:
            killer.join()
        stack.stop()
    assert len(killed) == KILLS and set(killed) == set(PARTS)
    check_arrivals(desk, post, hook)
    desk.close()


def check_arrivals(desk: Desk, post: Post, hook: Hook) -> None:
    """Each committed handoff once by key on both ways, and no patient with two."""
    with create_engine(desk.engine.url, future=True).connect() as connection:
        talks = connection.execute(text("SELECT conversation, count(*) FROM handoffs GROUP BY conversation")).all()
    assert len(talks) == HANDOFFS and {number for _, number in talks} == {1}
    assert not list_outbox(desk.engine, desk.vault, "dead")
    assert len(hook.bodies) == HANDOFFS and not hook.unsigned
    assert all(len(set(bodies)) == 1 for bodies in hook.bodies.values())
    mails = {line for mail in post.letters for line in mail.splitlines() if line.lower().startswith(b"message-id")}
    assert len(mails) == HANDOFFS
