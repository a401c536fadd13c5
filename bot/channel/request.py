"""What a client may send: checked here, so that nothing behind the channel meets bad input."""
from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Mapping
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Karachi"
DEFAULT_LOCALE = "en"
MAX_TEXT = 2000
MAX_PAYLOAD = 200


class ChatError(Exception):
    """An answer of the contract's error form: an HTTP status, a code and a kind sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


@dataclass(frozen=True)
class Incoming:
    """One user message: typed `text`, or the `payload` of an offered button."""

    text: str
    payload: str | None


def read_session(body: Any) -> tuple[str, str]:
    """Zone and locale of a session request; raises ChatError 400."""
    if body is None:
        body = {}
    if not isinstance(body, Mapping):
        raise ChatError(400, "malformed", "Please send a JSON object.")
    zone, locale = body.get("timezone", DEFAULT_ZONE), body.get("locale", DEFAULT_LOCALE)
    if not isinstance(zone, str) or not isinstance(locale, str) or len(locale) > 35:
        raise ChatError(400, "malformed", "'timezone' and 'locale' should be short strings.")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise ChatError(400, "unknown_timezone", "'timezone' should be an IANA name, like Asia/Karachi.") from error
    return zone, locale


def read_message(body: Any) -> Incoming:
    """The user message of a request; raises ChatError 400 or 413."""
    if not isinstance(body, Mapping):
        raise ChatError(400, "malformed", "Please send a JSON object.")
    text, payload = body.get("text"), body.get("payload")
    if (text is None) == (payload is None):
        raise ChatError(400, "malformed", "Please send either 'text' or 'payload'.")
    if payload is not None:
        if not isinstance(payload, str) or not 0 < len(payload) <= MAX_PAYLOAD:
            raise ChatError(400, "malformed", "'payload' should be one of the offered buttons.")
        return Incoming("", payload)
    if not isinstance(text, str):
        raise ChatError(400, "malformed", "'text' should be a string.")
    if len(text) > MAX_TEXT:
        raise ChatError(413, "too_long", f"Please keep a message under {MAX_TEXT:,} characters.")
    return Incoming(clean(text), None)


def clean(text: str) -> str:
    """The text without control characters, and never a command: Rasa reads a leading "/" as one."""
    kept = "".join(c if unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn") else " " for c in text)
    return " ".join(kept.split()).lstrip("/ ")
