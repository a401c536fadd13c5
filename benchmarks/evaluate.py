"""Runs a folder of sets against the running assistant and prints what is right, by category.

    python -m benchmarks.evaluate [FOLDER] [--url http://127.0.0.1:5005] [--only questions] [--show]

A folder may hold single_turn.jsonl (id, text, expect), scenarios.yml, questions*.jsonl (text, category,
accept, evidence_any, trap) and time_phrases.jsonl; without scenarios.yml every .yml file in it is one of
scenarios. Without FOLDER the sets beside the checkout are used, or the scenarios of our own tests.
"""
from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any, Mapping
from zoneinfo import ZoneInfo

from benchmarks import time_phrases
from benchmarks.conversation.client import Conversation
from benchmarks.conversation.expect import problems
from benchmarks.conversation.scenario import load_scenarios, run
from benchmarks.conversation.times import Clock
from benchmarks.rows import SETS, read_rows
from bot.settings import ROOT

DEFAULT = SETS if SETS.is_dir() else ROOT / "tests" / "scenarios"
ZONE = "Asia/Karachi"


def main() -> int:
    """Prints the tables; exit status 0 unless a set cannot be read or nothing answers."""
    options = _options()
    if not _answers(options.url):
        print(f"Nothing answers at {options.url}. Start the assistant with `make run`, then try again.", file=sys.stderr)
        return 1
    for name, measure in (("single_turn", _single_turns), ("scenarios", _scenarios), ("questions", _questions)):
        if options.only in ("", name):
            measure(options.folder, options.url, options.show)
    if options.only in ("", "time_phrases"):
        time_phrases.measure(options.folder, options.show)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--url", default="http://127.0.0.1:5005")
    parser.add_argument("--only", default="", choices=["", "single_turn", "scenarios", "questions", "time_phrases"])
    parser.add_argument("--show", action="store_true", help="print every row that fails")
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.exit(f"{options.folder} is no folder; name one that holds the sets")
    return options


def _answers(url: str) -> bool:
    try:
        Conversation(url)
    except (OSError, ValueError, KeyError):  # KeyError: something else answers
        return False
    return True


def _single_turns(folder: Path, url: str, show: bool) -> None:
    passed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in read_rows(folder / "single_turn.jsonl"):
        clock = Clock(datetime.now(ZoneInfo(ZONE)).replace(second=0, microsecond=0))
        reply = Conversation(url).say(clock.fill(row["text"]))
        broken = problems(reply, row["expect"], clock, ZONE)
        group = row["id"].split("-")[0]
        total[group] += 1
        passed[group] += not broken
        if show and broken:
            print(f"\n{row['id']}: {row['text']}\n   " + "\n   ".join(broken))
            print("   = " + " | ".join(message["text"][:150] for message in reply))
    _table("single turns", passed, total)


def _scenarios(folder: Path, url: str, show: bool) -> None:
    passed: Counter[str] = Counter()
    total: Counter[str] = Counter()
    one = folder / "scenarios.yml"
    files = [one] if one.is_file() else sorted(folder.glob("*.yml"))
    for scenario in (each for file in files for each in load_scenarios(file)):
        result = run(scenario, url)
        group = scenario.id.split("-")[0]
        total[group] += 1
        passed[group] += not result.problems
        if show and result.problems:
            print(f"\n{scenario.id}:\n   " + "\n   ".join(result.problems))
            print("      " + "\n      ".join(line[:260] for line in result.transcript))
    _table("scenarios", passed, total)


def _questions(folder: Path, url: str, show: bool) -> None:
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    confused: Counter[str] = Counter()
    traps = 0
    for file in sorted(folder.glob("questions*.jsonl")):
        for row in read_rows(file):
            talk = Conversation(url)
            reply = talk.say(row["text"])
            outcome, got = _outcome(row, reply, talk)
            foreign = row["category"] == "out_of_scope"
            for group in {row["category"], "out_of_scope" if foreign else "in scope"}:
                outcomes[group][outcome] += 1
            kinds = {message["meta"]["kind"] for message in reply}
            trapped = bool(row.get("trap")) and bool(kinds & {"red_flag", "screening_result"}) and outcome != "right"
            traps += trapped
            if outcome != "right":
                confused[f"{row['category']} -> {got}"] += 1
            if show and (outcome != "right" or trapped):
                print(f"\n{row['id']} {outcome}{' TRAPPED' if trapped else ''}: {row['text'][:200]}")
                print(f"   accept {row['accept']}, evidence {row.get('evidence_any')}; got {got}")
                print("   = " + " | ".join(message["text"][:130] for message in reply))
    _question_table(outcomes, confused, traps)


def _outcome(row: Mapping[str, Any], reply: list[dict[str, Any]], talk: Conversation) -> tuple[str, str]:
    kinds = [message["meta"]["kind"] for message in reply]
    categories = [_category(message) for message in reply]
    got = f"{'/'.join(kinds)} {'/'.join(c or '-' for c in categories)}"
    evidence = {one for message in reply for one in message["meta"].get("evidence") or ()}
    if any(category in row["accept"] for category in categories):
        if not row.get("evidence_any") or "out_of_scope" in kinds or evidence & set(row["evidence_any"]):
            return "right", got
        return "wrong evidence", f"{got} {sorted(evidence)}"
    if "clarify" in kinds:
        return ("clarified right" if _offers_right(row, talk) else "clarified wrong"), got
    return ("refused" if set(kinds) & {"out_of_scope", "fallback", "handoff"} else "wrong"), got


def _category(message: Mapping[str, Any]) -> str | None:
    meta = message["meta"]
    return "out_of_scope" if meta["kind"] in ("out_of_scope", "fallback") else meta.get("category")


def _offers_right(row: Mapping[str, Any], talk: Conversation) -> bool:
    for button in [b for message in talk.reply for b in message.get("buttons") or ()]:
        other = Conversation(talk._base_url)
        other.say(row["text"])
        if any(_category(message) in row["accept"] for message in other.press([button["title"]])):
            return True
    return False


def _table(title: str, passed: Counter[str], total: Counter[str]) -> None:
    print(f"\n{title}: {sum(passed.values())} of {sum(total.values())}")
    for group in sorted(total):
        print(f"  {group:<12} {passed[group]:>4} of {total[group]}")


def _question_table(outcomes: Mapping[str, Counter[str]], confused: Counter[str], traps: int) -> None:
    print("\nquestions")
    for group, counts in sorted(outcomes.items(), key=lambda item: (item[0] not in ("in scope", "out_of_scope"), item[0])):
        total = sum(counts.values())
        right, helped = counts["right"], counts["right"] + counts["clarified right"]
        rest = ", ".join(f"{name} {n}" for name, n in sorted(counts.items()) if name != "right")
        print(f"  {group:<34} right {right:>3} of {total:<3} {right / total:>4.0%}  right or offered {helped / total:>4.0%}  {rest}")
    print(f"  trap rows with a red flag or screening reply: {traps}")
    for pair, count in confused.most_common(25):
        print(f"    {count:>3}  {pair}")


if __name__ == "__main__":
    sys.exit(main())
