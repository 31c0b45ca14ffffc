"""What is said stays as it was recorded, is understood for ever, and names no person.

A message that was meant to change is recorded anew by `python -m tests.messages.record`; its diff is what a
reviewer reads.
"""

import json
from datetime import date
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

import pytest
from pydantic import AwareDatetime, BaseModel

from services.messages.directory import OrganisationRegistered
from services.messages.envelope import Event, events_of
from tests.messages.schemas import HERE, MODULES, as_text, every_event, example_file, schema_file, schemas_of

EVENTS = {f"{service}/{name}": kind for service, name, kind in every_event()}
EXAMPLES = sorted((HERE / "examples").glob("*/*.json"))


@pytest.mark.parametrize("module", MODULES)
def test_the_schemas_are_those_that_were_recorded(module: str) -> None:
    recorded = schema_file(module).read_text()
    assert as_text(schemas_of(module)) == recorded, "meant? python -m tests.messages.record"


def test_every_event_has_a_recorded_example() -> None:
    assert [str(key) for key in EVENTS if not example_file(*key.split("/")).exists()] == []


@pytest.mark.parametrize("service", sorted({file.parent.name for file in EXAMPLES}))
def test_what_was_once_said_is_still_understood(service: str) -> None:
    for file in EXAMPLES:
        if file.parent.name == service:
            kind = events_of(service)[file.stem]
            said = json.loads(file.read_text())
            understood = kind.model_validate_json(file.read_text()).model_dump(mode="json")
            assert as_said(understood, said) == said, file.stem


def as_said(understood: Any, said: Any) -> Any:
    """Without the fields, however deep, that nobody knew then."""
    if isinstance(said, dict) and isinstance(understood, dict):
        return {key: as_said(understood.get(key), value) for key, value in said.items()}
    if isinstance(said, list) and isinstance(understood, list) and len(said) == len(understood):
        return [as_said(one, other) for one, other in zip(understood, said, strict=True)]
    return understood


PLAIN = (UUID, AwareDatetime, date, int, bool)
CODES = {
    "OrganisationRegistered.name": "an organisation's name is public",
    "OrganisationChanged.name": "the same",
    "DepartmentRegistered.name": "the same, of a part of one",
    "DepartmentChanged.name": "the same",
    "OrganisationRegistered.business_id": "checked digits",
    "InquiryReceived.number": "our own number",
    "InquiryReceived.organisation_name": "an organisation's name is public",
    "InquiryChanged.organisation_name": "an organisation's name is public",
    "SuccessorNumbered.number": "our own number",
    "BilledByHand.period": "a month",
    "BillTakenBack.period": "a month",
    "HandBillNotOwed.period": "a month",
    "InvoiceCredited.document_number": "our own number",
    "InvoiceHeld.period": "a month",
    "InvoiceHeld.rule": "a published rule's name",
    "InvoiceSentOtherwise.document_number": "our own number",
    "InvoiceSentOtherwise.reference": "digits",
    "InvoiceIssued.period": "a month",
    "InvoiceIssued.reference": "digits",
    "InvoiceIssued.series": "a code",
    "RunWaits.period": "a month",
    "SellerSet.name": "the provider's firm's name is public",
    "Terms.vat_category": "a code",
    "AmendmentDrafted.changes": "names of columns and clauses",
    "ContractAmended.changes": "the same",
}
"""The strings that events may hold; each new one is looked at by a person."""


def open_texts(kind: type[BaseModel]) -> list[str]:
    """The fields that could hold a name or a word said, however deep."""
    fields = kind.model_fields.items()
    return [found for name, field in fields for found in _open(field.annotation, f"{kind.__name__}.{name}")]


def _open(type_: Any, where: str) -> list[str]:
    if get_origin(type_) is Literal or where in CODES:
        return []
    if get_origin(type_) in (Annotated,):
        return _open(get_args(type_)[0], where)
    if get_origin(type_) in (list, Union, UnionType):
        return [found for part in get_args(type_) for found in _open(part, where)]
    if isinstance(type_, type) and issubclass(type_, BaseModel):
        return open_texts(type_)
    closed = type_ is type(None) or (isinstance(type_, type) and issubclass(type_, (*PLAIN, Enum)))
    return [] if closed else [where]


def test_no_event_has_a_place_for_a_persons_name_or_words() -> None:
    assert [found for kind in EVENTS.values() for found in open_texts(kind)] == []


def test_a_free_text_in_an_event_is_found_however_deep() -> None:
    class Member(BaseModel):
        person_id: UUID
        nickname: str | None

    class MemberJoined(Event):
        process_id: UUID
        members: list[Member]
        remarks: dict[str, int]

    assert open_texts(MemberJoined) == ["Member.nickname", "MemberJoined.remarks"]


def test_every_string_that_is_allowed_is_there() -> None:
    fields = {f"{kind.__name__}.{name}" for kind in _all_parts() for name in kind.model_fields}
    assert set(CODES) - fields == set()


def _all_parts() -> set[type[BaseModel]]:
    from services.messages.contracts import Terms

    return {*EVENTS.values(), Terms}


def test_every_event_tells_the_aggregate_that_it_is_about() -> None:
    for name, kind in EVENTS.items():
        field = kind.model_fields[kind.about]
        assert field.annotation is UUID and field.is_required(), name


def test_an_older_listener_reads_over_what_a_newer_service_adds() -> None:
    said = json.loads(example_file("directory", "organisation_registered").read_text())
    understood = OrganisationRegistered.model_validate({**said, "later": 1})
    assert understood == OrganisationRegistered.model_validate(said)
