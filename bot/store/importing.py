"""A directory file, CSV or YAML, into the store: all of it or, with every error by line, none of it."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Iterator, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from bot.booking.city import Gazetteer, load_gazetteer, words
from bot.booking.clinic import Channels, Clinic, Hours, Provider, Unavailability, WorkingPlan
from bot.store.unit import UnitOfWork

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLINIC = {"id", "name", "city", "address", "phone", "zone", "languages", "sample", "providers", "channels"}
_PROVIDER = {"id", "name", "minutes", "lead_minutes", "horizon_days", "week", "breaks", "exceptions", "unavailable"}
_CHANNELS = {"email", "webhook", "secret", "body"}
_COLUMNS = ("clinic", "name", "city", "provider", "provider_name")
_LINE = "__line__"


class DirectoryError(ValueError):
    """A directory file that was not imported; `problems` has one text for each wrong line."""

    def __init__(self, file: Path, problems: list[str]) -> None:
        super().__init__("\n".join([f"{file.name} was not imported, nothing was changed:", *problems]))
        self.problems = problems


def import_directory(path: Path, uow: UnitOfWork, gazetteer: Gazetteer | None = None) -> tuple[Clinic, ...]:
    """Makes the file's clinics the directory of the unit of work; raises DirectoryError."""
    clinics = read_directory(path, gazetteer or load_gazetteer())
    uow.directory.replace(clinics)
    return clinics


def read_directory(path: Path, gazetteer: Gazetteer) -> tuple[Clinic, ...]:
    """The clinics of a .csv, .yml or .yaml file; raises DirectoryError with every problem found."""
    reader = _Reader(gazetteer)
    try:
        rows = list(_csv_clinics(path) if path.suffix.lower() == ".csv" else _yaml_clinics(path))
    except (OSError, UnicodeDecodeError, csv.Error, yaml.YAMLError, _Wrong) as error:
        raise DirectoryError(path, [str(error)]) from error
    clinics = [clinic for row in rows if (clinic := reader.clinic(row))]
    if not rows:
        reader.problems.append("no clinics in it")
    if reader.problems:
        raise DirectoryError(path, reader.problems)
    return tuple(clinics)


class _Wrong(ValueError):
    """One thing wrong with a file."""


