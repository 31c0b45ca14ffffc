"""Orders for directory's tests: two organisations, people, and who looks."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from services.messages import directory as messages
from services.messages.values import Address, Role, Viewer
from tests.founder import FOUNDER
from tests.house import House

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
BUSINESS_IDS = {"Ähtärin kaupunki": "2077474-0", "Järvikunta": "0201256-6"}


async def person(house: House, given_name: str, family_name: str = "Laine", known_as: str = "") -> UUID:
    """known_as: before the @ of the mail address; the given name, unless it is another."""
    order = messages.RegisterPerson(
        person_id=uuid4(),
        given_name=given_name,
        family_name=family_name,
        email=f"{known_as or given_name}@example.org",
        language="fi",
        as_of=NOW,
    )
    return (await house.ask(order)).person_id


async def organisation(house: House, name: str = "Järvikunta") -> UUID:
    order = messages.RegisterOrganisation(
        organisation_id=uuid4(),
        name=name,
        business_id=BUSINESS_IDS[name],
        kind="public",
        language="fi",
        address=Address(street="Katu 1", postal_code="00100", town="Helsinki"),
        invoice_email="laskut@example.org",
        as_of=NOW,
    )
    return (await house.ask(order)).organisation_id


async def relate(
    house: House,
    who: UUID,
    relation: messages.Relation,
    to: UUID | None = None,
    department: UUID | None = None,
) -> None:
    order = messages.RelatePerson(
        person_id=who,
        relation=relation,
        organisation_id=to,
        department_id=department,
        given_by=FOUNDER,
        as_of=NOW,
    )
    await house.ask(order)


def viewer(role: Role, of: UUID | None = None, department: UUID | None = None) -> Viewer:
    return Viewer(person_id=uuid4(), role=role, organisation_id=of, department_id=department)


STAFF = (Role.COORDINATOR, Role.FINANCE, Role.ADMINISTRATOR)
