"""`python -m deploy.operating.addresses`: where the two doors are and who may sign in at them.

The environment names the platform. Of an empty one: the link of its first administrator.
"""

import asyncio
import os
from datetime import timedelta

from deploy.operating.first_administrator import kept_secret
from services.messages.contracts import ListContracts
from services.messages.directory import (
    FIRST_LINK_GOOD_FOR,
    ListOrganisations,
    ListPeople,
    ListSupervisors,
    Person,
    Relation,
    ShowContacts,
    ShowStaff,
)
from services.messages.values import Role, Viewer
from services.runtime.broker.address import BrokerAddress
from services.runtime.commands.asking import Asker

_STAFF: tuple[Relation, ...] = ("administrator", "coordinator", "finance")
_NAMED = 2
"""How many people of each kind are named: enough to look around."""


async def addresses(at: BrokerAddress, portal: str, console: str) -> str:
    """The two addresses and who to sign in as, in lines."""
    connection = await at.connect()
    try:
        ask = Asker(connection)
        staff = await staff_of(ask)
        if not staff:
            return "\n".join([*await _without_staff(at, portal, console), _code_at(console)])
        viewer = Viewer(person_id=next(iter(staff.values()))[0].person_id, role=Role.COORDINATOR)
        return "\n".join(
            [
                f"Portal   {portal}",
                *lines(await partners(ask, viewer)),
                f"Console  {console}",
                *lines(staff | {"supervisor": await supervisors(ask)}),
                _code_at(console),
            ]
        )
    finally:
        await connection.close()


def _code_at(console: str) -> str:
    return f"The code for signing in comes by mail: {console}/dev/mail"


def lines(people: dict[str, list[Person]]) -> list[str]:
    return [
        f"         {role:<16}{one.email}  ({one.name})"
        for role, those in people.items()
        for one in those[:_NAMED]
    ]


async def staff_of(ask: Asker) -> dict[str, list[Person]]:
    """The provider's own people by role; empty where there is nobody at all."""
    found = {role: (await ask(ShowStaff(relation=role))).people for role in _STAFF}
    return {role: people for role, people in found.items() if people}


async def _without_staff(at: BrokerAddress, portal: str, console: str) -> list[str]:
    """Of an empty platform: a provider's first day begins with a link, here as elsewhere."""
    minutes = FIRST_LINK_GOOD_FOR // timedelta(minutes=1)
    return [
        f"Portal   {portal}",
        f"Console  {console}",
        "Nobody is staff yet. Become the first administrator, and see what is missing before the first process:",
        f"         {console}/first-administrator?link={await kept_secret(at)}",
        f"It is good for {minutes} minutes and once; ./luotsi first-administrator prints another one.",
    ]


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
