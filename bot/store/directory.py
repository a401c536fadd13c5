"""The clinics and their providers in the database."""

from __future__ import annotations

from typing import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.booking.clinic import Clinic
from bot.store.mapping import clinic_of, fill_clinic, fill_provider
from bot.store.tables import ClinicRow, ProviderRow


class Directory:
    """Clinics by id and by city."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def clinics(self, city: str | None = None) -> tuple[Clinic, ...]:
        """The active clinics, in the order of the directory."""
        query = select(ClinicRow).where(ClinicRow.active).order_by(ClinicRow.position)
        if city is not None:
            query = query.where(ClinicRow.city == city)
        return tuple(clinic_of(row) for row in self._session.execute(query).scalars())

    def of_provider(self, provider: str, lock: bool = False) -> Clinic | None:
        """The active clinic of an active provider; `lock` makes other bookings of the provider wait."""
        query = select(ProviderRow).where(ProviderRow.id == provider, ProviderRow.active)
        row = self._session.execute(query.with_for_update() if lock else query).scalar_one_or_none()
        return clinic_of(row.clinic) if row and row.clinic.active else None

    def replace(self, clinics: Sequence[Clinic]) -> None:
        """Makes these the directory: known ids are updated, missing ones are set aside, not deleted."""
        rows = {row.id: row for row in self._session.execute(select(ClinicRow)).scalars()}
        known = {row.id: row for row in self._session.execute(select(ProviderRow)).scalars()}
        for row in (*rows.values(), *known.values()):
            row.active = False
        for position, clinic in enumerate(clinics):
            row = rows.get(clinic.id) or ClinicRow(id=clinic.id)
            fill_clinic(row, clinic, position)
            self._session.add(row)
            for provider in clinic.providers:
                one = known.get(provider.id) or ProviderRow(id=provider.id)
                fill_provider(one, provider, clinic)
                self._session.add(one)
        self._session.flush()
