"""Organisations, known by their Y-tunnus."""

from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.tables import Organisation
from services.messages.directory import OrganisationCard, OrganisationRegistered, RegisterOrganisation
from services.messages.values import Address
from services.runtime.announcing import announce
from services.runtime.refusal import Refusal


async def register(session: AsyncSession, order: RegisterOrganisation) -> Organisation:
    """The organisation with this Y-tunnus, new or as it already stands."""
    known = await session.exec(select(Organisation).where(Organisation.business_id == order.business_id))
    if organisation := known.first():
        return organisation
    organisation = Organisation(
        **order.model_dump(exclude={"address", "as_of"}),
        **order.address.model_dump(),
        registered_at=order.as_of,
    )
    session.add(organisation)
    await session.flush()
    facts = order.model_dump(include={"organisation_id", "name", "business_id", "kind", "language"})
    await announce(session, OrganisationRegistered(**facts))
    return organisation


async def find(session: AsyncSession, organisation_id: UUID) -> Organisation:
    """Refuses: unknown_organisation."""
    organisation = await session.get(Organisation, organisation_id)
    if organisation is None:
        raise Refusal("unknown_organisation", "organisation_id")
    return organisation


def card(organisation: Organisation) -> OrganisationCard:
    facts = organisation.model_dump()
    return OrganisationCard(address=Address(**{name: facts[name] for name in Address.model_fields}), **facts)
