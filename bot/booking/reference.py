"""Reference numbers: short enough to read out, too many to guess."""

from __future__ import annotations

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No 0 and O, no 1, I and L, no U: nothing that sounds or looks like another."""

_FORM = re.compile(rf"\bMN[\s-]*([{ALPHABET}]{{4}})[\s-]*([{ALPHABET}]{{4}})\b")


def new_reference() -> str:
    """Eight random characters of 30, about 39 bits: `MN-7KQ4-W2RD`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"MN-{letters[:4]}-{letters[4:]}"


def find_reference(text: str) -> str | None:
    """The first reference in a text, in any case and spacing."""
    found = _FORM.search(text[:2000].upper())
    return f"MN-{found[1]}-{found[2]}" if found else None


def without_references(text: str) -> str:
    """The rest of a text: the digits of a reference are no phone number."""
    return _FORM.sub(" ", text[:2000].upper())
