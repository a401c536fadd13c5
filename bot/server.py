"""The one public process: Rasa's agent behind our channel, and nothing else of Rasa's HTTP surface.

`rasa run` would add its own page at "/" and load its whole command line first; this is what it does
besides, with Rasa's own functions.
"""
from __future__ import annotations

import gc
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.logs import quiet_logs
from bot.settings import ROOT, Settings, load_settings
from bot.supervisor import quiet_environment

if TYPE_CHECKING:
    from sanic import Sanic

MODEL = ROOT / "models" / "chat.tar.gz"


def serve(settings: Settings, model: Path = MODEL) -> None:
    """Runs until stopped; the model is loaded before the first request is taken."""
    from bot.patches import apply_patches

    apply_patches()  # before anything of Rasa is imported

    from rasa.core.channels.channel import register
    from rasa.core.run import close_resources, load_agent_on_start
    from rasa.core.utils import AvailableEndpoints
    from rasa.server import configure_cors
    from sanic import Sanic

    from bot.channel.pages import pages
    from bot.channel.web import WebChannel
    from bot.staff.pages import staff_pages
    from bot.store.engine import engine_for
    from bot.store.vault import Vault

    os.environ["DATABASE_URL"], os.environ["ACTION_URL"] = settings.database_url, settings.action_url
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    app = Sanic("needling_chat", configure_logging=False)
    app.config.ACCESS_LOG = False
    configure_cors(app, list(settings.origins) or None)
    register([WebChannel(settings)], app, route="/")
    app.blueprint(pages())
    app.blueprint(staff_pages(engine_for(settings.database_url), Vault.from_environment()))
    app.register_listener(partial(load_agent_on_start, str(model), endpoints, None), "before_server_start")
    app.register_listener(_require_model, "before_server_start")
    app.register_listener(_settle_memory, "after_server_start")
    app.register_listener(close_resources, "after_server_stop")
    app.run(host=os.environ.get("CHAT_HOST", "127.0.0.1"), port=settings.port, motd=False, access_log=False)


async def _require_model(app: Sanic, loop: object) -> None:
    """Rasa only logs that it cannot load a model, and would serve without one."""
    if not app.ctx.agent.is_ready():
        print("The model cannot be loaded; the reason is above. Run `bot train --force`.", file=sys.stderr, flush=True)
        os._exit(1)  # Sanic would take an exception here for one of a request and go on


async def _settle_memory(app: object, loop: object) -> None:
    """What was loaded stays, so the garbage collector need not look through it again in each turn."""
    gc.collect()
    gc.freeze()


def main() -> None:
    """The entry point of the supervisor."""
    quiet_environment()
    quiet_logs()
    if not MODEL.exists():
        sys.exit(f"No trained model at {MODEL.relative_to(ROOT)}. Run `bot train` first.")
    serve(load_settings())


if __name__ == "__main__":
    main()
