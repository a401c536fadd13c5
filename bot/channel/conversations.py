"""The conversations as the store keeps them: forgetting one for good."""
from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from typing import Callable, TypeVar

from bot.store import forgetting
from bot.store.engine import open_engine

T = TypeVar("T")


class Conversations:
    """Runs the store's synchronous calls in a thread, so that one patient never waits for another."""

    def __init__(self, database_url: str) -> None:
        self.engine = open_engine(database_url)

    async def forget(self, conversation: str) -> None:
        """Deletes everything stored for the conversation and remembers only that it is gone."""
        await _in_thread(lambda: forgetting.forget(self.engine, conversation, datetime.now(timezone.utc)))

    async def is_forgotten(self, conversation: str) -> bool:
        """True when the conversation was deleted; its token is refused then."""
        return await _in_thread(lambda: forgetting.is_forgotten(self.engine, conversation))


async def _in_thread(call: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(None, call)
