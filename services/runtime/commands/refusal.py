"""Refusal: understood, and no. Everything else that goes wrong is a fault and may be tried again."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from services.messages.values import YEARS

REFUSAL_HEADER = "Luotsi-Refusal"
FAULT_HEADER = "Luotsi-Fault"
PROOF_HEADER = "Luotsi-Proof"
"""In a question or an order: the proof of who gives it."""
NOT_PROVED = "not_proved"
"""The code where a proof is missing, false or over."""
AWAY_HEADER = "Luotsi-Away"
"""Beside a fault: whom the service itself was waiting for."""

# What we say of a field, by pydantic's own code for the fault; the value itself is never repeated.
_REASONS = {
    "missing": "is needed",
    "electronic_address": "is no OVT and no Peppol identifier that we know",
    "operator": "is on no list of operators",
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
    "local_time": "is a local time without an offset",
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
    "nothing_to_see": "has nothing that can be seen",
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


# What a newer version may have added to: fields are never taken away or given another type.
_MORE_CHOICES = {"enum", "literal_error", "union_tag_invalid"}


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

    @property
    def is_of_an_older_release(self) -> bool:
        """The order has a field that the service does not know: who asks keeps to the message's class."""
        return self.code == "malformed" and self.reason == _REASONS["extra_forbidden"]

    @classmethod
    def from_headers(cls, headers: Mapping[str, str] | None) -> "Refusal | None":
        told = (headers or {}).get(REFUSAL_HEADER)
        return cls(**json.loads(told)) if told else None


class Fault(Exception):
    """The other side broke down or is not there; asking again later may succeed."""


class OtherRelease(Fault):
    """Both sides are there and do not understand each other: one of them is of an older release. Nobody said no."""


class UnknownCommand(OtherRelease):
    """The service is the older one: it does not know what it was asked, or a field of it."""


class UnknownAnswer(OtherRelease):
    """Who asks is the older one: the answer has a choice that is not known here."""


class Unavailable(Fault):
    """Nobody answered: the service, the broker or the database is away.

    who: which service. waits_for: whom it waits for itself, as it said; where it said nothing, only this one question
    may have been too much for it. is_gone: nobody heard even how it is, so it need not be asked that once more.
    """

    def __init__(self, reason: str, who: str = "", *, waits_for: str = "", is_gone: bool = False) -> None:
        super().__init__(reason)
        self.who = who
        self.waits_for = waits_for
        self.is_gone = is_gone


class AnswerTooLarge(Fault):
    """The other side has more to tell than a message holds: a fault of ours, which asking again does not mend."""


def has_more_choices(error: ValidationError) -> bool:
    """Whether nothing is wrong with a message but choices that we do not know: a newer release may have them."""
    return {one["type"] for one in error.errors(include_url=False)} <= _MORE_CHOICES


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
