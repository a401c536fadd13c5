"""The web channel: the contract's endpoints on Rasa's own HTTP server."""
from __future__ import annotations

import logging
from functools import wraps
from typing import Any, Awaitable, Callable, Dict, List, Optional, Text

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json, raw

from bot.channel.calendar import calendar_file
from bot.channel.conversations import Conversations
from bot.channel.health import check_health
from bot.channel.limits import RateLimit
from bot.channel.output import ContractOutput
from bot.channel.request import ChatError, Incoming, read_message, read_session
from bot.channel.tokens import Session, TokenError, open_session, sign, verify
from bot.replies.talk import apology, greeting
from bot.settings import Settings, load_settings

logger = logging.getLogger(__name__)
Handler = Callable[..., Awaitable[HTTPResponse]]


class WebChannel(InputChannel):
    """POST /chat/session, POST /chat/messages, DELETE /chat/session, the calendar link and /health."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.conversations = Conversations(settings.database_url)
        self._messages = RateLimit(settings.messages_per_minute)
        self._sessions = RateLimit(settings.sessions_per_minute)

    @classmethod
    def name(cls) -> Text:
        """Rasa's name for the channel."""
        return "web"

    @classmethod
    def from_credentials(cls, credentials: Optional[Dict[Text, Any]]) -> WebChannel:
        """Settings come from the environment; credentials.yml only names the channel."""
        return cls(load_settings())

    def url_prefix(self) -> Text:
        """Absolute, so that Rasa's /webhooks/ does not stand before it."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        routes = Blueprint("chat_channel")

        @routes.post("/chat/session")
        @_answers_errors
        async def create_session(request: Request) -> HTTPResponse:
            if not self._sessions.allows(request.remote_addr or request.ip):
                raise ChatError(429, "too_many", "Too many new chats at once. Please try again in a minute.")
            session = open_session(*read_session(_body(request)), self.settings.session_hours)
            return json(
                {
                    "token": sign(session, self.settings.secret),
                    "expires_at": session.expires_at.isoformat(),
                    "messages": [greeting(session.locale).to_json()],
                },
                status=201,
            )

        @routes.post("/chat/messages")
        @_answers_errors
        async def post_message(request: Request) -> HTTPResponse:
            session = await self._session(request)
            if not self._messages.allows(session.conversation):
                raise ChatError(429, "too_many", "That was a lot at once. Please wait a moment.")
            incoming = read_message(_body(request))
            _require_model(request.app)
            return json({"messages": await self._reply(session, incoming, on_new_message, request.app)})

        @routes.delete("/chat/session")
        @_answers_errors
        async def forget(request: Request) -> HTTPResponse:
            session = await self._session(request)
            await self.conversations.forget(session.conversation)
            return empty()

        @routes.get("/chat/calendar/<file>")
        @_answers_errors
        async def calendar(request: Request, file: str) -> HTTPResponse:
            _require_model(request.app)
            agent, database = request.app.ctx.agent, self.settings.database_url
            content = await calendar_file(file.removesuffix(".ics"), self.settings.secret, agent, database)
            return raw(content, content_type="text/calendar; charset=utf-8")

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            parts = await check_health(agent, self.conversations.engine, self.settings.action_url)
            down = sorted(name for name, state in parts.items() if state != "ok")
            status = {"status": "down" if down else "ok", "down": down, "parts": parts}
            return json(status, status=503 if down else 200)

        return routes

    async def _session(self, request: Request) -> Session:
        scheme, _, token = (request.headers.get("authorization") or "").partition(" ")
        try:
            if scheme.lower() != "bearer":
                raise TokenError("no bearer token")
            session = verify(token, self.settings.secret)
        except TokenError as error:
            raise ChatError(401, "unauthorized", "This chat is not open any more. Please start a new one.") from error
        if await self.conversations.is_forgotten(session.conversation):
            raise ChatError(401, "forgotten", "This chat was deleted. Please start a new one.")
        return session

    async def _reply(
        self,
        session: Session,
        incoming: Incoming,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
        app: Sanic,
    ) -> List[Dict[Text, Any]]:
        if incoming.payload is not None:
            await self._require_offered(session, incoming.payload, app)
        output = ContractOutput()
        metadata = {"timezone": session.zone, "locale": session.locale, "choice": incoming.payload}
        # Rasa drops a message without text, and an empty one still deserves a reply.
        text = incoming.text or "."
        try:
            await on_new_message(
                UserMessage(text, output, session.conversation, input_channel=self.name(), metadata=metadata)
            )
        except Exception as error:  # a turn never crashes; the type says enough for a log without health data
            logger.error("A turn failed: %s", type(error).__name__)
        messages = output.ordered() or [apology(session.locale).to_json()]
        if any(message["meta"].pop("forget", False) for message in messages):
            await self.conversations.forget(session.conversation)
        return messages

    async def _require_offered(self, session: Session, payload: str, app: Sanic) -> None:
        tracker = await app.ctx.agent.tracker_store.retrieve(session.conversation)
        offered = _offered(tracker.events if tracker else ())
        if offered is None:
            offered = [button.payload for button in greeting(session.locale).buttons]
        if payload not in offered and not ("treated:pick" in offered and payload.startswith("treated:")):
            raise ChatError(400, "not_offered", "That button is from an earlier question. Please choose again.")


def _offered(events: Any) -> Optional[List[Text]]:
    """The payloads of the last reply; None when nothing was said yet."""
    payloads: List[Text] = []
    seen = False
    for event in reversed(list(events)):
        if event.type_name == "user":
            return payloads
        if event.type_name == "bot":
            seen = True
            for message in (event.metadata or {}).get("messages") or ():
                payloads.extend(button["payload"] for button in message.get("buttons") or ())
                payloads.extend(_card_payloads(message.get("card") or {}))
    return payloads if seen else None


def _card_payloads(card: Dict[Text, Any]) -> List[Text]:
    rows = [*(card.get("items") or ()), *(card.get("more") or ())]
    return [row["payload"] for row in rows if isinstance(row, dict) and row.get("payload")]


def _body(request: Request) -> Any:
    if not request.body:
        return None
    try:
        return request.json
    except InvalidUsage as error:
        raise ChatError(400, "malformed", "That was not readable JSON.") from error


def _require_model(app: Sanic) -> None:
    agent = getattr(app.ctx, "agent", None)
    if agent is None or not agent.is_ready():
        raise ChatError(503, "not_ready", "The assistant is starting. Please try again in a moment.")


def _answers_errors(handler: Handler) -> Handler:
    @wraps(handler)
    async def wrapped(*args: Any, **kwargs: Any) -> HTTPResponse:
        try:
            return await handler(*args, **kwargs)
        except ChatError as error:
            body = {"error": {"code": error.code, "message": error.message}}
            return json(body, status=error.status)

    return wrapped
