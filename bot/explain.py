"""`bot explain "…"`: one sentence on its whole way, from the words to the reply and its sources.

Nothing is started and nothing is stored: the planner, rules and texts are those of the assistant, and the
sentence is the first message of a conversation.
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

from bot.dialogue.context import Context
from bot.dialogue.plan import Plan
from bot.dialogue.planner import make_planner
from bot.dialogue.render import Renderer
from bot.dialogue.turn import Ranking, Turn
from bot.knowledge.content import load_knowledge
from bot.language.reading import Mention
from bot.language.segments import segments
from bot.language.tokens import tokenise
from bot.language.urdu import romanised
from bot.moment import Moment
from bot.preflight import Problem
from bot.replies.message import Message
from bot.settings import ROOT

MODEL = ROOT / "models" / "chat.tar.gz"
RULES = ROOT / "data" / "rules"
ZONE = ZoneInfo("Asia/Karachi")
SHOWN = 5
"""Labels of the ranking that are printed."""

NOT_HERE = "(a form's question, or an answer out of the store)"

Rank = Callable[[str], tuple[Ranking, float]]
"""Labels with probabilities, best first, and the similarity to what was taught."""


@dataclass(frozen=True)
class Rule:
    """One rule of data/rules for a message outside a form."""

    name: str
    actions: tuple[str, ...]


def explain(sentence: str, rank: Rank | None = None, now: datetime | None = None) -> str:
    """The whole way as text; raises Problem when no model is trained. Tests give their own `rank` and `now`."""
    turn = _turn(sentence, rank or trained_rank(), now or datetime.now(ZONE))
    planner = make_planner()
    plan = planner.plan(turn)
    rule = rule_for(plan.intent)
    parts = {
        "words": [" ".join(word.norm for word in tokenise(romanised(sentence)))],
        "understood": _understood(planner.read(turn)),
        "classifier": _ranked(turn),
        "plan": _planned(plan),
        "rule": [f"{rule.name}: {', '.join(rule.actions)}" if rule else "none; the fallback answers"],
        "reply": [line for message in reply(rule, plan) for line in _said(message)] or [NOT_HERE],
    }
    return "\n".join(f"{name}\n" + "\n".join(f"  {line}" for line in lines) for name, lines in parts.items())


def trained_rank(model: Path = MODEL) -> Rank:
    """The classifier out of the trained model; raises Problem when there is none."""
    from bot.nlu.ranker import COUNTS, Ranker

    if not model.exists():
        raise Problem("There is no trained model. Run `bot train` first.")
    with tempfile.TemporaryDirectory() as scratch:
        with tarfile.open(model) as archive:
            archive.extractall(scratch)
        ranker = Ranker.load(next(Path(scratch).rglob(COUNTS)).parent)

    def rank(text: str) -> tuple[Ranking, float]:
        ranking, similarity = ranker.rank(text, 8)
        return tuple(ranking), similarity

    return rank


def rule_for(intent: str, folder: Path = RULES) -> Rule | None:
    """The rule that an intent starts when no form is open."""
    for file in sorted(folder.glob("*.yml")):
        for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]:
            steps, loops = rule["steps"], [row.get("active_loop") for row in rule.get("condition", ())]
            if steps[0].get("intent") == intent and not any(loops):
                return Rule(rule["rule"], tuple(step["action"] for step in steps if "action" in step))
    return None


def reply(rule: Rule | None, plan: Plan) -> Iterator[Message]:
    """What the rule's actions say; forms and the booking need a conversation and say nothing here."""
    from bot.nlg import ReviewedText

    renderer, texts = Renderer(load_knowledge()), ReviewedText()
    for action in rule.actions if rule else ("utter_fallback",):
        if action.startswith("utter_"):
            yield from texts.say(action, plan)
        elif action == "action_check_timing_window":
            yield from renderer.timings(plan)
        elif action == "action_check_contraindications" and (plan.intent != "several" or plan.of("condition")):
            yield renderer.screening(plan)[0]
        elif action == "action_recovery_plan":
            yield renderer.recovery_plan(plan)


def _turn(sentence: str, rank: Rank, now: datetime) -> Turn:
    ranking, similarity = rank(sentence)
    parts = segments(sentence)
    return Turn(romanised(sentence), now, ranking, tuple(rank(part)[0] for part in parts) if len(parts) > 1 else (), similarity)


def _understood(context: Context) -> list[str]:
    reading, times = context.reading, context.reading.times
    lines = [
        f"{mention.kind} {mention.id} '{mention.text}': {_details(mention)}"
        for mention in reading.mentions
    ]
    moments = (("treated", times.treated), ("target", times.target))
    lines += [f"{role}: {_when(moment)}" for role, moment in moments if moment]
    flags = (("planned", times.planned), ("time not known", times.unknown), (f"time {times.problem}", times.problem))
    lines += [text for text, holds in flags if holds]
    if context.alert:
        raised = ", ".join(context.alert.flags)
        lines.append(f"level {context.alert.level}: {raised} because of {', '.join(context.alert.symptoms)}")
    return lines or ["nothing of the lexicon"]


def _details(mention: Mention) -> str:
    more = {
        "cue": mention.cue,
        "person": mention.subject if mention.subject != "self" else None,
        "since": mention.since,
        "details": " ".join(sorted(mention.details)),
    }
    return _pairs(mention.assertion, more)


def _ranked(turn: Turn) -> list[str]:
    rows = [f"{chance:.2f}  {label}" for label, chance in turn.ranking[:SHOWN]]
    parts = [f"part {number}: {chance:.2f}  {label}" for number, ((label, chance), *_) in enumerate(turn.segments, 1)]
    return [*rows, *parts, f"similarity {turn.similarity:.2f}, {'sure' if turn.sure else 'not sure'}"]


def _planned(plan: Plan) -> list[str]:
    acts = [
        _pairs(f"{act.kind} {act.id}", {name: value for name, value in act.options.items() if name != "alert"})
        for act in plan.acts
    ]
    return [f"intent {plan.intent}", *acts]


def _said(message: Message) -> list[str]:
    about = {
        "category": message.category,
        "verdict": message.verdict,
        "clear at": message.clear_at,
        "level": message.level,
        "evidence": _list(message.evidence),
        "sources": _list(source["id"] for source in message.sources),
        "buttons": " | ".join(button.title for button in message.buttons),
    }
    return [message.text, _pairs(f"({message.kind}", about) + ")"]


def _pairs(head: str, values: Mapping[str, Any]) -> str:
    return "; ".join([head, *(f"{name} {value}" for name, value in values.items() if value)])


def _list(items: Iterable[str]) -> str:
    return ", ".join(items)


def _when(moment: Moment) -> str:
    first, last = (instant.strftime("%a %d %b %Y %H:%M") for instant in (moment.earliest, moment.latest))
    return first if moment.exact else f"{first} to {last}"
