"""`python -m deploy.operating.addresses`: where the two doors are and who may sign in at them.

The environment names the platform. An empty one gets its first member of staff.
"""

import asyncio
import os
from datetime import UTC, datetime
from uuid import UUID, uuid5

from services.messages.contracts import ListContracts
from services.messages.directory import (
    ListOrganisations,
    ListPeople,
    ListSupervisors,
    Person,
    RegisterPerson,
    RelatePerson,
    Relation,
    ShowContacts,
    ShowStaff,
)
from services.messages.values import Role, Viewer
from services.runtime.broker.address import BrokerAddress
from services.runtime.commands.asking import Asker

FIRST_EMAIL = "staff@luotsi.example"
_FIRST_ID = uuid5(UUID("4f9f1a52-6f0b-5c1e-9a57-0e1d1c0de000"), FIRST_EMAIL)
_STAFF: tuple[Relation, ...] = ("administrator", "coordinator", "finance")
"""The administrator first: nobody has given that role, and it gives the others."""
_NAMED = 2
"""How many people of each kind are named: enough to look around."""


async def addresses(at: BrokerAddress, portal: str, console: str) -> str:
    """The two addresses and who to sign in as, in lines."""
    connection = await at.connect()
    try:
        ask = Asker(connection)
        staff = await staff_of(ask)
        viewer = Viewer(person_id=next(iter(staff.values()))[0].person_id, role=Role.COORDINATOR)
        return "\n".join(
            [
                f"Portal   {portal}",
                *lines(await partners(ask, viewer)),
                f"Console  {console}",
                *lines(staff | {"supervisor": await supervisors(ask)}),
                f"The code for signing in comes by mail: {console}/dev/mail",
            ]
        )
    finally:
        await connection.close()


def lines(people: dict[str, list[Person]]) -> list[str]:
    return [
        f"         {role:<16}{one.email}  ({one.name})"
        for role, those in people.items()
        for one in those[:_NAMED]
    ]


async def staff_of(ask: Asker) -> dict[str, list[Person]]:
    """The provider's own people by role; where there is nobody at all, somebody who may do everything."""
    found = {role: (await ask(ShowStaff(relation=role))).people for role in _STAFF}
    if any(found.values()):
        return {role: people for role, people in found.items() if people}
    first = await first_of_staff(ask)
    return {role: [first] for role in _STAFF}


async def first_of_staff(ask: Asker) -> Person:
    now = datetime.now(UTC)
    person = await ask(
        RegisterPerson(
            person_id=_FIRST_ID,
            given_name="Luotsi",
            family_name="Staff",
            email=FIRST_EMAIL,
            language="en",
            as_of=now,
        )
    )
    for relation in _STAFF:
        by = None if relation == "administrator" else person.person_id
        await ask(RelatePerson(person_id=person.person_id, relation=relation, given_by=by, as_of=now))
    return (await ask(ShowContacts(person_ids=[person.person_id]))).people[0]


async def supervisors(ask: Asker) -> list[Person]:
    cards = (await ask(ListSupervisors())).supervisors
    return (await ask(ShowContacts(person_ids=[one.supervisor_id for one in cards[:_NAMED]]))).people


async def partners(ask: Asker, viewer: Viewer) -> dict[str, list[Person]]:
    """Commissioners of organisations and members of contracts, a few of each."""
    commissioners = []
    for organisation in (await ask(ListOrganisations(viewer=viewer))).organisations[:_NAMED]:
        query = ListPeople(viewer=viewer, organisation_id=organisation.organisation_id)
        ids = [one.person_id for one in (await ask(query)).people[:1]]
        commissioners += (await ask(ShowContacts(person_ids=ids))).people
    contracts = (await ask(ListContracts(viewer=viewer))).contracts
    members = [one.parties.supervisee_ids[0] for one in contracts if one.parties.supervisee_ids]
    supervisees = (await ask(ShowContacts(person_ids=members[:_NAMED]))).people
    return {"commissioner": commissioners, "supervisee": supervisees}


if __name__ == "__main__":
    doors = (os.environ[f"LUOTSI_{name}_URL"] for name in ("PORTAL", "CONSOLE"))
    print(asyncio.run(addresses(BrokerAddress.told(), *doors)))
