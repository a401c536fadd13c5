"""Reading the reviewed content: one place that turns a bad record into a kind error."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Mapping

import yaml

ROOT = Path(__file__).resolve().parents[2] / "data" / "knowledge"

Localised = Mapping[str, str]
"""A text by locale, for example {"en": "..."}; "en" is always there."""


class KnowledgeError(ValueError):
    """A record that cannot be used; says the file, the record and what to do."""

    def __init__(self, file: Path | str, record: str, problem: str) -> None:
        super().__init__(f"{file}, record {record}: {problem}")


@dataclass(frozen=True)
class Record:
    """One raw record with the place it came from, read field by field."""

    file: Path
    id: str
    fields: Mapping[str, Any]

    def error(self, problem: str) -> KnowledgeError:
        """An error that names this record."""
        return KnowledgeError(self.file.name, self.id, problem)

    def get(self, field: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """The field's value, checked to be of `kind`; raises KnowledgeError otherwise."""
        value = self.fields.get(field)
        if value is None:
            if default is ...:
                raise self.error(f"'{field}' is missing; add it")
            return default
        if not isinstance(value, kind):
            raise self.error(f"'{field}' should be {kind}, but is {value!r}")
        return value

    def text(self, field: str, default: Any = ...) -> Any:
        """A localised text; a bare string is taken as English."""
        value = self.get(field, (str, dict), default)
        if isinstance(value, str):
            return {"en": " ".join(value.split())}
        if isinstance(value, dict):
            if "en" not in value:
                raise self.error(f"'{field}' has no English text; add 'en'")
            return {locale: " ".join(str(text).split()) for locale, text in value.items()}
        return value

    def strings(self, field: str) -> tuple[str, ...]:
        """A list of strings, empty when absent."""
        return tuple(str(item) for item in self.get(field, list, []))

    def date(self, field: str = "date") -> date:
        """An ISO date."""
        value: date = self.get(field, date)
        return value


def read_records(path: Path, key: str) -> list[Record]:
    """The records under `key` of a YAML file, or of every YAML file in a folder.

    Raises KnowledgeError for unreadable YAML, a missing key, a record without id or an id used twice.
    """
    files = sorted(path.glob("*.yml")) if path.is_dir() else [path]
    records: dict[str, Record] = {}
    for file in files:
        for fields in _load(file, key):
            record = Record(file, str(fields.get("id", "?")), fields)
            if record.id == "?":
                raise record.error("has no 'id'; add one")
            if record.id in records:
                raise record.error(f"the id is used twice, also in {records[record.id].file.name}")
            records[record.id] = record
    return list(records.values())


def _load(file: Path, key: str) -> list[dict[str, Any]]:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(file, "-", f"cannot be read as YAML: {error}") from error
    if not isinstance(content, dict) or not isinstance(content.get(key), list):
        raise KnowledgeError(file, "-", f"should hold a list under '{key}:'")
    rows: list[dict[str, Any]] = content[key]
    return rows


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Refuses a field that stands twice in a record: YAML would keep the last one and lose the other in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """As the parent does, with every key once."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"'{key.value}' stands twice; join them", key.start_mark)
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping
