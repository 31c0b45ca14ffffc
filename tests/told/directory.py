"""What directory says."""

from uuid import UUID

from services.messages import directory
from services.messages.envelope import Event
from tests.told.known import (
    CONTACT,
    FIRM,
    TOWN,
    known,
)


def of_a_year() -> list[Event]:
    return [
        organisation(TOWN, "Esimerkkilä"),
        organisation(FIRM, "Malli Oy"),
        directory.OrganisationChanged(organisation_id=TOWN, name="Esimerkkilän kaupunki", language="fi"),
        directory.DepartmentRegistered(organisation_id=TOWN, department_id=known("schools"), name="Sivistys"),
        directory.PersonRelated(person_id=CONTACT, relation="hr", organisation_id=TOWN),
    ]


def organisation(organisation_id: UUID, name: str) -> directory.OrganisationRegistered:
    return directory.OrganisationRegistered(
        organisation_id=organisation_id, name=name, business_id="1234567-1", kind="public", language="fi"
    )
