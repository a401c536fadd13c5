"""Who may see handoffs: accounts, sign-in with lockout, sessions."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import delete, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.store.tables import ClinicRow, StaffRow, StaffSessionRow

FAILURES = 5
LOCKED = timedelta(minutes=15)
SESSION = timedelta(hours=8)
SHORTEST_PASSWORD = 12

_HASHER = PasswordHasher()


class StaffError(ValueError):
    """An account that cannot be made; says why."""


@dataclass(frozen=True)
class Member:
    """Someone signed in. `clinic` None is the operator, who sees every clinic."""

    login: str
    clinic: str | None
    csrf: str


@dataclass(frozen=True)
class SignIn:
    """What a sign-in came to: a token for the cookie, or none, and whether the account is locked."""

    token: str = ""
    locked: bool = False


def add_staff(engine: Engine, login: str, password: str, clinic: str | None) -> None:
    """Makes an account, or gives an existing one a new password and ends its sessions; raises StaffError."""
    if not login or len(login) > 80 or not login.isprintable():
        raise StaffError("the login should be 1 to 80 visible characters")
    if len(password) < SHORTEST_PASSWORD:
        raise StaffError(f"the password should have {SHORTEST_PASSWORD} characters or more")
    with Session(engine.execution_options(write=True), future=True) as session:
        if clinic is not None and session.get(ClinicRow, clinic) is None:
            raise StaffError(f"there is no clinic '{clinic}'; see `bot clinics list`")
        row = _by_login(session, login) or StaffRow(login=login)
        row.password_hash, row.clinic_id, row.failed, row.locked_until = _HASHER.hash(password), clinic, 0, None
        session.add(row)
        session.flush()
        session.execute(delete(StaffSessionRow).where(StaffSessionRow.staff_id == row.id))
        session.commit()


def sign_in(engine: Engine, login: str, password: str, now: datetime) -> SignIn:
    """Checks a password; five wrong ones lock the account for a quarter of an hour.

    A locked account refuses the right password too, in the same time and words as a wrong one.
    """
    with Session(engine, future=True) as session:
        known = _by_login(session, login[:80])
        stored = known.password_hash if known else _nobody()
    # Hashing is slow on purpose, so it is done before the database is locked for writing.
    right = _verify(stored, password[:1000])
    with Session(engine.execution_options(write=True), future=True) as session:
        row = _by_login(session, login[:80], lock=True)
        answer = _answer(session, row, right and row.password_hash == stored, now) if row else SignIn()
        session.commit()
    return answer


def member(engine: Engine, token: str, now: datetime) -> Member | None:
    """Whose session a token is, as long as it lasts."""
    with Session(engine, future=True) as session:
        found = session.get(StaffSessionRow, _hash(token)) if token else None
        if found is None or found.expires_at <= now:
            return None
        staff = session.get(StaffRow, found.staff_id)
        return Member(staff.login, staff.clinic_id, found.csrf)


def sign_out(engine: Engine, token: str) -> None:
    """Ends a session."""
    with Session(engine.execution_options(write=True), future=True) as session:
        session.execute(delete(StaffSessionRow).where(StaffSessionRow.token_hash == _hash(token)))
        session.commit()


def _by_login(session: Session, login: str, lock: bool = False) -> StaffRow | None:
    query = select(StaffRow).where(StaffRow.login == login)
    found: StaffRow | None = session.execute(query.with_for_update() if lock else query).scalar_one_or_none()
    return found


def _answer(session: Session, row: StaffRow, right: bool, now: datetime) -> SignIn:
    if row.locked_until and row.locked_until > now:
        return SignIn(locked=True)
    if right:
        return SignIn(_open_session(session, row, now))
    row.failed += 1
    if row.failed >= FAILURES:
        row.failed, row.locked_until = 0, now + LOCKED
        return SignIn(locked=True)
    return SignIn()


@lru_cache(maxsize=1)
def _nobody() -> str:
    """Checked for unknown names, so that an answer takes as long as for known ones."""
    return _HASHER.hash(secrets.token_hex(16))


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (Argon2Error, InvalidHashError):
        return False


def _open_session(session: Session, row: StaffRow, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    row.failed, row.locked_until = 0, None
    session.execute(delete(StaffSessionRow).where(StaffSessionRow.expires_at <= now))
    session.add(
        StaffSessionRow(
            token_hash=_hash(token), staff_id=row.id, csrf=secrets.token_urlsafe(32), expires_at=now + SESSION
        )
    )
    return token


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
