"""The staff pages as a sanic blueprint. No scripts; every form carries the session's CSRF token."""

from __future__ import annotations

import asyncio
from datetime import datetime, timezone
from functools import wraps
from hmac import compare_digest
from pathlib import Path
from typing import Any, Callable, Coroutine, TypeVar
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, html, raw, redirect, text
from sqlalchemy.engine import Engine

from bot.delivery.summary import level_words
from bot.replies.booking import moment_words
from bot.staff.inbox import STAFF_STATES, Inbox, details, export
from bot.store.staff import SESSION, Member, member, sign_in, sign_out
from bot.store.vault import Vault

COOKIE = "staff"
PREFIX = "/staff"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_TEMPLATES = Path(__file__).parent / "templates"
Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]
T = TypeVar("T")


def staff_pages(engine: Engine, vault: Vault) -> Blueprint:
    """GET /staff and what hangs below it, on a database that is up to date."""
    return StaffPages(engine, vault).blueprint()


class StaffPages:
    """The handlers, over one database."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine, self.vault = engine, vault
        self._templates = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True)
        self._templates.globals.update(when=moment_words, level_words=level_words, states=STAFF_STATES)

    def blueprint(self) -> Blueprint:
        """The routes."""
        routes = Blueprint("staff", url_prefix=PREFIX)
        for_all: tuple[tuple[str, Handler, str], ...] = (
            ("/style.css", self.style, "GET"),
            ("/login", self.login_form, "GET"),
            ("/login", self.login, "POST"),
        )
        for_staff: tuple[tuple[str, Handler, str], ...] = (
            ("/", self.inbox, "GET"),
            ("/export.csv", self.export, "GET"),
            ("/handoffs/<reference:str>", self.handoff, "GET"),
            ("/handoffs/<reference:str>/state", self.state, "POST"),
            ("/logout", self.logout, "POST"),
        )
        for path, handler, method in for_all:
            routes.add_route(_function(handler), path, methods=[method], name=handler.__name__)
        for path, handler, method in for_staff:
            routes.add_route(self._signed_in(handler), path, methods=[method], name=handler.__name__)
        return routes

    async def style(self, request: Request) -> HTTPResponse:
        """The one stylesheet."""
        body = (_TEMPLATES / "style.css").read_bytes()
        return raw(body, content_type="text/css; charset=utf-8", headers={"X-Content-Type-Options": "nosniff"})

    async def login_form(self, request: Request) -> HTTPResponse:
        """The way in."""
        return self._page("login.html")

    async def login(self, request: Request) -> HTTPResponse:
        """A cookie for the right password; the same words for a wrong, an unknown and a locked one."""
        if not _from_here(request):
            return self._page("refused.html", status=403)
        login, password = (request.form.get(name) or "" for name in ("login", "password"))
        answer = await _in_thread(lambda: sign_in(self.engine, login, password, _now()))
        if not answer.token:
            return self._page("login.html", status=401, failed=True)
        response = _to(f"{PREFIX}/")
        response.cookies[COOKIE] = answer.token
        response.cookies[COOKIE].update(
            {"httponly": True, "samesite": "Strict", "path": PREFIX, "max-age": int(SESSION.total_seconds())}
        )
        response.cookies[COOKIE]["secure"] = _scheme(request) == "https"
        return response

    async def inbox(self, request: Request, who: Member) -> HTTPResponse:
        """All that the member may see."""
        search, state = ((request.args.get(name) or "")[:100] for name in ("q", "state"))
        found = await _in_thread(lambda: self._inbox(who).list(search, state))
        return self._page("inbox.html", who=who, handoffs=found, search=search, state=state)

    async def handoff(self, request: Request, who: Member, reference: str) -> HTTPResponse:
        """One of them, noted in the audit."""
        one = await _in_thread(lambda: self._inbox(who).one(reference))
        if one is None:
            return self._page("missing.html", status=404, who=who)
        await _in_thread(lambda: self._inbox(who).note("viewed", one.reference, _now()))
        return self._page("handoff.html", who=who, one=one, details=details(one))

    async def state(self, request: Request, who: Member, reference: str) -> HTTPResponse:
        """How far the clinic is."""
        chosen = request.form.get("state") or ""
        done = await _in_thread(lambda: self._inbox(who).set_state(reference, chosen, _now()))
        return _to(f"{PREFIX}/handoffs/{reference}") if done else self._page("missing.html", status=404, who=who)

    async def export(self, request: Request, who: Member) -> HTTPResponse:
        """The list as CSV."""
        search, state = ((request.args.get(name) or "")[:100] for name in ("q", "state"))
        found = await _in_thread(lambda: self._inbox(who).list(search, state))
        await _in_thread(lambda: self._inbox(who).note("exported", f"{len(found)} handoffs", _now()))
        headers = {**HEADERS, "Content-Disposition": 'attachment; filename="handoffs.csv"'}
        return text(export(found), content_type="text/csv; charset=utf-8", headers=headers)

    async def logout(self, request: Request, who: Member) -> HTTPResponse:
        """Ends the session here and in the browser."""
        await _in_thread(lambda: sign_out(self.engine, request.cookies.get(COOKIE, "")))
        response = _to(f"{PREFIX}/login")
        response.cookies[COOKIE] = ""
        response.cookies[COOKIE].update({"max-age": 0, "path": PREFIX, "httponly": True, "samesite": "Strict"})
        return response

    def _inbox(self, who: Member) -> Inbox:
        return Inbox(self.engine, self.vault, who)

    def _signed_in(self, handler: Handler) -> Handler:
        """Only with a live session; a POST also needs the session's CSRF token."""

        @wraps(handler)
        async def checked(request: Request, **values: Any) -> HTTPResponse:
            who = await _in_thread(lambda: member(self.engine, request.cookies.get(COOKIE, ""), _now()))
            if who is None:
                return _to(f"{PREFIX}/login")
            if request.method == "POST" and not _same(request.form.get("csrf") or "", who.csrf):
                return self._page("refused.html", status=403)
            return await handler(request, who, **values)

        return checked

    def _page(self, name: str, status: int = 200, **values: Any) -> HTTPResponse:
        return html(self._templates.get_template(name).render(**values), status=status, headers=HEADERS)


def _function(handler: Handler) -> Handler:
    """Sanic writes on its handlers, which a method does not take."""

    @wraps(handler)
    async def call(request: Request) -> HTTPResponse:
        return await handler(request)

    return call


async def _in_thread(call: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(None, call)


def _now() -> datetime:
    return datetime.now(timezone.utc)


def _to(path: str) -> HTTPResponse:
    return redirect(path, headers=HEADERS, status=303)


def _same(one: str, other: str) -> bool:
    return compare_digest(one.encode(), other.encode())


def _scheme(request: Request) -> str:
    return str(request.headers.get("x-forwarded-proto") or request.scheme)


def _from_here(request: Request) -> bool:
    """A browser names the site a form came from; it must be this one."""
    origin = request.headers.get("origin")
    return not origin or urlsplit(origin).netloc == request.headers.get("host")
