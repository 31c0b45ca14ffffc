"""Who the readers of a batch are: what one row's question is answered is no other row's fault."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.messages.directory import People, Person, ShowContacts, ShowCustomer, ShowStaff
from services.notices.composing.looking_up import look_up
from services.notices.composing.readers import Customer
from services.runtime.commands.refusal import Fault, Refusal, Unavailable

KNOWN, BROKEN, CUSTOMER = uuid4(), uuid4(), uuid4()


def row(person_id: UUID | None = None, role: str | None = None, organisation_id: UUID | None = None) -> Any:
    about = {"person_id": person_id, "role": role, "organisation_id": organisation_id}
    return SimpleNamespace(**about, process_id=uuid4(), facts={})


class Directory:
    """Breaks down over one person, and over one customer; refuses to say who has a role."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    async def __call__(self, query: Any) -> Any:
        self.asked.append(query)
        if isinstance(query, ShowStaff):
            raise Refusal("unknown_role", "relation")
        if isinstance(query, ShowCustomer):
            raise Fault("commands.directory.show_customer: ZeroDivisionError")
        if BROKEN in query.person_ids:
            raise Fault("commands.directory.show_contacts: ZeroDivisionError")
        return People(people=[person(one) for one in query.person_ids])


def person(person_id: UUID) -> Person:
    return Person(
        person_id=person_id, name="Aino", family_name="Aalto", email="aino@kunta.example", language="fi"
    )


async def test_who_cannot_be_told_of_one_row_keeps_no_other_from_its_reader() -> None:
    owners: Any = Directory()
    rows = [row(KNOWN), row(BROKEN), row(role="finance"), row(organisation_id=CUSTOMER)]
    readers = await look_up(owners, rows, {})
    assert readers.of(rows[0]).recipient.address == "aino@kunta.example"
    for one in (rows[1], rows[3]):
        with pytest.raises(Fault):
            readers.of(one)
    with pytest.raises(Refusal, match="unknown_role"):
        readers.in_role(rows[2])


async def test_those_who_can_be_asked_for_together_are() -> None:
    owners: Any = Directory()
    await look_up(owners, [row(KNOWN), row(uuid4()), row(uuid4())], {uuid4(): Customer(None, None, None)})
    assert [type(one) for one in owners.asked] == [ShowContacts]


async def test_while_directory_is_away_all_of_them_wait() -> None:
    async def away(_: Any) -> Any:
        raise Unavailable("nobody answers", "directory")

    nowhere: Any = away
    with pytest.raises(Unavailable):
        await look_up(nowhere, [row(KNOWN)], {})
