"""Every table of ours, in one place. Instants are UTC; `_sealed` columns are encrypted by the vault."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import JSON, Boolean, Column, DateTime, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import declarative_base, relationship
from sqlalchemy.types import TypeDecorator

Base: Any = declarative_base()


class Instant(TypeDecorator):
    """An aware instant; stored and given back in UTC, also where the database keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value.astimezone(timezone.utc) if value else None
        return value.replace(tzinfo=timezone.utc)


class ClinicRow(Base):
    """A clinic of the directory; one that left the directory stays, not active, for its handoffs."""

    __tablename__ = "clinics"
    id = Column(String(80), primary_key=True)
    name = Column(String(200), nullable=False)
    city = Column(String(80), nullable=False, index=True)
    address = Column(String(400), nullable=False)
    phone = Column(String(40), nullable=False)
    zone = Column(String(64), nullable=False)
    languages = Column(JSON, nullable=False)
    channels = Column(JSON, nullable=False)
    sample = Column(Boolean, nullable=False)
    active = Column(Boolean, nullable=False)
    position = Column(Integer, nullable=False)
    providers = relationship("ProviderRow", back_populates="clinic", order_by="ProviderRow.id", lazy="selectin")


class ProviderRow(Base):
    """A dermatologist; durations are in minutes and days."""

    __tablename__ = "providers"
    id = Column(String(80), primary_key=True)
    clinic_id = Column(ForeignKey("clinics.id"), nullable=False, index=True)
    name = Column(String(200), nullable=False)
    minutes = Column(Integer, nullable=False)
    lead_minutes = Column(Integer, nullable=False)
    horizon_days = Column(Integer, nullable=False)
    active = Column(Boolean, nullable=False)
    clinic = relationship("ClinicRow", back_populates="providers")
    plan = relationship("WorkingPlanRow", uselist=False, cascade="all, delete-orphan", lazy="selectin")
    unavailabilities = relationship("UnavailabilityRow", cascade="all, delete-orphan", lazy="selectin")


class WorkingPlanRow(Base):
    """A provider's plan, as `WorkingPlan.to_json` gives it."""

    __tablename__ = "working_plans"
    provider_id = Column(ForeignKey("providers.id", ondelete="CASCADE"), primary_key=True)
    plan = Column(JSON, nullable=False)


class UnavailabilityRow(Base):
    """A stretch in which a provider is away."""

    __tablename__ = "unavailabilities"
    id = Column(Integer, primary_key=True)
    provider_id = Column(ForeignKey("providers.id", ondelete="CASCADE"), nullable=False, index=True)
    start = Column(Instant, nullable=False)
    end = Column(Instant, nullable=False)
    reason = Column(String(200), nullable=False)


class HandoffRow(Base):
    """A request that reaches a clinic. `key` makes a repeated submit the same request."""

    __tablename__ = "handoffs"
    id = Column(Integer, primary_key=True)
    reference = Column(String(16), nullable=False, unique=True)
    key = Column(String(200), nullable=False, unique=True)
    conversation = Column(String(120), nullable=False, index=True)
    clinic_id = Column(ForeignKey("clinics.id"), nullable=True, index=True)
    city = Column(String(120), nullable=False)
    level = Column(String(32), nullable=False)
    state = Column(String(16), nullable=False)
    name_sealed = Column(Text, nullable=False)
    phone_sealed = Column(Text, nullable=False)
    summary_sealed = Column(Text, nullable=False)
    consent_at = Column(Instant, nullable=False)
    consent_text = Column(String(64), nullable=False)
    created_at = Column(Instant, nullable=False, index=True)
    clinic = relationship("ClinicRow", lazy="selectin")
    appointment = relationship(
        "AppointmentRow", uselist=False, back_populates="handoff", cascade="all, delete-orphan", lazy="selectin"
    )
    outbox = relationship("OutboxRow", cascade="all, delete-orphan", back_populates="handoff")


class AppointmentRow(Base):
    """A taken opening. The constraint, not a look before, keeps an opening from being taken twice."""

    __tablename__ = "appointments"
    handoff_id = Column(ForeignKey("handoffs.id", ondelete="CASCADE"), primary_key=True)
    provider_id = Column(ForeignKey("providers.id"), nullable=False, index=True)
    start = Column(Instant, nullable=False)
    end = Column(Instant, nullable=False)
    zone = Column(String(64), nullable=False)
    state = Column(String(16), nullable=False)
    sequence = Column(Integer, nullable=False)
    provider = relationship("ProviderRow", lazy="selectin")
    handoff = relationship("HandoffRow", back_populates="appointment")


BOOKED = text("state = 'booked'")
Index(
    "one_booking_per_opening",
    AppointmentRow.provider_id,
    AppointmentRow.start,
    unique=True,
    sqlite_where=BOOKED,
    postgresql_where=BOOKED,
)


class OutboxRow(Base):
    """One message to one channel of a clinic; `key` is the same at every try.

    `state` is waiting (no channel yet), pending, sent or dead.
    """

    __tablename__ = "outbox"
    id = Column(Integer, primary_key=True)
    handoff_id = Column(ForeignKey("handoffs.id", ondelete="CASCADE"), nullable=False, index=True)
    clinic_id = Column(ForeignKey("clinics.id"), nullable=True)
    key = Column(String(64), nullable=False, unique=True)
    event = Column(String(16), nullable=False)
    channel = Column(String(16), nullable=False)
    body_sealed = Column(Text, nullable=False)
    state = Column(String(16), nullable=False)
    attempts = Column(Integer, nullable=False)
    due_at = Column(Instant, nullable=False)
    claimed_until = Column(Instant, nullable=True)
    problem = Column(String(200), nullable=False)
    created_at = Column(Instant, nullable=False)
    sent_at = Column(Instant, nullable=True)
    handoff = relationship("HandoffRow", back_populates="outbox", lazy="selectin")
    clinic = relationship("ClinicRow", lazy="selectin")
    __table_args__ = (Index("outbox_by_state", "state", "due_at"),)


class AuditRow(Base):
    """Who changed what and when, without personal data."""

    __tablename__ = "audit"
    id = Column(Integer, primary_key=True)
    at = Column(Instant, nullable=False, index=True)
    actor = Column(String(80), nullable=False)
    action = Column(String(40), nullable=False)
    subject = Column(String(120), nullable=False, index=True)
    detail = Column(JSON, nullable=False)


class ForgottenRow(Base):
    """The fingerprint of a conversation that must not be written to again."""

    __tablename__ = "forgotten_conversations"
    fingerprint = Column(String(64), primary_key=True)
    at = Column(Instant, nullable=False)


class StaffRow(Base):
    """A person of a clinic who may see its handoffs; without a clinic, of the operator, who sees all."""

    __tablename__ = "staff"
    id = Column(Integer, primary_key=True)
    login = Column(String(80), nullable=False, unique=True)
    password_hash = Column(String(200), nullable=False)
    clinic_id = Column(ForeignKey("clinics.id"), nullable=True)
    failed = Column(Integer, nullable=False)
    locked_until = Column(Instant, nullable=True)


class StaffSessionRow(Base):
    """A signed-in browser; the cookie's token is kept only as a hash."""

    __tablename__ = "staff_sessions"
    token_hash = Column(String(64), primary_key=True)
    staff_id = Column(ForeignKey("staff.id", ondelete="CASCADE"), nullable=False)
    csrf = Column(String(64), nullable=False)
    expires_at = Column(Instant, nullable=False)
