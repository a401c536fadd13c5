"""The booking desk: what the actions ask for, in one call each."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Sequence

from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.booking.city import City, Gazetteer, Locality, Place, load_gazetteer, nearest
from bot.booking.clinic import Clinic
from bot.booking.handoff import Handoff, Summary
from bot.booking.opening import Opening, bookable, parse_opening_id, spread
from bot.booking.person import Person
from bot.booking.wish import Wish
from bot.store.engine import open_engine
from bot.store.handoffs import Request
from bot.store.importing import import_directory
from bot.store.migrate import migrate
from bot.store.tables import HandoffRow
from bot.store.unit import UnitOfWork
from bot.store.vault import Vault, same

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "clinics" / "sample.yml"
PATIENT = "patient"
ANY_TIME = Wish()


class DeskError(Exception):
    """A request that the desk cannot do."""


class ConsentMissing(DeskError):
    """Nothing is stored without an explicit yes."""


class OpeningTaken(DeskError):
    """The opening is gone or never was; `others` are open now, near that time first."""

    def __init__(self, others: tuple[Opening, ...] = ()) -> None:
        super().__init__("the opening is taken")
        self.others = others


class NotFound(DeskError):
    """No such appointment for this conversation or phone; the same answer whichever is wrong."""


class Desk:
    """Cities, openings, bookings and callbacks of one database."""

    def __init__(self, url: str | None = None, vault: Vault | None = None, engine: Engine | None = None) -> None:
        """Opens and upgrades the database; with CHAT_CLINICS=sample an empty directory gets the sample."""
        self.engine = engine or open_engine(url)
        self.vault = vault or Vault.from_environment()
        self.gazetteer: Gazetteer = load_gazetteer()
        migrate(self.engine)
        self._import_first()

    def cities(self) -> tuple[City, ...]:
        """The cities that have a clinic, in the directory's order; empty without a directory."""
        ids = dict.fromkeys(clinic.city for clinic in self._clinics())
        return tuple(self.gazetteer.cities[city] for city in ids if city in self.gazetteer.cities)

    def locate(self, text: str, asked: bool = False) -> Locality | None:
        """The place a text names, one with a clinic before one without; None when it names none.

        `asked` says that the text answers "which city?", so that an unknown name is a place too.
        """
        places = self.gazetteer.find(text, asked)
        if not places and asked and text.strip():
            places = (Place(None, " ".join(text.split())[:60], certain=False),)
        if not places:
            return None
        cities = self.cities()
        place = next((one for one in places if one.city in cities), places[0])
        others = tuple(city for city in cities if city != place.city)
        return Locality(place, place.city in cities, nearest(place.city, others) if place.city else others)

    def openings(
        self, city: str, now: datetime, after: datetime | None = None, limit: int = 6, wish: Wish = ANY_TIME
    ) -> tuple[Opening, ...]:
        """At most `limit` openings of a city that start after `after` and fit the wish, earliest first."""
        with self._reading() as uow:
            found = self._open(uow, uow.directory.clinics(city), now)
        fitting = [one for one in found if (after is None or one.start > after) and wish.fits(one)]
        return spread(fitting, limit)

    def opening(self, opening_id: str, now: datetime) -> Opening | None:
        """The opening of an id as long as it can be taken."""
        with self._reading() as uow:
            return self._find(uow, opening_id, now, lock=False)

    def book(
        self,
        opening_id: str,
        person: Person,
        summary: Summary,
        consent: bool,
        conversation: str,
        key: str,
        now: datetime,
    ) -> Handoff:
        """Takes the opening; the same key gives the same appointment again.

        Raises ConsentMissing, or OpeningTaken with what else is open.
        """
        _require(consent)
        try:
            with self._writing() as uow:
                return self._made(uow, key) or self._take(uow, opening_id, person, summary, conversation, key, now)
        except (IntegrityError, OpeningTaken):
            return self._after_race(opening_id, key, now)

    def request_callback(
        self,
        city: str,
        person: Person,
        summary: Summary,
        consent: bool,
        conversation: str,
        key: str,
        now: datetime,
    ) -> Handoff:
        """Stores a wish to be called, for the city's first clinic when there is one; same key, same request."""
        _require(consent)
        try:
            with self._writing() as uow:
                made = self._made(uow, key)
                return made or self._ask(uow, Request(key, conversation, person, summary, city[:120]), now)
        except IntegrityError:
            with self._reading() as uow:
                return self._made(uow, key) or _raise(NotFound())

    def find(self, conversation: str) -> tuple[Handoff, ...]:
        """What this conversation has booked or asked for, newest first, cancelled ones too."""
        with self._reading() as uow:
            return uow.handoffs.of_conversation(conversation)

    def adopt(self, reference: str, phone: str, conversation: str, now: datetime) -> Handoff:
        """Gives a handoff to the talk that proves it with its reference and phone (E.164); raises NotFound.

        From then on it is that talk's to see, move, cancel and forget.
        """
        with self._writing() as uow:
            row = self._own(uow, reference, conversation, phone)
            if row.conversation != conversation:
                row.conversation = conversation
                uow.audit(now, PATIENT, "adopted", reference)
            return uow.handoffs.domain(row)

    def reschedule(
        self, reference: str, opening_id: str, now: datetime, conversation: str = "", phone: str = ""
    ) -> Handoff:
        """Moves an appointment, whose old opening is free again, or gives a callback a time.

        Raises NotFound, also for what was cancelled, or OpeningTaken with what else is open.
        """
        try:
            with self._writing() as uow:
                row = self._own(uow, reference, conversation, phone)
                if _same_opening(row, opening_id):
                    return uow.handoffs.domain(row)
                self._move(uow, row, self._free(uow, opening_id, now), now)
                return uow.handoffs.domain(row)
        except (IntegrityError, OpeningTaken) as error:
            raise OpeningTaken(self._others(opening_id, now)) from error

    def cancel(self, reference: str, now: datetime, conversation: str = "", phone: str = "") -> Handoff:
        """Cancels; a second time changes nothing. Raises NotFound."""
        with self._writing() as uow:
            row = self._own(uow, reference, conversation, phone)
            if row.state != "cancelled":
                row.state = "cancelled"
                _withdraw(row)
                uow.outbox.put(row, "cancelled", now)
                uow.audit(now, PATIENT, "cancelled", reference)
            return uow.handoffs.domain(row)

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()

    def _reading(self) -> UnitOfWork:
        return UnitOfWork(self.engine, self.vault, write=False)

    def _writing(self) -> UnitOfWork:
        return UnitOfWork(self.engine, self.vault)

    def _clinics(self) -> tuple[Clinic, ...]:
        with self._reading() as uow:
            return uow.directory.clinics()

    def _open(self, uow: UnitOfWork, clinics: Sequence[Clinic], now: datetime) -> list[Opening]:
        taken = uow.handoffs.taken([one.id for clinic in clinics for one in clinic.providers], now)
        return [
            opening
            for clinic in clinics
            for provider in clinic.providers
            for opening in bookable(clinic, provider, taken[provider.id], now)
        ]

    def _find(self, uow: UnitOfWork, opening_id: str, now: datetime, lock: bool) -> Opening | None:
        try:
            name, start = parse_opening_id(opening_id)
        except ValueError:
            return None
        clinic = uow.directory.of_provider(name, lock)
        if clinic is None:
            return None
        provider = next(one for one in clinic.providers if one.id == name)
        taken = uow.handoffs.taken([name], now)[name]
        return next((one for one in bookable(clinic, provider, taken, now) if one.start == start), None)

    def _made(self, uow: UnitOfWork, key: str) -> Handoff | None:
        row = uow.handoffs.by_key(key)
        return uow.handoffs.domain(row) if row else None

    def _take(
        self,
        uow: UnitOfWork,
        opening_id: str,
        person: Person,
        summary: Summary,
        conversation: str,
        key: str,
        now: datetime,
    ) -> Handoff:
        opening = self._free(uow, opening_id, now)
        request = Request(key, conversation, person, summary, opening.clinic.city)
        row = uow.handoffs.add(request, now, opening, opening.clinic.id)
        return self._created(uow, row, now)

    def _ask(self, uow: UnitOfWork, request: Request, now: datetime) -> Handoff:
        clinics = uow.directory.clinics(request.city)
        row = uow.handoffs.add(request, now, None, clinics[0].id if clinics else None)
        return self._created(uow, row, now)

    def _created(self, uow: UnitOfWork, row: HandoffRow, now: datetime) -> Handoff:
        uow.outbox.put(row, "created", now)
        uow.audit(now, PATIENT, "created", row.reference, level=row.level)
        return uow.handoffs.domain(row)

    def _move(self, uow: UnitOfWork, row: HandoffRow, opening: Opening, now: datetime) -> None:
        elsewhere = opening.clinic.id != row.clinic_id
        if elsewhere and row.clinic_id:
            _withdraw(row)
            uow.outbox.put(row, "cancelled", now)
        uow.handoffs.place(row, opening)
        uow.outbox.put(row, "created" if elsewhere else "moved", now)
        uow.audit(now, PATIENT, "moved", row.reference)

    def _own(self, uow: UnitOfWork, reference: str, conversation: str, phone: str) -> HandoffRow:
        row = uow.handoffs.row(reference, lock=True)
        if row is None:
            raise NotFound
        by_talk = bool(conversation) and same(row.conversation, conversation)
        if not by_talk and not (phone and same(self.vault.open(row.phone_sealed), phone)):
            raise NotFound
        return row

    def _free(self, uow: UnitOfWork, opening_id: str, now: datetime) -> Opening:
        opening = self._find(uow, opening_id, now, lock=True)
        if opening is None:
            raise OpeningTaken
        return opening

    def _others(self, opening_id: str, now: datetime) -> tuple[Opening, ...]:
        """What is open in the same city, after that time first, near it first."""
        try:
            name, start = parse_opening_id(opening_id)
        except ValueError:
            return ()
        with self._reading() as uow:
            clinic = uow.directory.of_provider(name)
            found = self._open(uow, uow.directory.clinics(clinic.city), now) if clinic else []
        nearby = sorted(found, key=lambda one: (one.start < start, abs(one.start - start)))
        return spread(nearby[:12], 6)

    def _after_race(self, opening_id: str, key: str, now: datetime) -> Handoff:
        """Somebody was quicker: this form, sent twice, which is no harm, or another person."""
        with self._reading() as uow:
            made = self._made(uow, key)
        if made is None:
            raise OpeningTaken(self._others(opening_id, now))
        return made

    def _import_first(self) -> None:
        if os.environ.get("CHAT_CLINICS", "") != "sample" or self._clinics():
            return
        with self._writing() as uow:
            import_directory(SAMPLE, uow, self.gazetteer)


def _require(consent: bool) -> None:
    if consent is not True:
        raise ConsentMissing("nothing is stored without consent")


def _same_opening(row: HandoffRow, opening_id: str) -> bool:
    if row.state == "cancelled":
        raise NotFound
    made = row.appointment
    return bool(made) and opening_id == f"{made.provider_id}@{made.start:%Y%m%dT%H%MZ}"


def _withdraw(row: HandoffRow) -> None:
    """Takes the appointment back, if there is one."""
    if row.appointment:
        row.appointment.state = "cancelled"
        row.appointment.sequence += 1


def _raise(error: Exception) -> Handoff:
    raise error
