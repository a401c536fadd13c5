"""Signed, expiring tokens: the only thing that names a conversation from outside."""
from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import jwt

ALGORITHM = "HS256"


class TokenError(ValueError):
    """The token is missing, forged, expired or of another purpose."""


@dataclass(frozen=True)
class Session:
    """One conversation as its token names it. `zone` is an IANA name, `locale` a language tag."""

    conversation: str
    zone: str
    locale: str
    expires_at: datetime


def open_session(zone: str, locale: str, hours: float, now: datetime | None = None) -> Session:
    """A new conversation with an unguessable id; `hours` until it expires."""
    start = now or datetime.now(timezone.utc)
    return Session(secrets.token_urlsafe(18), zone, locale, start + timedelta(hours=hours))


def sign(session: Session, secret: str) -> str:
    """The session as a bearer token."""
    claims = {
        "sub": session.conversation,
        "zone": session.zone,
        "locale": session.locale,
        "exp": session.expires_at,
        "aud": "chat",
    }
    return jwt.encode(claims, secret, algorithm=ALGORITHM)


def verify(token: str, secret: str) -> Session:
    """The session of a bearer token; raises TokenError."""
    try:
        claims = jwt.decode(
            token, secret, algorithms=[ALGORITHM], audience="chat", options={"require": ["exp", "sub"]}
        )
        return Session(
            str(claims["sub"]),
            str(claims["zone"]),
            str(claims["locale"]),
            datetime.fromtimestamp(claims["exp"], timezone.utc),
        )
    except (jwt.PyJWTError, KeyError) as error:
        raise TokenError("no valid token") from error


def sign_link(subject: str, secret: str, hours: float) -> str:
    """A signed, expiring value for a link, such as a calendar file's."""
    expires = datetime.now(timezone.utc) + timedelta(hours=hours)
    return jwt.encode({"sub": subject, "exp": expires, "aud": "link"}, secret, algorithm=ALGORITHM)


def verify_link(value: str, secret: str) -> str:
    """The subject of a signed link; raises TokenError."""
    try:
        return str(jwt.decode(value, secret, algorithms=[ALGORITHM], audience="link")["sub"])
    except (jwt.PyJWTError, KeyError) as error:
        raise TokenError("no valid link") from error
