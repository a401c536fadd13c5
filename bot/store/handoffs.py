"""Handoffs and their appointments in the database."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.booking.clinic import Interval
from bot.booking.handoff import Handoff, Summary
from bot.booking.opening import Opening
from bot.booking.person import Person
from bot.booking.reference import new_reference
from bot.store.mapping import handoff_of
from bot.store.tables import AppointmentRow, HandoffRow
from bot.store.vault import Vault

CONSENT_TEXT = "booking_consent 2026-11-23"
"""Which wording the person agreed to: the phrase and its date."""


@dataclass(frozen=True)
class Request:
    """What a person agreed to send; `key` is the same when the same form is submitted again."""

    key: str
    conversation: str
    person: Person
    summary: Summary
    city: str


class Handoffs:
    """Handoffs by reference, conversation and key."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    def add(self, request: Request, now: datetime, opening: Opening | None, clinic_id: str | None) -> HandoffRow:
        """Writes a new request at once; IntegrityError when its key or its opening is taken."""
        row = HandoffRow(
            reference=new_reference(),
            key=request.key,
            conversation=request.conversation,
            clinic_id=clinic_id,
            city=request.city,
            level=request.summary.level,
            state="new",
            name_sealed=self._vault.seal(request.person.name),
            phone_sealed=self._vault.seal(request.person.phone),
            summary_sealed=self._vault.seal(json.dumps(request.summary.to_json(), ensure_ascii=False)),
            consent_at=now,
            consent_text=CONSENT_TEXT,
            created_at=now,
        )
        if opening:
            row.appointment = _appointment(opening)
        self._session.add(row)
        self._session.flush()
        self._session.refresh(row)
        return row

    def place(self, row: HandoffRow, opening: Opening) -> None:
        """Gives the row this opening in place of any other; IntegrityError when it is taken."""
        made = row.appointment
        if made is None:
            row.appointment = _appointment(opening)
        else:
            made.provider_id, made.start, made.end = opening.provider.id, opening.start, opening.end
            made.zone, made.state = opening.clinic.zone, "booked"
            made.sequence += 1
        row.clinic_id, row.city, row.state = opening.clinic.id, opening.clinic.city, "new"
        self._session.flush()
        self._session.refresh(row)
        self._session.refresh(row.appointment)

    def row(self, reference: str, lock: bool = False) -> HandoffRow | None:
        """The row of a reference; `lock` makes other changes of it wait."""
        query = select(HandoffRow).where(HandoffRow.reference == reference)
        found: HandoffRow | None = self._session.execute(
            query.with_for_update() if lock else query
        ).scalar_one_or_none()
        return found

    def by_key(self, key: str) -> HandoffRow | None:
        """The row that a form made."""
        query = select(HandoffRow).where(HandoffRow.key == key)
        found: HandoffRow | None = self._session.execute(query).scalar_one_or_none()
        return found

    def of_conversation(self, conversation: str) -> tuple[Handoff, ...]:
        """Everything the conversation asked for, newest first."""
        return self._where(HandoffRow.conversation == conversation)

    def of_clinic(self, clinic: str | None) -> tuple[Handoff, ...]:
        """A clinic's handoffs, or with None everybody's, newest first."""
        return self._where(HandoffRow.clinic_id == clinic) if clinic else self._where()

    def domain(self, row: HandoffRow) -> Handoff:
        """The row as a Handoff."""
        return handoff_of(row, self._vault)

    def taken(self, providers: Sequence[str], since: datetime) -> dict[str, list[Interval]]:
        """The booked times of these providers that end after an instant."""
        query = select(AppointmentRow.provider_id, AppointmentRow.start, AppointmentRow.end).where(
            AppointmentRow.provider_id.in_(providers),
            AppointmentRow.state == "booked",
            AppointmentRow.end > since,
        )
        taken: dict[str, list[Interval]] = {provider: [] for provider in providers}
        for provider, start, end in self._session.execute(query):
            taken[provider].append(Interval(start, end))
        return taken

    def _where(self, *conditions: Any) -> tuple[Handoff, ...]:
        query = select(HandoffRow).where(*conditions).order_by(HandoffRow.created_at.desc(), HandoffRow.id.desc())
        return tuple(self.domain(row) for row in self._session.execute(query).scalars())


def _appointment(opening: Opening) -> AppointmentRow:
    return AppointmentRow(
        provider_id=opening.provider.id,
        start=opening.start,
        end=opening.end,
        zone=opening.clinic.zone,
        state="booked",
        sequence=0,
    )
