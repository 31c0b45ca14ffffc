"""What is on the wire, as JSON schemas and example events; the recorded ones lie beside this file."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import AwareDatetime, BaseModel
from pydantic.json_schema import GenerateJsonSchema

from services.messages.envelope import SERVICES, Event, commands_of, events_of, reply_type
from services.messages.promises import Promises

HERE = Path(__file__).parent
MODULES = (*SERVICES, "process", "operations")
TEXTS = {
    "name": "Esimerkkilän kunta",
    "organisation_name": "Esimerkkilän kunta",
    "business_id": "2077474-0",
    "number": "2026-0001",
    "period": "2027-03",
    "document_number": "H1001",
    "series": "invoices",
    "reference": "1232",
    "vat_category": "S",
    "changes": "price_cents",
}
"""What the few strings of events hold: codes, and an organisation's name."""


def schemas_of(module: str) -> dict[str, Any]:
    """Every command with its reply, and every event, by name."""
    commands = {
        name: {"command": _schema(command), "reply": _schema(reply_type(command))}
        for name, command in commands_of(module).items()
    }
    return {"commands": commands, "events": {name: _schema(kind) for name, kind in events_of(module).items()}}


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    """Without the prose: a better sentence is no other message."""
    schema: dict[str, Any] = _without_prose(model.model_json_schema(schema_generator=_Schemas))
    return schema


class _Schemas(GenerateJsonSchema):
    """Pydantic builds a serializer for each default, also for those that are JSON as they stand."""

    def encode_default(self, dft: Any) -> Any:
        return dft if dft is None or type(dft) in (bool, int, str) else super().encode_default(dft)


def _without_prose(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _without_prose(value) for key, value in part.items() if not _is_prose(key, value)}
    return [_without_prose(one) for one in part] if isinstance(part, list) else part


def _is_prose(key: str, value: Any) -> bool:
    return key in ("description", "title") and isinstance(value, str)


def every_event() -> Iterator[tuple[str, str, type[Event]]]:
    """Service, name, class."""
    for service in SERVICES:
        for name, kind in events_of(service).items():
            yield service, name, kind


def schema_file(module: str) -> Path:
    return HERE / "schemas" / f"{module}.json"


def example_file(service: str, name: str) -> Path:
    return HERE / "examples" / service / f"{name}.json"


def as_text(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def example_of(kind: type[BaseModel]) -> dict[str, Any]:
    """One event with every field filled, as it goes over the wire."""
    fields = {name: _value(field.annotation, name) for name, field in kind.model_fields.items()}
    wire: dict[str, Any] = kind.model_validate(fields).model_dump(mode="json")
    return wire


def _value(type_: Any, name: str) -> Any:
    parts = [part for part in get_args(type_) if part is not type(None)]
    origin = get_origin(type_)
    if origin is Literal:
        return parts[0]
    if origin in (Annotated, Union, UnionType):
        return _value(parts[0], name)
    if origin is list:
        return [_value(parts[0], name)]
    return _plain_value(type_, name)


def _plain_value(type_: type[Any], name: str) -> Any:
    if type_ in SAMPLES:
        return SAMPLES[type_]
    if issubclass(type_, BaseModel):
        return example_of(type_)
    if issubclass(type_, Enum):
        return next(iter(type_))
    if type_ is str:
        return TEXTS[name]
    raise LookupError(f"no sample of {type_.__name__}")


SAMPLES: dict[type[Any], Any] = {
    UUID: UUID("0190a0a0-0000-7000-8000-000000000001"),
    AwareDatetime: datetime.fromisoformat("2027-03-15T07:30:00+00:00"),
    date: date(2027, 3, 15),
    int: 3,
    bool: True,
    Promises: Promises(),
}
