"""Whether each part really answers."""
from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from sqlalchemy import text
from sqlalchemy.engine import Engine

TIMEOUT = aiohttp.ClientTimeout(total=2)


async def check_health(agent: Any, engine: Engine, action_url: str) -> dict[str, str]:
    """Each part with "ok" or what is wrong; `agent` is Rasa's, or None before it is loaded."""
    actions, database = await asyncio.gather(_actions(action_url), _database(engine))
    model = "ok" if agent is not None and agent.is_ready() else "not loaded"
    return {"model": model, "action_server": actions, "database": database}


async def _actions(action_url: str) -> str:
    address = action_url.rsplit("/", 1)[0] + "/health"
    try:
        async with aiohttp.ClientSession(timeout=TIMEOUT) as session, session.get(address) as response:
            return "ok" if response.status == 200 else f"answers {response.status}"
    except (aiohttp.ClientError, asyncio.TimeoutError):
        return "does not answer"


async def _database(engine: Engine) -> str:
    def ping() -> None:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    try:
        await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(None, ping), 2)
        return "ok"
    except Exception as error:  # any driver's error means the same here
        return f"does not answer ({type(error).__name__})"
