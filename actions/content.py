"""Wiring, made once and late: importing the actions reads no file and opens no database."""
from __future__ import annotations

from functools import lru_cache

from bot.channel.tokens import sign_link
from bot.dialogue.render import Renderer
from bot.knowledge.content import load_knowledge
from bot.settings import load_settings
from bot.store.desk import Desk


@lru_cache(maxsize=1)
def renderer() -> Renderer:
    """Turns plans into messages from the reviewed content."""
    return Renderer(load_knowledge())


@lru_cache(maxsize=1)
def desk() -> Desk:
    """The booking desk over the configured database."""
    return Desk(load_settings().database_url)


def calendar_link(kind: str, conversation: str) -> str:
    """The signed address of a calendar file; `kind` is plan or appointment."""
    settings = load_settings()
    return f"/chat/calendar/{sign_link(f'{kind}:{conversation}', settings.secret, settings.session_hours)}.ics"
