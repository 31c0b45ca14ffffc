"""A refusal tells field and reason, and repeats nothing of what was sent."""

import json
import re
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from deploy import CHECKOUT
from services.messages.billing import SetSeller
from services.messages.contracts import Clause, CompleteContract
from services.messages.directory import RegisterOrganisation, RegisterSupervisor
from services.messages.envelope import Command
from services.messages.intake import SubmitInquiry
from services.messages.sessions import OfferAvailability, RecordHeld
from services.runtime.commands.refusal import _REASONS, REFUSAL_HEADER, Refusal, refusal_of
from tests.searching import ANY_LETTER

MESSAGES = CHECKOUT / "services" / "messages"
COMMANDS: list[type[Command[Any]]] = [
    SubmitInquiry,
    CompleteContract,
    RegisterOrganisation,
    RegisterSupervisor,
    SetSeller,
    OfferAvailability,
    RecordHeld,
]
OWN_FAULT = re.compile(r'PydanticCustomError\(\s*"(\w+)",\s*"([^"]+)"')
SHORTEST_TOLD = 4
"""Three letters in a row are in any sentence."""

words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöÅ0123456789", min_size=SHORTEST_TOLD, max_size=30)
texts = st.text(ANY_LETTER)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | words
    | st.text(ANY_LETTER, max_size=8)
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def orders(draw: st.DrawFn) -> tuple[type[Command[Any]], dict[str, Any]]:
    """A command and a body of its own field names and others, with whatever in them."""
    command = draw(st.sampled_from(COMMANDS))
    names = st.sampled_from(sorted(command.model_fields))
    body = draw(st.dictionaries(names, anything, max_size=6)) | draw(
        st.dictionaries(words, anything, max_size=1)
    )
    return command, body


def strings_in(value: Any) -> list[str]:
    """Every string of the input, the keys of mappings too."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [found for pair in value.items() for part in pair for found in strings_in(part)]
    return [found for part in value for found in strings_in(part)] if isinstance(value, list) else []


def names_in(schema: Any) -> set[str]:
    """Names of fields and choices: ours, and no secret of the sender's."""
    if isinstance(schema, list):
        return set().union(*map(names_in, schema))
    if not isinstance(schema, dict):
        return set()
    choices = {choice for choice in schema.get("enum", []) if isinstance(choice, str)}
    return set(schema.get("properties", {})) | choices | names_in(list(schema.values()))


@cache
def names_of(command: type[Command[Any]]) -> set[str]:
    return names_in(command.model_json_schema())


def echoed(command: type[Command[Any]], body: dict[str, Any]) -> list[str]:
    """What of the body is in its refusal and is not our own word. Empty, too, when nothing is refused."""
    try:
        command.model_validate_json(json.dumps(body))
    except ValidationError as error:
        refusal = refusal_of(error, command)
        told = f"{refusal.code} {refusal.field} {refusal.reason} {refusal} {refusal.headers()}"
        ours = names_of(command) | OUR_REASONS
        sent = [one for one in strings_in(body) if len(one) >= SHORTEST_TOLD and one not in ours]
        return [one for one in sent if one in told and not any(one in word for word in ours)]
    return []


OUR_REASONS = {"malformed", "(message)", "reason", "field", "code", "null", "None", REFUSAL_HEADER} | {
    "is needed",
    "is too short is too long",
    "is too small is too large",
    "has too many entries has too few entries",
    "is none of the choices",
    "is not valid",
    "needs a time zone",
    "is not a date that exists",
    "is not a time that exists",
    "is not an id",
    "is not a valid Y-tunnus",
    "is not a field of this command",
}


@given(orders())
def test_no_refusal_repeats_what_was_sent(order: tuple[type[Command[Any]], dict[str, Any]]) -> None:
    assert echoed(*order) == []


@pytest.mark.parametrize(
    "body",
    [
        {"clauses": {"mattivirtanen": "x"}},
        {"clauses": {"0401234567": "x"}},
        {"clauses": {"goals": {"mattivirtanen": "0401234567"}}},
        {"mattivirtanen": "0401234567"},
        {"process_id": "mattivirtanen"},
        {"supervisee_ids": ["mattivirtanen"]},
    ],
)
def test_no_key_that_the_sender_wrote_is_repeated(body: dict[str, Any]) -> None:
    for field in set(CompleteContract.model_fields) - set(body):
        body = {field: _right(field), **body}
    assert echoed(CompleteContract, body) == []


def _right(field: str) -> Any:
    if field.endswith("_ids"):
        return [str(UUID(int=1))]
    if field.endswith("_id"):
        return str(UUID(int=1))
    return {"clauses": {}, "disputes_to": "x", "as_of": "2027-01-01T00:00:00Z"}.get(field, 45)


def refusal_for(command: type[Command[Any]], body: dict[str, Any]) -> Refusal:
    with pytest.raises(ValidationError) as error:
        command.model_validate(body)
    return refusal_of(error.value, command)


def test_a_field_within_a_part_is_named_by_its_whole_path() -> None:
    body: dict[str, Any] = dict.fromkeys(SetSeller.model_fields) | {"name": "Oy", "business_id": "2077474-0"}
    body["address"] = {"street": "Katu 1", "postal_code": "1", "town": "Helsinki"}
    refusal = refusal_for(SetSeller, body)
    assert (refusal.code, refusal.field) == ("malformed", "address.postal_code")


def test_a_clause_that_is_too_long_is_named() -> None:
    body = {field: _right(field) for field in CompleteContract.model_fields}
    body["clauses"] = {Clause.GOALS: "x" * 5000}
    refusal = refusal_for(CompleteContract, {**body, "no_show_percent": 100, "payment_days": 14})
    assert (refusal.field, refusal.reason) == ("clauses.goals", "is too long")


def test_a_place_in_a_list_is_told_by_its_number() -> None:
    body = {"session_id": str(UUID(int=1)), "present": [str(UUID(int=1)), "x"]}
    assert refusal_for(RecordHeld, body).field == "present.1"


@given(code=st.text(ANY_LETTER, min_size=1), field=st.none() | texts, reason=st.none() | texts)
def test_a_refusal_is_the_same_after_its_way_through_a_header(
    code: str, field: str | None, reason: str | None
) -> None:
    headers = Refusal(code, field, reason).headers()
    assert headers[REFUSAL_HEADER].isascii() and "\n" not in headers[REFUSAL_HEADER]
    again = Refusal.from_headers(headers)
    assert again and (again.code, again.field, again.reason) == (code, field, reason)


@pytest.mark.parametrize("headers", [None, {}, {"ce-id": "1"}])
def test_an_answer_without_the_header_is_no_refusal(headers: dict[str, str] | None) -> None:
    assert Refusal.from_headers(headers) is None


def test_what_a_message_says_of_its_fields_itself_is_what_is_told() -> None:
    """Not only that the field is not valid."""
    said = {found for file in MESSAGES.rglob("*.py") for found in OWN_FAULT.findall(file.read_text("utf-8"))}
    assert len(said) > 10
    assert sorted(said - _REASONS.items()) == []
