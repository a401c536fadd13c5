"""What a clinic has on its side, as real servers on this machine: a mail server and a webhook receiver."""
from __future__ import annotations

import hmac
import threading
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

from tests.stack import free_port

SECRET = "s3cret"


class Post:
    """A mail server that refuses as told and keeps what it took."""

    def __init__(self, answer=lambda: "250 OK") -> None:
        self.letters: list[bytes] = []
        self.answer = answer
        self.controller = Controller(self, hostname="127.0.0.1", port=0)

    async def handle_DATA(self, server, session, envelope) -> str:
        answer = self.answer()
        if answer.startswith("250"):
            self.letters.append(envelope.content)
        return answer

    def __enter__(self) -> Post:
        self.controller.port = free_port()
        self.controller.start()
        return self

    def __exit__(self, *_) -> None:
        self.controller.stop()


class Hook:
    """A webhook receiver that checks signatures and answers as told; `bodies` are what it took, by key.

    The answer 0 takes the message and hangs up without a word, so that the sender cannot know.
    """

    def __init__(self, answer=lambda: 200) -> None:
        self.bodies: dict[str, list[bytes]] = {}
        self.unsigned = 0
        self.lock = threading.Lock()
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                message = self.headers["X-Timestamp"].encode() + b"." + body
                good = "sha256=" + hmac.new(SECRET.encode(), message, sha256).hexdigest()
                status = answer()
                with hook.lock:
                    hook.unsigned += good != self.headers["X-Signature"]
                    if status < 300:
                        hook.bodies.setdefault(self.headers["Idempotency-Key"], []).append(body)
                if status == 0:
                    self.close_connection = True
                    return
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def __enter__(self) -> Hook:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.server.server_close()
