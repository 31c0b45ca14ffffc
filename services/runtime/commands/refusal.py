"""Refusal: understood, and no. Everything else that goes wrong is a fault and may be tried again."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from services.messages.values import YEARS

REFUSAL_HEADER = "Luotsi-Refusal"
FAULT_HEADER = "Luotsi-Fault"
AWAY_HEADER = "Luotsi-Away"
"""Beside a fault: whom the service itself was waiting for."""

# What we say of a field, by pydantic's own code for the fault; the value itself is never repeated.
_REASONS = {
    "missing": "is needed",
    "extra_forbidden": "is not a field of this command",
    "json_invalid": "is not valid JSON",
    "string_too_short": "is too short",
    "string_too_long": "is too long",
    "too_long": "has too many entries",
    "too_short": "has too few entries",
    "greater_than": "is too small",
    "greater_than_equal": "is too small",
    "less_than": "is too large",
    "less_than_equal": "is too large",
    "timezone_aware": "needs a time zone",
    "date_from_datetime_parsing": "is not a date that exists",
    "date_parsing": "is not a date that exists",
    "datetime_parsing": "is not a time that exists",
    "datetime_from_date_parsing": "is not a time that exists",
    "day_out_of_range": f"is not between the years {YEARS[0]} and {YEARS[-1]}",
    "uuid_parsing": "is not an id",
    "business_id": "is not a valid Y-tunnus",
    "bic": "is not a valid BIC",
    "control_character": "holds a character that no text has",
    "direction_control": "holds a hidden sign that turns the direction of writing",
    "more_than_a_line": "is more than one line",
    "not_a_number": "is not a number",
    "not_printed": "holds a letter that an invoice cannot show",
    "plain_name": "is not a name as one is spoken of",
    "plain_title": "holds a link",
    "postal_code": "is not a postal code of the country",
    "string_pattern_mismatch": "is not in the right form",
    "mail_letters": "has letters before the @ that mail cannot be sent to",
    "mail_too_long": "is too long before the @",
    "foreign_id": "is not an id of letters and digits",
    "country": "is none of the choices",
    "enum": "is none of the choices",
    "literal_error": "is none of the choices",
}


class Refusal(Exception):
    """code: what the caller may act on. field: which part of the order, where one is to blame."""

    def __init__(self, code: str, field: str | None = None, reason: str | None = None) -> None:
        super().__init__(code if field is None else f"{code}: {field} {reason or ''}".rstrip())
        self.code = code
        self.field = field
        self.reason = reason

    def headers(self) -> dict[str, str]:
        told = {"code": self.code, "field": self.field, "reason": self.reason}
        return {REFUSAL_HEADER: json.dumps(told)}

    @classmethod
    def from_headers(cls, headers: Mapping[str, str] | None) -> "Refusal | None":
        told = (headers or {}).get(REFUSAL_HEADER)
        return cls(**json.loads(told)) if told else None


class Fault(Exception):
    """The other side broke down or is not there; asking again later may succeed."""


class UnknownCommand(Fault):
    """The service is there, and of an older release than who asks: it does not know what it was asked."""


class Unavailable(Fault):
    """Nobody answered: the service, the broker or the database is away.

    who: which service. waits_for: whom it waits for itself, as it said; where it said nothing, only this one question
    may have been too much for it.
    """

    def __init__(self, reason: str, who: str = "", *, waits_for: str = "") -> None:
        super().__init__(reason)
        self.who = who
        self.waits_for = waits_for


class AnswerTooLarge(Fault):
    """The other side has more to tell than a message holds: a fault of ours, which asking again does not mend."""


def refusal_of(error: ValidationError, model: type[BaseModel]) -> Refusal:
    """The first fault of a malformed message, as field and reason; nothing of the input in it."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    kind = first["type"]
    path = first["loc"]
    # A key that we do not know was written by the sender: it is not repeated.
    known = bool(path) and path[0] in model.model_fields and kind != "extra_forbidden"
    field = ".".join(_schema_path(path, model)) if known else None
    return Refusal("malformed", field or "(message)", _REASONS.get(kind, "is not valid"))


def _schema_path(path: tuple[int | str, ...], model: type[BaseModel]) -> list[str]:
    """Field names, choices and list places; a mapping's other keys come from the sender and are left out."""
    return [str(part) for part in path if isinstance(part, int) or part in _words_of(model)][:3]


@cache
def _words_of(model: type[BaseModel]) -> frozenset[str]:
    return frozenset(_words(model.model_json_schema()))


def _words(schema: Any) -> Iterator[str]:
    """The names of all fields, and the choices of all enumerations, however deep."""
    if isinstance(schema, list):
        for part in schema:
            yield from _words(part)
    elif isinstance(schema, dict):
        yield from schema.get("properties", ())
        yield from (choice for choice in schema.get("enum", ()) if isinstance(choice, str))
        yield from _words(list(schema.values()))
