"""What somebody may give today: for the pages, which offer no more than that."""

from typing import get_args
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.customers import departments
from services.directory.rights import authority
from services.directory.rights.authority import OF_THE_PROVIDER
from services.directory.tables import Organisation
from services.messages import directory as messages
from services.runtime.policy import Belongs


async def list_givable(db: AsyncSession, query: messages.ListGivable) -> messages.GivableRoles:
    if await _is_a_person(db, query.organisation_id):
        return messages.GivableRoles(relations=[], whole=False, departments=[])
    of_staff = query.organisation_id is None
    asked = [one for one in get_args(messages.Relation) if (one in OF_THE_PROVIDER) is of_staff]
    whole = [one for one in asked if await _may_give(db, query, one, None)]
    below = []
    found = set(whole)
    if query.organisation_id:
        for one in await departments.of_organisation(db, query.organisation_id, None):
            here = [given for given in asked if await _may_give(db, query, given, one.department_id)]
            found |= set(here)
            below += [one] if here else []
    relations = [one for one in asked if one in found]
    return messages.GivableRoles(relations=relations, whole=bool(whole), departments=below)


async def _is_a_person(db: AsyncSession, organisation_id: UUID | None) -> bool:
    """A private person acts for themselves, and nobody else does."""
    customer = await db.get(Organisation, organisation_id) if organisation_id else None
    return customer is not None and customer.person_id is not None


async def _may_give(
    db: AsyncSession, query: messages.ListGivable, relation: messages.Relation, department_id: UUID | None
) -> bool:
    where = Belongs(organisation_id=query.organisation_id, department_id=department_id)
    return await authority.may(db, query.given_by, authority.right_to("give", relation), where)