class _Reader:
    """Checks raw rows; collects problems rather than stopping at the first."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.problems: list[str] = []
        self._gazetteer = gazetteer
        self._ids: set[str] = set()

    def clinic(self, row: Mapping[str, Any]) -> Clinic | None:
        """The clinic with its providers, None when anything about it is wrong."""
        clinic = self._checked(row, lambda: self._clinic(row))
        providers = [self.provider(one, clinic) for one in row.get("providers") or []]
        return replace(clinic, providers=tuple(one for one in providers if one)) if clinic else None

    def provider(self, row: Mapping[str, Any], clinic: Clinic | None) -> Provider | None:
        """One provider of a clinic."""
        zone = clinic.tz if clinic else ZoneInfo("UTC")
        return self._checked(row, lambda: self._provider(row, zone))

    def _checked(self, row: Mapping[str, Any], make: Any) -> Any:
        try:
            return make()
        except (ValueError, TypeError, AttributeError) as error:
            self.problems.append(f"line {row.get(_LINE, '?')}: {error}")
            return None

    def _clinic(self, row: Mapping[str, Any]) -> Clinic:
        _known(row, _CLINIC)
        zone = str(row.get("zone") or "Asia/Karachi")
        _check_zone(zone)
        return Clinic(
            self._id(row),
            _text(row, "name"),
            self._city(_text(row, "city")),
            zone,
            _text(row, "address", ""),
            _text(row, "phone", ""),
            tuple(str(one) for one in row.get("languages") or ()),
            _channels(row.get("channels") or {}),
            bool(row.get("sample", False)),
        )

    def _provider(self, row: Mapping[str, Any], zone: ZoneInfo) -> Provider:
        _known(row, _PROVIDER)
        plan = WorkingPlan(_week(row.get("week")), _week(row.get("breaks")), _exceptions(row.get("exceptions")))
        return Provider(
            self._id(row),
            _text(row, "name"),
            plan,
            timedelta(minutes=_number(row, "minutes", 30)),
            timedelta(minutes=_number(row, "lead_minutes", 120)),
            timedelta(days=_number(row, "horizon_days", 28)),
            tuple(_unavailability(one, zone) for one in row.get("unavailable") or ()),
        )

    def _id(self, row: Mapping[str, Any]) -> str:
        value = _text(row, "id")
        if not value.replace("-", "").replace("_", "").isalnum() or not value.isascii() or len(value) > 80:
            raise _Wrong(f"id '{value[:80]}' should be letters, digits, - and _")
        if value in self._ids:
            raise _Wrong(f"id '{value}' is used twice")
        self._ids.add(value)
        return value

    def _city(self, name: str) -> str:
        found = self._gazetteer.find(name, asked=True)
        if name in self._gazetteer.cities:
            return name
        if found and found[0].certain and found[0].city:
            return found[0].city.id
        raise _Wrong(f"city '{name}' is not known; add it to data/clinics/cities.yml ({' '.join(words(name))})")


def _known(row: Mapping[str, Any], fields: set[str]) -> None:
    unknown = sorted(str(key) for key in row if key not in fields and key != _LINE)
    if unknown:
        raise _Wrong(f"unknown field '{unknown[0]}'; known are {', '.join(sorted(fields))}")


def _text(row: Mapping[str, Any], field: str, default: str | None = None) -> str:
    value = row.get(field)
    if value in (None, ""):
        if default is None:
            raise _Wrong(f"'{field}' is missing")
        return default
    text = str(value).strip()
    if len(text) > 200 or any(ord(letter) < 32 for letter in text):
        raise _Wrong(f"'{field}' should be one line of at most 200 characters")
    return text


def _number(row: Mapping[str, Any], field: str, default: int) -> int:
    value = row.get(field)
    if value in (None, ""):
        return default
    try:
        return int(str(value))
    except ValueError:
        raise _Wrong(f"'{field}' should be a whole number, but is '{value}'") from None


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise _Wrong(f"zone '{zone}' is not known; write for example Asia/Karachi") from None


def _channels(row: Mapping[str, Any]) -> Channels:
    _known(row, _CHANNELS)
    channels = Channels(
        **{key: str(row.get(key) or "") for key in ("email", "webhook", "secret")}, body=str(row.get("body") or "json")
    )
    if channels.email and ("@" not in channels.email or any(sign in channels.email for sign in "\r\n ,;")):
        raise _Wrong(f"e-mail '{channels.email}' should look like desk@clinic.example")
    if channels.webhook and not channels.webhook.startswith(("https://", "http://")):
        raise _Wrong(f"webhook '{channels.webhook}' should begin with https://")
    if channels.webhook and not channels.secret:
        raise _Wrong("a webhook needs 'secret': the name of the environment variable that holds it")
    if channels.body not in ("json", "fhir"):
        raise _Wrong(f"body '{channels.body}' should be json or fhir")
    return channels


def _week(row: Mapping[str, Any] | None) -> dict[int, tuple[Hours, ...]]:
    days = {key: value for key, value in (row or {}).items() if key != _LINE}
    unknown = [day for day in days if day not in WEEKDAYS]
    if unknown:
        raise _Wrong(f"'{unknown[0]}' is no weekday; write {' '.join(WEEKDAYS)}")
    return {WEEKDAYS.index(day): _hours(value) for day, value in days.items()}


def _exceptions(row: Mapping[Any, Any] | None) -> dict[date, tuple[Hours, ...]]:
    days = {key: value for key, value in (row or {}).items() if key != _LINE}
    return {
        day if isinstance(day, date) else date.fromisoformat(str(day)): _hours(value) for day, value in days.items()
    }


def _hours(value: Any) -> tuple[Hours, ...]:
    spans = value.split() if isinstance(value, str) else value or []
    return tuple(Hours.parse(str(span)) for span in spans)


def _unavailability(row: Mapping[str, Any], zone: ZoneInfo) -> Unavailability:
    _known(row, {"from", "until", "reason"})
    start, end = (_local(row.get(key), key, zone) for key in ("from", "until"))
    return Unavailability(start, end, _text(row, "reason", ""))


def _local(value: Any, field: str, zone: ZoneInfo) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if not isinstance(value, datetime):
        raise _Wrong(f"'{field}' should be a date and time such as 2026-12-24 13:00")
    return value if value.tzinfo else value.replace(tzinfo=zone)


class _LineLoader(yaml.SafeLoader):
    """Notes at each mapping the line it begins on."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        mapping[_LINE] = node.start_mark.line + 1
        return mapping


