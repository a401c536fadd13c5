"""Scenario files: conversations as steps with expectations, run against a real stack.

A file holds `scenarios`: id, title, steps and perhaps a timezone. A step types (`user`), presses a button
(`press`) or answers a form (`fill`: while, until, answers, max) and may hold `treated` and `expect`.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Mapping
from zoneinfo import ZoneInfo

import yaml

from benchmarks.conversation.client import Conversation
from benchmarks.conversation.expect import problems
from benchmarks.conversation.times import Clock


@dataclass(frozen=True)
class Scenario:
    """One conversation."""

    id: str
    title: str
    steps: tuple[Mapping[str, Any], ...]
    zone: str = "Asia/Karachi"


@dataclass
class Result:
    """What went wrong, and the transcript to read it with."""

    problems: list[str] = field(default_factory=list)
    transcript: list[str] = field(default_factory=list)


def load_scenarios(file: Path) -> list[Scenario]:
    """The scenarios of a file."""
    rows = yaml.safe_load(file.read_text(encoding="utf-8"))["scenarios"]
    return [
        Scenario(row["id"], row.get("title", row["id"]), tuple(row["steps"]), row.get("timezone", "Asia/Karachi"))
        for row in rows
    ]


def run(scenario: Scenario, base_url: str) -> Result:
    """Plays a scenario; stops at a step that cannot be taken."""
    result = Result()
    clock = Clock(datetime.now(ZoneInfo(scenario.zone)).replace(second=0, microsecond=0))
    talk = Conversation(base_url, scenario.zone)
    for number, step in enumerate(scenario.steps, 1):
        if "treated" in step:
            clock = replace(clock, treated=clock.moment(step["treated"])[0])
        try:
            _take(step, talk, clock, result)
        except (LookupError, RuntimeError, OSError) as error:
            result.problems.append(f"step {number}: {error}")
            return result
        broken = problems(talk.reply, step.get("expect", {}), clock, scenario.zone)
        result.problems.extend(f"step {number}: {problem}" for problem in broken)
    return result


def _take(step: Mapping[str, Any], talk: Conversation, clock: Clock, result: Result) -> None:
    if "user" in step:
        _note(result, clock.fill(step["user"]), talk, talk.say(clock.fill(step["user"])))
    elif "press" in step:
        titles = step["press"] if isinstance(step["press"], list) else [step["press"]]
        _note(result, f"[{titles[0]}]", talk, talk.press(titles))
    elif "fill" in step:
        _fill(step["fill"], talk, clock, result)


def _fill(form: Mapping[str, Any], talk: Conversation, clock: Clock, result: Result) -> None:
    for _ in range(int(form.get("max", 20))):
        last = talk.reply[-1]
        ended = "until" in form and re.search(form["until"], last["text"])
        if last["meta"]["kind"] not in form["while"] or ended:
            return
        answer = next(a for a in form["answers"] if _suits(a, last))
        if "press" in answer and talk.can_press(_titles(answer)):
            _note(result, f"[{answer['press']}]", talk, talk.press(_titles(answer)))
        else:
            text = clock.fill(answer.get("user", "ok"))
            _note(result, text, talk, talk.say(text))


def _suits(answer: Mapping[str, Any], message: Mapping[str, Any]) -> bool:
    kind = answer.get("kind")
    return (kind is None or message["meta"]["kind"] == kind) and (
        "text" not in answer or bool(re.search(answer["text"], message["text"]))
    )


def _titles(answer: Mapping[str, Any]) -> list[str]:
    return answer["press"] if isinstance(answer["press"], list) else [answer["press"]]


def _note(result: Result, said: str, talk: Conversation, reply: list[dict[str, Any]]) -> None:
    result.transcript.append(f"> {said}")
    for message in reply:
        meta = {k: v for k, v in message["meta"].items() if v and k not in ("sources", "findings")}
        result.transcript.append(f"  {message['text']}  {meta}")
