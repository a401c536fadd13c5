"""One conversation over HTTP, as the widget has it."""
from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from typing import Any, Mapping, Sequence

TIMEOUT_SECONDS = 60
Reply = list[dict[str, Any]]


class Conversation:
    """Opens a session at `base_url` and keeps its token."""

    def __init__(self, base_url: str, zone: str = "Asia/Karachi", locale: str = "en") -> None:
        self._base_url = base_url.rstrip("/")
        self._body = {"timezone": zone, "locale": locale}
        self.zone = zone
        self.reply: Reply = []
        self._token = ""
        self.open()

    def open(self) -> None:
        """Starts anew."""
        _, body = self._call("POST", "/chat/session", self._body)
        self._token, self.reply = body["token"], body["messages"]

    def say(self, text: str) -> Reply:
        """Types a text; a refused token opens a new session first."""
        return self._send({"text": text})

    def press(self, titles: Sequence[str]) -> Reply:
        """Presses the first button of the last reply that has the first fitting title in its title."""
        buttons = [button for message in self.reply for button in message.get("buttons") or ()]
        for title in titles:
            for button in buttons:
                if title.lower() in button["title"].lower():
                    return self._send({"payload": button["payload"]})
        raise LookupError(f"no button has any of {list(titles)}; there are {[b['title'] for b in buttons]}")

    def can_press(self, titles: Sequence[str]) -> bool:
        """True when `press` would find a button."""
        buttons = [b["title"].lower() for message in self.reply for b in message.get("buttons") or ()]
        return any(title.lower() in button for title in titles for button in buttons)

    def _send(self, body: Mapping[str, str]) -> Reply:
        status, answer = self._call("POST", "/chat/messages", body)
        if status == 401:
            self.open()
            status, answer = self._call("POST", "/chat/messages", body)
        if status == 429:
            time.sleep(5)
            return self._send(body)
        if status != 200:
            raise RuntimeError(f"{status}: {answer}")
        self.reply = answer["messages"]
        return self.reply

    def _call(self, method: str, path: str, body: Mapping[str, str] | None) -> tuple[int, dict[str, Any]]:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self._base_url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
                return response.status, json.loads(response.read() or b"{}")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"{}")
