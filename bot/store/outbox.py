"""Messages to clinics, written in the transaction of what they tell, sent later."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from bot.booking.clinic import Clinic
from bot.booking.handoff import Appointment, Handoff
from bot.booking.opening import Opening
from bot.store.mapping import clinic_of, handoff_of, provider_of
from bot.store.tables import AppointmentRow, HandoffRow, OutboxRow, ProviderRow
from bot.store.vault import Vault


@dataclass(frozen=True)
class Parcel:
    """One message to send; `event` is created, moved or cancelled, `handoff` is as it was when the event happened."""

    id: int
    key: str
    event: str
    channel: str
    attempts: int
    handoff: Handoff
    at: datetime


@dataclass(frozen=True)
class Line:
    """An outbox row as staff see it, without personal data."""

    id: int
    reference: str
    event: str
    channel: str
    state: str
    attempts: int
    due: datetime
    problem: str


class Outbox:
    """What waits, what is due, what failed."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    def put(self, row: HandoffRow, event: str, now: datetime) -> None:
        """One message for each of the clinic's channels; with none, one that waits for staff."""
        channels = row.clinic.channels if row.clinic else {}
        named = [name for name in ("email", "webhook") if channels.get(name)]
        for channel in named or ["none"]:
            self._session.add(
                OutboxRow(
                    handoff=row,
                    clinic_id=row.clinic_id,
                    key=uuid4().hex,
                    event=event,
                    channel=channel,
                    body_sealed=self._vault.seal(json.dumps(_snapshot(row))),
                    state="pending" if named else "waiting",
                    attempts=0,
                    due_at=now,
                    problem="",
                    created_at=now,
                )
            )

    def claim(self, now: datetime, lease: timedelta, limit: int = 10) -> list[Parcel]:
        """Due messages, kept from other workers until the lease ends; oldest first.

        A message waits for earlier ones about the same handoff on the same channel, so that none overtakes.
        """
        query = (
            select(OutboxRow)
            .where(OutboxRow.state == "pending", OutboxRow.due_at <= now)
            .where(or_(OutboxRow.claimed_until.is_(None), OutboxRow.claimed_until <= now))
            .where(~self._earlier())
            .order_by(OutboxRow.due_at, OutboxRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = list(self._session.execute(query).scalars())
        for row in rows:
            row.claimed_until = now + lease
        return [self._parcel(row) for row in rows]

    def sent(self, parcel: Parcel, now: datetime) -> None:
        """Takes the message off the list for good."""
        self._set(parcel, state="sent", sent_at=now, problem="", attempts=parcel.attempts + 1)

    def failed(self, parcel: Parcel, problem: str, attempts: int, retry_at: datetime | None) -> None:
        """Notes a failed try, `attempts` with it; without a next time the message is dead until sent again."""
        due = {"state": "pending", "due_at": retry_at} if retry_at else {"state": "dead"}
        self._set(parcel, problem=problem[:200], attempts=attempts, **due)

    def _set(self, parcel: Parcel, **values: Any) -> None:
        """Plain SQL, since a row's relations are not needed; what another worker sent stays sent."""
        mine = update(OutboxRow).where(OutboxRow.id == parcel.id, OutboxRow.state == "pending")
        mine = mine.values(claimed_until=None, **values).execution_options(synchronize_session=False)
        self._session.execute(mine)

    def resend(self, number: int, now: datetime) -> bool:
        """Makes a dead or waiting message due, on its clinic's channel; False when there is none to use."""
        row = self._session.get(OutboxRow, number)
        if row is None or row.state not in ("dead", "waiting", "pending"):
            return False
        if row.channel == "none":
            channels = row.clinic.channels if row.clinic else {}
            row.channel = next((name for name in ("email", "webhook") if channels.get(name)), "none")
        if row.channel == "none":
            return False
        row.state, row.attempts, row.due_at, row.claimed_until, row.problem = "pending", 0, now, None, ""
        return True

    def lines(self, state: str | None = None) -> list[Line]:
        """The messages, newest first; of one state when given."""
        query = select(OutboxRow).order_by(OutboxRow.id.desc())
        rows = self._session.execute(query.where(OutboxRow.state == state) if state else query).scalars()
        return [
            Line(r.id, r.handoff.reference, r.event, r.channel, r.state, r.attempts, r.due_at, r.problem) for r in rows
        ]

    def _earlier(self) -> Any:
        other = OutboxRow.__table__.alias("earlier")
        return (
            select(other.c.id)
            .where(other.c.handoff_id == OutboxRow.handoff_id, other.c.channel == OutboxRow.channel)
            .where(other.c.id < OutboxRow.id, other.c.state == "pending")
            .exists()
        )

    def _parcel(self, row: OutboxRow) -> Parcel:
        then = json.loads(self._vault.open(row.body_sealed))
        now = handoff_of(row.handoff, self._vault)
        clinic = clinic_of(row.clinic) if row.clinic else None
        made = self._appointment(then["appointment"], clinic) if then["appointment"] and clinic else None
        handoff = replace(now, state=then["state"], clinic=clinic, appointment=made)
        return Parcel(row.id, row.key, row.event, row.channel, row.attempts, handoff, row.created_at)

    def _appointment(self, made: dict[str, Any], clinic: Clinic) -> Appointment:
        provider = provider_of(self._session.get(ProviderRow, made["provider"]))
        start, end = (datetime.fromisoformat(made[key]) for key in ("start", "end"))
        opening = Opening(replace(clinic, zone=made["zone"]), provider, start, end)
        return Appointment(opening, made["state"], made["sequence"])


def _snapshot(row: HandoffRow) -> dict[str, Any]:
    """What may change after the event: the state, and the appointment's time."""
    made = row.appointment
    return {"state": row.state, "appointment": _appointment_snapshot(made) if made else None}


def _appointment_snapshot(made: AppointmentRow) -> dict[str, Any]:
    return {
        "start": made.start.isoformat(),
        "end": made.end.isoformat(),
        "zone": made.zone,
        "provider": made.provider_id,
        "state": made.state,
        "sequence": made.sequence,
    }
