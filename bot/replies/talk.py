"""What is said around the answers: greeting, help, not understood, out of scope, privacy."""
from __future__ import annotations

from typing import Mapping, Sequence

from bot.knowledge.phrases import load_phrases
from bot.replies.message import Button, Message

HELPLINE_EVIDENCE = ("S80", "S81")
RETENTION_DAYS = 90
KINDS: Mapping[str, str] = {
    "greet": "smalltalk",
    "goodbye": "smalltalk",
    "thank": "smalltalk",
    "smalltalk": "smalltalk",
    "bot_challenge": "smalltalk",
    "distress": "smalltalk",
    "frustration": "smalltalk",
    "noted": "smalltalk",
    "help": "help",
    "no_last_topic": "help",
    "start_timing": "help",
    "stop": "help",
    "stop_screening": "help",
    "stop_booking": "help",
    "stop_lookup": "help",
    "privacy": "privacy",
    "forget_me_confirm": "privacy",
    "forgotten": "privacy",
    "not_forgotten": "privacy",
    "out_of_scope": "out_of_scope",
    "clarify": "clarify",
    "two_misses": "handoff",
    "unlisted_condition": "handoff",
    "ask_human": "handoff",
    "empty": "fallback",
    "fallback": "fallback",
    "apology_actions_down": "error",
}
STARTS = ("start:timing", "start:screening", "start:booking")
OFFERED: Mapping[str, str] = {
    "start:timing": "button_timing",
    "start:screening": "button_screening",
    "start:booking": "button_booking",
    "plan:show": "button_plan",
    "say:stop": "button_stop",
}


TIMING_EXAMPLES = ("swimming_pool", "hard_exercise", "shampoo", "minoxidil", "direct_sun")


def say(
    name: str,
    locale: str = "en",
    buttons: Sequence[Button] = (),
    kind: str | None = None,
    category: str | None = None,
    verdict: str | None = None,
) -> Message:
    """The phrase of this name as a message."""
    kind = kind or KINDS[name]
    plain = {"smalltalk": "smalltalk", "help": "smalltalk", "out_of_scope": "out_of_scope", "handoff": "booking"}
    return Message(
        text=text(name, locale),
        kind=kind,
        category=category or plain.get(kind),
        evidence=HELPLINE_EVIDENCE if kind == "handoff" else (),
        buttons=tuple(buttons) or _default_buttons(name, locale),
        verdict=verdict,
    )


def greeting(locale: str = "en") -> Message:
    """The first message of a conversation."""
    return say("greet", locale, offers(*STARTS, locale=locale))


def apology(locale: str = "en") -> Message:
    """When a part of the assistant does not answer: honest, with the helpline."""
    return say("apology_actions_down", locale)


def clarify(options: Sequence[tuple[str, str]], locale: str = "en") -> Message:
    """Did you mean one of these; `options` are answer ids with their labels."""
    return say("clarify", locale, [Button(label, f"answer:{answer}") for answer, label in options])


def offers(*payloads: str, locale: str = "en") -> tuple[Button, ...]:
    """Buttons for the named payloads."""
    return tuple(Button(text(OFFERED[payload], locale), payload) for payload in payloads)


def yes_no(yes: str, no: str, locale: str = "en") -> tuple[Button, ...]:
    """Two buttons with these titles."""
    return (Button(text(yes, locale), "say:yes"), Button(text(no, locale), "say:no"))


def text(name: str, locale: str = "en") -> str:
    """A phrase with its placeholders filled."""
    phrases = load_phrases()
    known = {"helpline": phrases["helpline"].text["en"], "days": str(RETENTION_DAYS)}
    phrase = phrases[name]
    return phrase.say(locale, **{field: known[field] for field in phrase.placeholders})


def _default_buttons(name: str, locale: str) -> tuple[Button, ...]:
    if name in ("two_misses", "ask_human", "distress", "bot_challenge"):
        return offers("start:booking", locale=locale)
    return offers(*STARTS, locale=locale) if name in ("help", "out_of_scope", "fallback") else ()
