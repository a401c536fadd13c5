"""Whether a reply is what was expected; every broken expectation is named."""
from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Mapping, Sequence
from zoneinfo import ZoneInfo

from benchmarks.conversation.times import Clock

Reply = Sequence[Mapping[str, Any]]
_TOGETHER = ("kind", "category", "verdict", "level", "clear_at")


def problems(reply: Reply, expect: Mapping[str, Any], clock: Clock, zone: str) -> list[str]:
    """Everything that does not hold, in words; empty when the reply is right."""
    found = _always(reply, expect)
    if any(key in expect for key in _TOGETHER) and not any(_fits(m, expect, clock, zone) for m in reply):
        wanted = {key: expect[key] for key in _TOGETHER if key in expect}
        found.append(f"no message has {wanted}; got {[_short(message) for message in reply]}")
    found += _evidence(reply, expect)
    found += _texts(reply, expect)
    found += [problem for want in expect.get("findings", ()) if (problem := _finding(reply, want))]
    if "first_message_kind" in expect and reply and reply[0]["meta"]["kind"] not in _listed(expect["first_message_kind"]):
        found.append(f"the first message is {reply[0]['meta']['kind']}, not {expect['first_message_kind']}")
    if len(reply) > expect.get("max_messages", 99):
        found.append(f"{len(reply)} messages, more than {expect['max_messages']}")
    titles = [button["title"].lower() for message in reply for button in message.get("buttons") or ()]
    if "buttons_any" in expect and not any(want.lower() in title for want in expect["buttons_any"] for title in titles):
        found.append(f"no button has any of {expect['buttons_any']}")
    return found


def _always(reply: Reply, expect: Mapping[str, Any]) -> list[str]:
    kinds = [message["meta"]["kind"] for message in reply]
    if not kinds:
        return ["the reply is empty"]
    found = []
    if "red_flag" in kinds and kinds[0] != "red_flag":
        found.append("a red flag does not come first")
    if "kind" in expect and "red_flag" in kinds and "red_flag" not in _listed(expect["kind"]):
        found.append("a red flag where none is due")
    return found


def _fits(message: Mapping[str, Any], expect: Mapping[str, Any], clock: Clock, zone: str) -> bool:
    meta = message["meta"]
    plain = all(meta.get(key) in _listed(expect[key]) for key in _TOGETHER[:-1] if key in expect)
    if not plain or "clear_at" not in expect:
        return plain
    return any(_same_instant(meta.get("clear_at"), want, clock, zone) for want in _listed(expect["clear_at"]))


def _same_instant(value: str | None, want: str | None, clock: Clock, zone: str) -> bool:
    if want is None or value is None:
        return want is None and value is None
    said, (instant, tolerance) = datetime.fromisoformat(value), clock.moment(want)
    local = said.astimezone(ZoneInfo(zone))
    return abs(said - instant) <= tolerance and said.utcoffset() == local.utcoffset()


def _evidence(reply: Reply, expect: Mapping[str, Any]) -> list[str]:
    said = {row for message in reply for row in message["meta"].get("evidence") or ()}
    found = []
    if "evidence_any" in expect and not said & set(expect["evidence_any"]):
        found.append(f"evidence {sorted(said)} has none of {expect['evidence_any']}")
    if "evidence_all" in expect and not set(expect["evidence_all"]) <= said:
        found.append(f"evidence {sorted(said)} lacks some of {expect['evidence_all']}")
    return found


def _texts(reply: Reply, expect: Mapping[str, Any]) -> list[str]:
    texts = [message["text"] for message in reply]
    missing = [p for p in expect.get("text_must_match", ()) if not any(re.search(p, text) for text in texts)]
    forbidden = [p for p in expect.get("text_must_not_match", ()) if any(re.search(p, text) for text in texts)]
    return [f"no text matches {pattern}" for pattern in missing] + [f"a text matches {p[:60]}" for p in forbidden]


def _finding(reply: Reply, want: Mapping[str, Any]) -> str:
    concepts, assertions = _listed(want["concept"]), _listed(want["assertion"])
    said = [
        (finding["concept"], finding["assertion"])
        for message in reply
        for finding in message["meta"].get("findings") or ()
    ]
    wrong = [
        f"{concept} is reported {assertion}"
        for concept, assertion in said
        if concept in concepts
        and ((assertion == "present" and "present" not in assertions) or (assertion == "absent" and assertions == ["present"]))
    ]
    if wrong:
        return f"{wrong[0]}, not {assertions}"
    if any(concept in concepts and assertion in assertions for concept, assertion in said):
        return ""
    return f"finding {concepts} {assertions} is missing; got {said}"


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _short(message: Mapping[str, Any]) -> dict[str, Any]:
    return {key: message["meta"].get(key) for key in _TOGETHER if message["meta"].get(key) is not None}


