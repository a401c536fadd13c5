"""Wiring, made once and late: importing the actions reads no file and opens no database."""
from __future__ import annotations

from functools import lru_cache

from bot.dialogue.render import Renderer
from bot.knowledge.content import load_knowledge
from bot.settings import load_settings
from bot.store.desk import Desk


@lru_cache(maxsize=1)
def renderer() -> Renderer:
    """Turns plans into messages from the reviewed content."""
    return Renderer(load_knowledge(), load_settings())


@lru_cache(maxsize=1)
def desk() -> Desk:
    """The booking desk over the configured database."""
    return Desk(load_settings().database_url)
