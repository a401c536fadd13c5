"""The pages beside the chat: a demo clinic site and the embeddable widget."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw

WIDGET = Path(__file__).resolve().parents[1] / "widget"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def pages() -> Blueprint:
    """GET /, /demo.css and /widget.js (compressed where the browser takes it)."""
    routes = Blueprint("pages")

    @routes.get("/")
    async def demo(request: Request) -> HTTPResponse:
        return raw(_file("demo.html"), content_type="text/html; charset=utf-8", headers=HEADERS)

    @routes.get("/demo.css")
    async def style(request: Request) -> HTTPResponse:
        return raw(_file("demo.css"), content_type="text/css; charset=utf-8", headers=HEADERS)

    @routes.get("/widget.js")
    async def widget(request: Request) -> HTTPResponse:
        headers = {"Cache-Control": "public, max-age=3600", "Vary": "Accept-Encoding"}
        body = _file("widget.js")
        if "gzip" in request.headers.get("accept-encoding", ""):
            body, headers["Content-Encoding"] = _file("widget.js.gz"), "gzip"
        return raw(body, content_type="text/javascript; charset=utf-8", headers=headers)

    return routes


@lru_cache(maxsize=8)
def _file(name: str) -> bytes:
    return (WIDGET / name).read_bytes()
