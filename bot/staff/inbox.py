"""What a member of staff sees and does, without any HTTP: list, search, one handoff, its state, export."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Sequence

from sqlalchemy.engine import Engine

from bot.booking.handoff import LEVELS, Handoff
from bot.booking.person import parse_phone
from bot.delivery.summary import lines
from bot.store.staff import Member
from bot.store.unit import UnitOfWork
from bot.store.vault import Vault

STAFF_STATES = ("new", "contacted", "booked", "closed")
"""What staff can set; cancelling is the patient's."""
_COLUMNS = (
    "Reference",
    "State",
    "Urgency",
    "Received (UTC)",
    "Time (local)",
    "Clinic",
    "City",
    "Name",
    "Phone",
    "Reason",
)


class Inbox:
    """The handoffs that a member may see: of their clinic, or all for the operator."""

    def __init__(self, engine: Engine, vault: Vault, member: Member) -> None:
        self._engine, self._vault, self._member = engine, vault, member

    def list(self, search: str = "", state: str = "") -> list[Handoff]:
        """Most urgent first, then new before handled, then newest; `search` in name, phone, reference, city."""
        with UnitOfWork(self._engine, self._vault, write=False) as uow:
            found = uow.handoffs.of_clinic(self._member.clinic)
        fitting = [one for one in found if (not state or one.state == state) and _matches(one, search)]
        return sorted(fitting, key=_urgency)

    def one(self, reference: str) -> Handoff | None:
        """A handoff, None when it is not there or another clinic's."""
        with UnitOfWork(self._engine, self._vault, write=False) as uow:
            row = uow.handoffs.row(reference)
            return uow.handoffs.domain(row) if row and self._may_see(row.clinic_id) else None

    def set_state(self, reference: str, state: str, now: datetime) -> bool:
        """Notes how far the clinic is; False when it may not."""
        if state not in STAFF_STATES:
            return False
        with UnitOfWork(self._engine, self._vault) as uow:
            row = uow.handoffs.row(reference, lock=True)
            if row is None or not self._may_see(row.clinic_id) or row.state == "cancelled":
                return False
            if row.state != state:
                uow.audit(now, f"staff:{self._member.login}"[:80], "state", reference, was=row.state, to=state)
                row.state = state
            return True

    def note(self, action: str, subject: str, now: datetime) -> None:
        """Writes in the audit that this member looked or exported."""
        with UnitOfWork(self._engine, self._vault) as uow:
            uow.audit(now, f"staff:{self._member.login}"[:80], action, subject)

    def _may_see(self, clinic: str | None) -> bool:
        return self._member.clinic is None or clinic == self._member.clinic


def details(handoff: Handoff) -> tuple[tuple[str, str], ...]:
    """Label and value, as in the e-mail."""
    return lines(handoff)


def export(handoffs: Sequence[Handoff]) -> str:
    """CSV, with a sign before what a spreadsheet would take for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for one in handoffs:
        writer.writerow([_tame(cell) for cell in _cells(one)])
    return out.getvalue()


def _cells(one: Handoff) -> tuple[str, ...]:
    when = f"{one.appointment.local:%Y-%m-%d %H:%M}" if one.appointment else ""
    clinic = one.clinic.name if one.clinic else ""
    received = f"{one.created:%Y-%m-%d %H:%M}"
    who = (one.person.name, str(parse_phone(one.person.phone)))
    return (one.reference, one.state, one.summary.level, received, when, clinic, one.city, *who, one.summary.reason)


def _tame(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _urgency(one: Handoff) -> tuple[int, bool, float]:
    level = LEVELS.index(one.summary.level) if one.summary.level in LEVELS else len(LEVELS)
    return (
        level if one.state == "new" else len(LEVELS) + 1,
        one.state in ("closed", "cancelled"),
        -one.created.timestamp(),
    )


def _matches(one: Handoff, search: str) -> bool:
    wanted = " ".join(search.lower().split())
    digits = "".join(letter for letter in wanted if letter.isdigit()).lstrip("0")
    text = f"{one.person.name} {one.reference} {one.city} {one.reference.replace('-', '')}".lower()
    return not wanted or wanted in text or (len(digits) >= 4 and digits in one.person.phone)
