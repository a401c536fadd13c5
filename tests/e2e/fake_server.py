"""A server that keeps the reply contract with made-up replies, for what the real one rarely shows."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

WIDGET = Path(__file__).resolve().parents[2] / "bot" / "widget"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
PLAIN_PAGE = "<!doctype html><html lang=en><meta charset=utf-8><title>A page</title><body><main><h1>A page</h1></main>"


def message(text: str, kind: str = "answer", **parts: Any) -> dict[str, Any]:
    """A message of the contract; `meta` parts and the others are told apart by name."""
    whole = {"text": text, "buttons": [], "card": None}
    meta = {"kind": kind, "verdict": None, "clear_at": None, "level": None, "sources": [], "evidence": []}
    for name, value in parts.items():
        (meta if name in meta else whole)[name] = value
    return {**whole, "meta": meta}


def button(title: str, payload: str) -> dict[str, str]:
    """A choice of the contract."""
    return {"title": title, "payload": payload}


GREETING = message(
    "Hello. I answer questions about microneedling for hair loss.\nWhat would you like to know?",
    "smalltalk",
    buttons=[button("Aftercare", "start:aftercare"), button("Is it for me?", "start:screening")],
)


@dataclass
class FakeServer:
    """What is said to which text or payload: a list of messages, a status, or bytes sent as they are."""

    replies: dict[str, Any] = field(default_factory=dict)
    session_status: list[int] = field(default_factory=list)
    delete_status: int = 204
    calls: list[tuple[str, Any]] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    hold: Event = field(default_factory=Event)
    sessions: int = 0
    url: str = ""

    def reply(self, body: dict[str, Any]) -> Any:
        """The reply to one message; a list of replies is used up one by one."""
        said = body.get("payload") or body.get("text")
        reply = self.replies.get(said, [message(f"You said {said}.")])
        if isinstance(reply, tuple):
            reply, self.replies[said] = reply[0], reply[1:] if len(reply) > 1 else reply[0]
        return reply

    def sent(self) -> list[dict[str, Any]]:
        """The bodies of all messages so far."""
        return [body for call, body in self.calls if call == "POST /chat/messages"]


def handler(fake: FakeServer) -> type[BaseHTTPRequestHandler]:
    """The HTTP side of `fake`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path in fake.pages:
                return self.answer(200, fake.pages[path].encode(), "text/html; charset=utf-8")
            file = WIDGET / ("demo.html" if path == "/" else path.lstrip("/"))
            if path not in ("/", "/demo.css", "/widget.js"):
                return self.answer(404, b"")
            headers = {} if file.suffix == ".js" else {"Content-Security-Policy": POLICY}
            return self.answer(200, file.read_bytes(), TYPES[file.suffix] + "; charset=utf-8", headers)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"null")
            fake.calls.append((f"POST {self.path}", body))
            fake.hold.wait(10)
            if self.path == "/chat/session":
                return self.session()
            return self.message(fake.reply(body))

        def do_DELETE(self) -> None:
            fake.calls.append((f"DELETE {self.path}", self.headers.get("Authorization")))
            self.answer(fake.delete_status, b"")

        def session(self) -> None:
            status = fake.session_status.pop(0) if fake.session_status else 201
            fake.sessions += status == 201
            token = {
                "token": f"token-{fake.sessions}",
                "expires_at": "2999-01-01T00:00:00+00:00",
                "messages": [GREETING],
            }
            self.answer(status, json.dumps(token if status == 201 else {"error": {"code": "x"}}).encode())

        def message(self, reply: Any) -> None:
            if isinstance(reply, int):
                return self.answer(reply, b'{"error": {"code": "x", "message": "x"}}')
            if isinstance(reply, bytes):
                return self.answer(200, reply)
            return self.answer(200, json.dumps({"messages": reply}).encode())

        def answer(
            self, status: int, body: bytes, kind: str = "application/json", headers: dict[str, str] | None = None
        ) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": kind, **(headers or {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    return Handler


def start(fake: FakeServer) -> ThreadingHTTPServer:
    """Serves `fake` on a free port until shut down."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(fake))
    fake.url = f"http://127.0.0.1:{server.server_port}"
    fake.hold.set()
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server
