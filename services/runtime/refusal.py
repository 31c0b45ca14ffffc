"""Refusal: understood, and no. Everything else that goes wrong is a fault and may be tried again."""

import json
from collections.abc import Mapping

from pydantic import BaseModel, ValidationError

REFUSAL_HEADER = "Luotsi-Refusal"
FAULT_HEADER = "Luotsi-Fault"

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
    "business_id": "is not a valid Y-tunnus",
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


class Unavailable(Fault):
    """Nobody answered: the service, the broker or the database is away. Never counted against a message."""


def refusal_of(error: ValidationError, model: type[BaseModel]) -> Refusal:
    """The first fault of a malformed message, as field and reason; nothing of the input in it."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    kind = first["type"]
    path = [str(part) for part in first["loc"]]
    # A key that we do not know was written by the sender: it is not repeated.
    known = bool(path) and path[0] in model.model_fields and kind != "extra_forbidden"
    field = ".".join(_schema_path(path)) if known else None
    return Refusal("malformed", field or "(message)", _REASONS.get(kind, "is not valid"))


def _schema_path(path: list[str]) -> list[str]:
    """Field names and list places; the keys of a mapping come from the sender and are left out."""
    return [part for part in path if (part.isidentifier() and len(part) <= 40) or part.isdigit()][:3]
