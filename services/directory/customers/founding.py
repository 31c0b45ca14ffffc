"""A customer becomes known: the organisation, its first department and who is HR there, in one transaction."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.customers import admissions, departments, organisations
from services.directory.tables import Organisation
from services.messages.directory import (
    FirstContact,
    RegisterDepartment,
    RegisterOrganisation,
    RelatePerson,
)


async def register(db: AsyncSession, order: RegisterOrganisation) -> Organisation:
    """Refuses: what `organisations.register`, `departments.register` and `admissions.relate` do."""
    organisation = await organisations.register(db, order)
    if order.first:
        await _let_in(db, organisation, order.first, order)
    return organisation


async def _let_in(
    db: AsyncSession, organisation: Organisation, first: FirstContact, order: RegisterOrganisation
) -> None:
    where = {"organisation_id": organisation.organisation_id, "as_of": order.as_of}
    if own := first.department:
        department = RegisterDepartment(**own.model_dump(), registered_by=first.given_by, **where)
        where["department_id"] = (await departments.register(db, department)).department_id
    role = RelatePerson(person_id=first.person_id, relation="hr", given_by=first.given_by, **where)
    await admissions.relate(db, role)
