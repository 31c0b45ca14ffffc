"""Whom a process is for: an organisation, or a department of it with what it has of its own."""

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import languages
from services.directory.customers import departments, invoice_addresses, organisations
from services.directory.tables import Organisation, Relation
from services.messages import directory as messages
from services.messages.values import Viewer
from services.runtime.commands.viewing import is_at_portal
from services.runtime.provider import standing

_WITH_LANGUAGES = select(Organisation, languages.said_last()).where(
    col(Organisation.organisation_id) == sa.bindparam("organisation_id", type_=sa.Uuid())
)


_SET = {"address", "invoice_email", "language", "invoicing"}


async def find(db: AsyncSession, query: messages.FindOrganisation) -> messages.FoundOrganisation:
    found = await organisations.known_by(db, query)
    return messages.FoundOrganisation(organisation=await with_departments(db, found, None) if found else None)


async def with_departments(
    db: AsyncSession, organisation: Organisation, viewer: Viewer | None
) -> messages.OrganisationShown:
    """viewer: none where a service asks."""
    below = await departments.of_organisation(db, organisation.organisation_id, viewer)
    return messages.OrganisationShown(**vars(organisations.card(organisation)), departments=below)


async def check_asks(db: AsyncSession, query: messages.ShowCustomer) -> None:
    """At the portal, who has a role there. Refuses: unknown_organisation."""
    theirs = (Relation.person_id == query.asked_by) & (Relation.organisation_id == query.organisation_id)
    if is_at_portal() and (await db.exec(select(Relation.id).where(theirs).limit(1))).first() is None:
        raise organisations.unknown()


async def show(db: AsyncSession, query: messages.ShowCustomer) -> messages.CustomerCard:
    """Refuses: unknown_organisation, unknown_department."""
    found = (await db.exec(_WITH_LANGUAGES, params={"organisation_id": query.organisation_id})).first()
    if found is None:
        raise organisations.unknown()
    kept, served = found
    whole = organisations.card(kept)
    facts = {**dict(whole), "department_id": None, "department_name": None}
    facts["invoicing"] = invoice_addresses.of(kept, kept)
    facts["paper_language"] = languages.in_a_served_one(whole.language, languages.as_said(served))
    if query.department_id:
        await departments.check_belongs(db, query.department_id, query.organisation_id)
        part = await departments.find_for(db, query.department_id, None)
        own = departments.card(part)
        facts["invoicing"] = invoice_addresses.of(kept, part)
        facts |= {"department_id": own.department_id, "department_name": own.name}
        facts |= {"address": own.address or whole.address}
        facts |= {"invoice_email": own.invoice_email or whole.invoice_email}
    told = messages.CustomerCard(**{name: facts[name] for name in messages.CustomerCard.model_fields})
    return told.model_copy(update={"mark": standing.mark_of(told.model_dump(mode="json", include=_SET))})