def _yaml_clinics(path: Path) -> Iterator[Mapping[str, Any]]:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=_LineLoader)
    clinics = content.get("clinics") if isinstance(content, dict) else None
    if not isinstance(clinics, list) or not all(isinstance(row, dict) for row in clinics):
        raise _Wrong("should hold a list of clinics under 'clinics:'")
    for row in clinics:
        providers = row.get("providers") or []
        if not isinstance(providers, list) or not all(isinstance(one, dict) for one in providers):
            raise _Wrong(f"line {row[_LINE]}: 'providers' should be a list")
        yield row


def _csv_clinics(path: Path) -> Iterator[Mapping[str, Any]]:
    """One row a provider; rows of one clinic repeat its id and may leave its other fields empty."""
    clinics: dict[str, dict[str, Any]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, restkey="more fields than the header", strict=True)
        missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise _Wrong(f"line 1: column '{missing[0]}' is missing; needed are {', '.join(_COLUMNS)}")
        for row in reader:
            filled: dict[str, Any] = {key: value for key, value in row.items() if value not in (None, "")}
            row_clinic = _csv_clinic(filled, reader.line_num)
            clinic = clinics.setdefault(str(row_clinic["id"]), row_clinic)
            _same_clinic(clinic, row_clinic)
            clinic["providers"].append(_csv_provider(filled, reader.line_num))
            clinic.update(_csv_rest(filled))
    yield from clinics.values()


def _csv_clinic(row: Mapping[str, Any], line: int) -> dict[str, Any]:
    clinic = {key: row[key] for key in ("name", "city", "address", "phone", "zone") if key in row}
    return {
        **clinic,
        "id": row.get("clinic", ""),
        "languages": row.get("languages", "").split(),
        "sample": row.get("sample", "").lower() in ("yes", "true", "1"),
        "channels": {key: row[key] for key in _CHANNELS if key in row},
        "providers": [],
        _LINE: line,
    }


def _same_clinic(first: Mapping[str, Any], row: Mapping[str, Any]) -> None:
    for field in ("name", "city", "address", "phone", "zone"):
        if row.get(field, first.get(field)) != first.get(field):
            raise _Wrong(f"line {row[_LINE]}: '{field}' differs from line {first[_LINE]} of the same clinic")


def _csv_provider(row: Mapping[str, Any], line: int) -> dict[str, Any]:
    provider = {key: row[key] for key in ("minutes", "lead_minutes", "horizon_days") if key in row}
    week = {day: row[day] for day in WEEKDAYS if day in row}
    breaks = dict.fromkeys(WEEKDAYS, row["breaks"]) if "breaks" in row else {}
    named = {"id": row.get("provider", ""), "name": row.get("provider_name", "")}
    return {**provider, **named, "week": week, "breaks": breaks, _LINE: line}


def _csv_rest(row: Mapping[str, Any]) -> dict[str, Any]:
    """Columns nobody knows, which the check of the clinic then names."""
    known = {"clinic", "provider", "provider_name", "breaks", *WEEKDAYS, *_CLINIC, *_CHANNELS, *_PROVIDER} - {"id"}
    return {key: value for key, value in row.items() if key not in known}
