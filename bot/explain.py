"""`bot explain "…"`: one sentence on its whole way, from the words to the reply and its sources.

Nothing is started and nothing is stored: the same planner, rules and texts answer as in a conversation's
first message.
"""
from __future__ import annotations

import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

import yaml

from bot.patches import no_tensorflow
from bot.preflight import Problem
from bot.settings import ROOT

no_tensorflow.apply()  # before spaCy and Rasa

from bot.dialogue.context import Context  # noqa: E402
from bot.dialogue.planner import Planner, make_planner  # noqa: E402
from bot.dialogue.plan import Plan  # noqa: E402
from bot.dialogue.render import Renderer  # noqa: E402
from bot.dialogue.turn import Ranking, Turn  # noqa: E402
from bot.knowledge.content import load_knowledge  # noqa: E402
from bot.language.reading import Reading  # noqa: E402
from bot.language.segments import segments  # noqa: E402
from bot.language.tokens import tokenize  # noqa: E402
from bot.moment import Moment  # noqa: E402
from bot.replies.message import Message  # noqa: E402

MODEL = ROOT / "models" / "chat.tar.gz"
RULES = ROOT / "data" / "rules"
ZONE = ZoneInfo("Asia/Karachi")
SHOWN = 5
"""Labels of the ranking that are printed."""

Rank = Callable[[str], tuple[Ranking, float]]
"""Labels with probabilities, best first, and the similarity to what was taught."""


@dataclass(frozen=True)
class Rule:
    """One rule of data/rules: its name, the loop it needs (None: outside a form) and its actions."""

    name: str
    intent: str
    loop: str | None
    actions: tuple[str, ...]


def explain(sentence: str, rank: Rank | None = None, now: datetime | None = None) -> str:
    """The whole way as text; raises Problem when no model is trained. `now` is for tests."""
    rank, moment = rank or trained_rank(), now or datetime.now(ZONE)
    turn = _turn(sentence, rank, moment)
    planner = make_planner()
    plan = planner.plan(turn)
    return "\n".join(_lines(planner, turn, plan))
