"""Rows to domain objects and back."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import timedelta

from bot.booking.clinic import Channels, Clinic, Provider, Unavailability, WorkingPlan
from bot.booking.handoff import Appointment, Handoff, Summary
from bot.booking.opening import Opening
from bot.booking.person import Person
from bot.store.tables import AppointmentRow, ClinicRow, HandoffRow, ProviderRow, UnavailabilityRow, WorkingPlanRow
from bot.store.vault import Vault

_MINUTE = timedelta(minutes=1)


def clinic_of(row: ClinicRow) -> Clinic:
    """The clinic with its active providers."""
    return Clinic(
        row.id,
        row.name,
        row.city,
        row.zone,
        row.address,
        row.phone,
        tuple(row.languages),
        Channels(**row.channels),
        row.sample,
        tuple(provider_of(provider) for provider in row.providers if provider.active),
    )


def provider_of(row: ProviderRow) -> Provider:
    """The provider with plan and unavailabilities."""
    away = tuple(Unavailability(one.start, one.end, one.reason) for one in row.unavailabilities)
    plan = WorkingPlan.from_json(row.plan.plan)
    lead, horizon = _MINUTE * row.lead_minutes, timedelta(days=row.horizon_days)
    return Provider(row.id, row.name, plan, _MINUTE * row.minutes, lead, horizon, away)


def fill_clinic(row: ClinicRow, clinic: Clinic, position: int) -> None:
    """Writes the clinic's own fields into its row."""
    row.name, row.city, row.zone = clinic.name, clinic.city, clinic.zone
    row.address, row.phone, row.languages = clinic.address, clinic.phone, list(clinic.languages)
    row.channels, row.sample = asdict(clinic.channels), clinic.sample
    row.active, row.position = True, position


def fill_provider(row: ProviderRow, provider: Provider, clinic: Clinic) -> None:
    """Writes the provider into its row."""
    row.clinic_id, row.name, row.active = clinic.id, provider.name, True
    row.minutes = provider.length // _MINUTE
    row.lead_minutes = provider.lead // _MINUTE
    row.horizon_days = provider.horizon.days
    row.plan = row.plan or WorkingPlanRow()
    row.plan.plan = provider.plan.to_json()
    row.unavailabilities = [
        UnavailabilityRow(start=one.start, end=one.end, reason=one.reason) for one in provider.unavailable
    ]


def appointment_of(row: AppointmentRow, clinic: Clinic) -> Appointment:
    """The appointment, in the zone it was made in."""
    opening = Opening(replace(clinic, zone=row.zone), provider_of(row.provider), row.start, row.end)
    return Appointment(opening, row.state, row.sequence)


def handoff_of(row: HandoffRow, vault: Vault) -> Handoff:
    """The handoff with its personal fields opened."""
    clinic = clinic_of(row.clinic) if row.clinic else None
    appointment = appointment_of(row.appointment, clinic) if row.appointment and clinic else None
    return Handoff(
        row.reference,
        Person(vault.open(row.name_sealed), vault.open(row.phone_sealed)),
        Summary.from_json(json.loads(vault.open(row.summary_sealed))),
        row.city,
        row.created_at,
        row.state,
        clinic,
        appointment,
        row.conversation,
    )
