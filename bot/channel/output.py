"""Collects what Rasa says in one turn as messages of the contract."""
from __future__ import annotations

from typing import Any, Mapping

from rasa.core.channels.channel import OutputChannel


class ContractOutput(OutputChannel):
    """Keeps our messages whole: Rasa's own collector drops metadata and splits texts at blank lines."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name in the tracker."""
        return "web"

    async def send_response(self, recipient_id: str, message: Mapping[str, Any]) -> None:
        """Takes the contract's messages that a reply carries under `messages`."""
        self.messages.extend(message.get("messages") or ())

    def ordered(self) -> list[dict[str, Any]]:
        """The messages, a red flag before all others."""
        return sorted(self.messages, key=lambda message: message["meta"]["kind"] != "red_flag")
