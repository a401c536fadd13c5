"""Deleting: one conversation on request, everything old by rule."""

from __future__ import annotations

from datetime import datetime, timezone

from sqlalchemy import Column, Float, MetaData, String, Table, delete, func, inspect, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bot.store.tables import AppointmentRow, AuditRow, ForgottenRow, HandoffRow, OutboxRow
from bot.store.vault import fingerprint

_EVENTS = Table("events", MetaData(), Column("sender_id", String), Column("timestamp", Float))
"""Rasa's tracker store, when it lives in the same database."""


def forget(engine: Engine, conversation: str, now: datetime | None = None) -> int:
    """Deletes everything of a conversation, ours and Rasa's; gives the number of handoffs deleted."""
    with Session(engine.execution_options(write=True), future=True) as session:
        ids = _ids(session, HandoffRow.conversation == conversation)
        _delete(session, ids)
        if inspect(session.connection()).has_table("events"):
            session.execute(delete(_EVENTS).where(_EVENTS.c.sender_id == conversation))
        if session.get(ForgottenRow, fingerprint(conversation)) is None:
            session.add(ForgottenRow(fingerprint=fingerprint(conversation), at=now or datetime.now(timezone.utc)))
        session.commit()
    _truncate(engine)
    return len(ids)


def is_forgotten(engine: Engine, conversation: str) -> bool:
    """True when the person asked for this conversation to be deleted; nothing may be written to it."""
    with Session(engine, future=True) as session:
        return session.get(ForgottenRow, fingerprint(conversation)) is not None


def retention(engine: Engine, older_than: datetime) -> int:
    """Deletes handoffs made and, if booked, held before an instant, conversations silent since, and old audit rows.

    Gives the number of handoffs deleted.
    """
    with Session(engine.execution_options(write=True), future=True) as session:
        still_to_come = select(AppointmentRow.handoff_id).where(AppointmentRow.start >= older_than)
        ids = _ids(session, HandoffRow.created_at < older_than, HandoffRow.id.not_in(still_to_come))
        _delete(session, ids)
        session.execute(delete(AuditRow).where(AuditRow.at < older_than))
        session.execute(delete(ForgottenRow).where(ForgottenRow.at < older_than))
        if inspect(session.connection()).has_table("events"):
            silent = select(_EVENTS.c.sender_id).group_by(_EVENTS.c.sender_id)
            silent = silent.having(func.max(_EVENTS.c.timestamp) < older_than.timestamp())
            session.execute(delete(_EVENTS).where(_EVENTS.c.sender_id.in_(silent)))
        session.commit()
    _truncate(engine)
    return len(ids)


def _ids(session: Session, *conditions: object) -> list[int]:
    return list(session.execute(select(HandoffRow.id).where(*conditions)).scalars())


def _delete(session: Session, ids: list[int]) -> None:
    references = select(HandoffRow.reference).where(HandoffRow.id.in_(ids))
    session.execute(
        delete(AuditRow).where(AuditRow.subject.in_(references)).execution_options(synchronize_session=False)
    )
    for table, column in (
        (OutboxRow, OutboxRow.handoff_id),
        (AppointmentRow, AppointmentRow.handoff_id),
        (HandoffRow, HandoffRow.id),
    ):
        session.execute(delete(table).where(column.in_(ids)).execution_options(synchronize_session=False))


def _truncate(engine: Engine) -> None:
    """On SQLite the write-ahead log would keep the deleted pages; empty it."""
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
