"""Personal fields are sealed before they reach the database; the keys never do."""

from __future__ import annotations

import hmac
import os
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.store.engine import data_folder

KEYS_VARIABLE = "CHAT_ENCRYPTION_KEYS"
_NO_KEY = f"a stored field fits no key; put the key it was sealed with in {KEYS_VARIABLE}"


class VaultError(ValueError):
    """Keys that cannot be used, or a field that no key opens; says what to do."""


class Vault:
    """Seals with the first key, opens with any of them."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._box = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise VaultError(f"{KEYS_VARIABLE} should hold Fernet keys, separated by commas") from error

    def seal(self, text: str) -> str:
        """The text, encrypted and signed; a different string each time."""
        return self._box.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The sealed text; raises VaultError when no key fits."""
        try:
            return self._box.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            raise VaultError(_NO_KEY) from error

    def reseal(self, sealed: str) -> str:
        """The same text under the first key."""
        try:
            return self._box.rotate(sealed.encode()).decode()
        except InvalidToken as error:
            raise VaultError(_NO_KEY) from error

    @classmethod
    def from_environment(cls, file: Path | None = None) -> Vault:
        """Keys from CHAT_ENCRYPTION_KEYS, else from a key file that is made on first use."""
        named = os.environ.get(KEYS_VARIABLE, "")
        keys = [key.strip() for key in named.split(",") if key.strip()]
        return cls(keys or [_key_of(file or data_folder() / "secrets" / "encryption.key")])


def fingerprint(conversation: str) -> str:
    """A one-way name of a conversation, for remembering only that it was forgotten."""
    return sha256(b"forgotten:" + conversation.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Equality that takes the same time wherever the strings differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def _key_of(file: Path) -> str:
    if not file.exists():
        _make_key(file)
    return file.read_text(encoding="ascii").strip()


def _make_key(file: Path) -> None:
    """Linking a finished file lets one of several starting processes win, and none read half a key."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(Fernet.generate_key() + b"\n")
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)
