"""What directory says."""

from datetime import date
from uuid import UUID

from services.messages import directory
from services.messages.envelope import Event
from tests.told.known import (
    CONTACT,
    FIRM,
    SUPERVISOR,
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
        directory.SupervisorLeaves(supervisor_id=SUPERVISOR, last_day=date(2029, 12, 31)),
    ]


def organisation(organisation_id: UUID, name: str) -> directory.OrganisationRegistered:
    return directory.OrganisationRegistered(
        organisation_id=organisation_id, name=name, business_id="1234567-1", kind="public", language="fi"
    )
