"""The small syntax of `words` in the data files, turned into spaCy patterns.

A phrase is lower-case words. `swim*` is a beginning, `red/pink` alternatives, `the?` may be missing,
`...` is a gap of up to four words inside a clause, none of them a negation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.language.tokens import PUNCTUATION, normal_form

GAP = 4
NEGATIONS = (
    "not",
    "no",
    "never",
    "isnt",
    "arent",
    "wasnt",
    "werent",
    "dont",
    "doesnt",
    "didnt",
    "without",
    "nor",
    "nahi",
    "nai",
    "nhi",
    "nahin",
)
"""Words that no gap spans: "lips are not swollen" is not "lips ... swollen"."""
UNKNOWN = "unk"


@dataclass(frozen=True)
class Element:
    """One place of a phrase; no options means a gap."""

    options: tuple[str, ...]
    optional: bool = False

    @property
    def required(self) -> bool:
        """True when the place must be filled by one of its options."""
        return bool(self.options) and not self.optional

    def patterns(self) -> list[dict[str, Any]]:
        """As spaCy's Matcher takes it."""
        if not self.options:
            return [{"IS_PUNCT": False, "ORTH": {"NOT_IN": list(NEGATIONS)}, "OP": "?"}] * GAP
        token: dict[str, Any] = {"ORTH": self.options[0]}
        if len(self.options) > 1 or self.options[0].endswith("*"):
            token = {"ORTH": {"REGEX": f"^(?:{'|'.join(_regex(option) for option in self.options)})$"}}
        if self.optional:
            token["OP"] = "?"
        return [token]


def parse_phrase(words: str) -> tuple[Element, ...]:
    """The places of one phrase; raises ValueError when it has no required word."""
    elements = tuple(_element(part) for part in words.split())
    if not any(element.required for element in elements):
        raise ValueError(f"'{words}' needs a word that must be there")
    return elements


def anchor(elements: tuple[Element, ...]) -> tuple[str, ...]:
    """The options of the place that is most telling; one of them stands in every match."""
    required = [element for element in elements if element.required]
    return max(required, key=lambda element: min(len(option) for option in element.options)).options


def _element(part: str) -> Element:
    if part in ("...", "\u2026"):
        return Element(())
    optional = part.endswith("?")
    return Element(tuple(_option(option) for option in part.rstrip("?").split("/")), optional)


def _option(option: str) -> str:
    if not option or (option in PUNCTUATION and option != "%"):
        raise ValueError(f"'{option}' is not a word")
    return option.lower() if option.endswith("*") else normal_form(option)


def _regex(option: str) -> str:
    return re.escape(option[:-1]) + r"\w*" if option.endswith("*") else re.escape(option)
