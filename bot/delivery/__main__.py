"""`python -m bot.delivery`: the worker, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys

from bot.delivery.worker import Pace, Worker
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.vault import Vault, VaultError


async def work() -> None:
    """Runs a worker on the configured database; SIGTERM and SIGINT end it after the messages in hand."""
    engine = open_engine()
    migrate(engine)
    worker = Worker(engine, Vault.from_environment(), Pace.from_environment())
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, worker.stop)
    await worker.run()


def main() -> int:
    """The exit code: 2 for settings that cannot work."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stdout)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        asyncio.run(work())
    except VaultError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
