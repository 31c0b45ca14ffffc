"""Organisations, known by their Y-tunnus."""

from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import authority
from services.directory.tables import Organisation
from services.messages.directory import (
    ChangeOrganisation,
    OrganisationCard,
    OrganisationChanged,
    OrganisationRegistered,
    RegisterOrganisation,
)
from services.messages.values import Address, Viewer
from services.runtime.announcing import announce
from services.runtime.database import take_in
from services.runtime.policy import Belongs, reaches
from services.runtime.refusal import Refusal


async def register(db: AsyncSession, order: RegisterOrganisation) -> Organisation:
    """The organisation with this Y-tunnus, new or as it already stands."""
    if known := await with_business_id(db, order.business_id):
        return known
    organisation = Organisation(
        **order.model_dump(exclude={"address", "as_of"}),
        **order.address.model_dump(),
        registered_at=order.as_of,
    )
    db.add(organisation)
    await db.flush()
    facts = order.model_dump(include={"organisation_id", "name", "business_id", "kind", "language"})
    await announce(db, OrganisationRegistered(**facts))
    return organisation


async def with_business_id(db: AsyncSession, business_id: str) -> Organisation | None:
    found = await db.exec(select(Organisation).where(Organisation.business_id == business_id))
    return found.first()


async def find(db: AsyncSession, organisation_id: UUID) -> Organisation:
    """Refuses: unknown_organisation."""
    organisation = await db.get(Organisation, organisation_id)
    if organisation is None:
        raise _unknown()
    return organisation


async def find_to_manage(db: AsyncSession, organisation_id: UUID, person_id: UUID) -> Organisation:
    """Refuses: unknown_organisation (also one that the person does not manage as a whole)."""
    if not await authority.may(
        db, person_id, "manage_organisation", Belongs(organisation_id=organisation_id)
    ):
        raise _unknown()
    return await find(db, organisation_id)


async def find_for(db: AsyncSession, organisation_id: UUID, viewer: Viewer | None) -> Organisation:
    """viewer: none where a service asks. Refuses: unknown_organisation (also one out of the viewer's reach)."""
    if viewer and not _reaches_some(viewer, organisation_id):
        raise _unknown()
    return await find(db, organisation_id)


def _reaches_some(viewer: Viewer, organisation_id: UUID) -> bool:
    """A role in one department reaches its organisation's name and Y-tunnus too."""
    return reaches(viewer, Belongs(organisation_id=organisation_id, department_id=viewer.department_id))


async def change(db: AsyncSession, order: ChangeOrganisation) -> Organisation:
    """Says so only where something is other than it was. Refuses: unknown_organisation."""
    organisation = await find_to_manage(db, order.organisation_id, order.changed_by)
    facts = order.model_dump(exclude={"organisation_id", "address", "changed_by", "as_of"}, exclude_none=True)
    facts |= order.address.model_dump() if order.address else {}
    if any(getattr(organisation, field) != value for field, value in facts.items()):
        take_in(organisation, facts)
        await announce(db, _changed(organisation))
    return organisation


def card(organisation: Organisation) -> OrganisationCard:
    facts = organisation.model_dump()
    return OrganisationCard(address=Address(**{name: facts[name] for name in Address.model_fields}), **facts)


def _changed(organisation: Organisation) -> OrganisationChanged:
    return OrganisationChanged(**organisation.model_dump(include=set(OrganisationChanged.model_fields)))


def _unknown() -> Refusal:
    return Refusal("unknown_organisation", "organisation_id")
