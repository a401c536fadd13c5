"""What is said around the answers: greeting, help, not understood, out of scope, privacy."""
from __future__ import annotations

from typing import Mapping, Sequence

from bot.knowledge.phrases import Phrase, load_default_phrases
from bot.replies.message import Button, Message

HELPLINE_EVIDENCE = ("S80", "S81")
KINDS: Mapping[str, str] = {
    "greet": "smalltalk",
    "goodbye": "smalltalk",
    "thank": "smalltalk",
    "smalltalk": "smalltalk",
    "bot_challenge": "smalltalk",
    "distress": "smalltalk",
    "greeting": "help",
    "help": "help",
    "stop": "help",
    "privacy": "privacy",
    "forget_me": "privacy",
    "forgotten": "privacy",
    "kept": "privacy",
    "out_of_scope": "out_of_scope",
    "clarify": "clarify",
    "two_misses": "handoff",
    "empty": "fallback",
    "fallback": "fallback",
    "apology": "error",
}
CATEGORIES: Mapping[str, str] = {"out_of_scope": "out_of_scope", "two_misses": "booking"}
STARTS = ("activity:swimming_pool", "start:screening", "start:booking")


def say(name: str, locale: str = "en", buttons: Sequence[Button] = ()) -> Message:
    """The phrase of this name as a message."""
    kind = KINDS[name]
    return Message(
        text=_text(name, locale),
        kind=kind,
        category=CATEGORIES.get(name, "smalltalk" if kind in ("smalltalk", "help") else None),
        evidence=HELPLINE_EVIDENCE if name == "two_misses" else (),
        buttons=tuple(buttons),
    )


def greeting(locale: str = "en") -> Message:
    """The first message of a conversation."""
    return say("greeting", locale, start_buttons(locale))


def start_buttons(locale: str = "en") -> tuple[Button, ...]:
    """What most people come for."""
    return tuple(Button(_text(f"button_{payload.split(':')[0]}_{payload.split(':')[1]}", locale), payload) for payload in STARTS)


def apology(locale: str = "en") -> Message:
    """When a part of the assistant does not answer: honest, with the helpline."""
    return say("apology", locale)


def clarify(options: Sequence[tuple[str, str]], locale: str = "en") -> Message:
    """Did you mean one of these; `options` are answer ids with their labels."""
    return say("clarify", locale, [Button(label, f"answer:{answer}") for answer, label in options])


def offers(*names: str, locale: str = "en") -> tuple[Button, ...]:
    """Buttons by payload ("start:booking")."""
    return tuple(Button(_text(f"button_{name.replace(':', '_')}", locale), name) for name in names)


def _text(name: str, locale: str) -> str:
    phrase: Phrase = load_default_phrases()[name]
    return phrase.say(locale)
