"""The outbox worker: claims due messages, sends them, tries again later, gives up loudly."""

from __future__ import annotations

import asyncio
import logging
import os
import random
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime, timedelta, timezone
from typing import Callable

import aiohttp
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from bot.delivery.failure import Failure
from bot.delivery.mail import Smtp, send_mail
from bot.delivery.webhook import send_webhook
from bot.store.outbox import Parcel
from bot.store.unit import UnitOfWork
from bot.store.vault import Vault

log = logging.getLogger("bot.delivery")

TRIES = 12
LONGEST_WAIT = 3600.0
UNCONFIGURED_WAIT = 60.0


@dataclass(frozen=True)
class Pace:
    """Seconds: between looks when nothing is due, before a second try, and that one try may take."""

    pause: float = 2.0
    first_wait: float = 10.0
    timeout: float = 30.0

    @classmethod
    def from_environment(cls) -> Pace:
        """CHAT_DELIVERY_PAUSE, CHAT_DELIVERY_FIRST_WAIT and CHAT_DELIVERY_TIMEOUT."""
        named = {field.name: os.environ.get(f"CHAT_DELIVERY_{field.name.upper()}") for field in fields(cls)}
        return cls(**{name: float(value) for name, value in named.items() if value})

    @property
    def lease(self) -> timedelta:
        """Longer than a try may take; a worker that died keeps a message no longer than this."""
        return timedelta(seconds=3 * self.timeout)

    def wait(self, attempts: int) -> timedelta:
        """Doubling up to an hour, up to a fifth shorter so that tries spread."""
        longest = min(self.first_wait * 2 ** min(attempts, 20), LONGEST_WAIT)
        return timedelta(seconds=longest * random.uniform(0.8, 1.0))


def utc_now() -> datetime:
    """The clock, passed in where it matters."""
    return datetime.now(timezone.utc)


class Worker:
    """Sends what is due. One process may run several; a message goes to one of them at a time."""

    def __init__(
        self, engine: Engine, vault: Vault, pace: Pace = Pace(), clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._engine, self._vault, self._pace, self._clock = engine, vault, pace, clock
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Ends `run` after the messages in hand."""
        self._stopping.set()

    async def run(self) -> None:
        """Works until stopped; a database that is away is waited for."""
        log.info("delivery started")
        async with aiohttp.ClientSession() as session:
            while not self._stopping.is_set():
                if not await self._step(session):
                    await self._rest()
        log.info("delivery stopped")

    async def once(self, session: aiohttp.ClientSession) -> int:
        """Sends one batch; gives the number of messages tried."""
        parcels = self._claim()
        await asyncio.gather(*(self._deliver(parcel, session) for parcel in parcels))
        return len(parcels)

    async def _step(self, session: aiohttp.ClientSession) -> int:
        try:
            return await self.once(session)
        except OperationalError as error:
            log.error("delivery cannot reach the database: %s", type(error.orig).__name__)
            return 0

    async def _rest(self) -> None:
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), self._pace.pause)

    def _claim(self) -> list[Parcel]:
        with UnitOfWork(self._engine, self._vault) as uow:
            return uow.outbox.claim(self._clock(), self._pace.lease)

    async def _deliver(self, parcel: Parcel, session: aiohttp.ClientSession) -> None:
        try:
            await self._send(parcel, session)
        except Failure as failure:
            self._failed(parcel, failure)
        except Exception as error:  # a bug with one message must not hold up the others
            self._failed(parcel, Failure(f"{parcel.channel}: {type(error).__name__}"))
        else:
            self._sent(parcel)

    async def _send(self, parcel: Parcel, session: aiohttp.ClientSession) -> None:
        if parcel.channel == "email":
            await send_mail(parcel, Smtp.from_environment(), self._pace.timeout)
        else:
            await send_webhook(parcel, session, self._clock(), self._pace.timeout)

    def _sent(self, parcel: Parcel) -> None:
        with UnitOfWork(self._engine, self._vault) as uow:
            uow.outbox.sent(parcel, self._clock())
            uow.audit(self._clock(), "delivery", "sent", parcel.handoff.reference, channel=parcel.channel)
        log.info("sent %s %s %s", parcel.handoff.reference, parcel.event, parcel.channel)

    def _failed(self, parcel: Parcel, failure: Failure) -> None:
        tries = parcel.attempts + (0 if failure.ours else 1)
        dead = failure.final or tries >= TRIES
        pause = timedelta(seconds=UNCONFIGURED_WAIT) if failure.ours else self._pace.wait(parcel.attempts)
        with UnitOfWork(self._engine, self._vault) as uow:
            uow.outbox.failed(parcel, failure.problem, tries, None if dead else self._clock() + pause)
            if dead:
                uow.audit(self._clock(), "delivery", "dead", parcel.handoff.reference, channel=parcel.channel)
        level = logging.ERROR if dead else logging.WARNING
        log.log(level, "not sent %s %s %s: %s", parcel.handoff.reference, parcel.event, parcel.channel, failure.problem)
