"""Customers, known by their Y-tunnus, by their number in another register, or as the private person that they are."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import history
from services.directory.customers import identities, invoice_addresses
from services.directory.rights import authority
from services.directory.tables import Organisation, Person
from services.messages.directory import (
    PRIVATE_PERSON,
    ChangeOrganisation,
    FindOrganisation,
    Invoicing,
    OrganisationCard,
    OrganisationChanged,
    OrganisationRegistered,
    RegisterOrganisation,
    id_fault,
)
from services.messages.printing import is_printed
from services.messages.values import Address, Utc, Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.policy import Belongs, reaches
from services.runtime.provider import standing
from services.runtime.storage.database import take_in

_NO_FACTS = {"organisation_id", "address", "changed_by", "as_of", "seen"}
_CHANGED = ("name", "kind", "business_id", "foreign_id", *Address.model_fields, "invoice_email", "language")
E = TypeVar("E", OrganisationRegistered, OrganisationChanged)


async def register(db: AsyncSession, order: RegisterOrganisation) -> Organisation:
    """New, or as it already stands where that is the same.

    Refuses: business_id_missing, foreign_id_missing,
    register_number_missing, id_not_theirs, name_missing, latin_name_missing, unknown_person,
    organisation_known, organisation_ended.
    """
    if fault := id_fault(order.kind, order.address.country, order.business_id, order.foreign_id):
        raise Refusal(fault[1], fault[0])
    facts = order.model_dump(exclude={"organisation_id", "name", "address", "first", "as_of"})
    facts |= order.address.model_dump() | {"name": await _name(db, order)}
    if known := await _known(db, order):
        _check_same(known, facts)
        return known
    organisation = Organisation(organisation_id=order.organisation_id, **facts, registered_at=order.as_of)
    db.add(organisation)
    await db.flush()
    await announce(db, _said(OrganisationRegistered, organisation))
    return organisation


async def known_by(db: AsyncSession, query: FindOrganisation) -> Organisation | None:
    """None also where the query names nothing."""
    if query.business_id:
        which = col(Organisation.business_id) == query.business_id
    elif query.foreign_id:
        abroad = col(Organisation.foreign_id) == query.foreign_id
        which = sa.and_(abroad, col(Organisation.country) == query.country)
    elif query.person_id:
        which = col(Organisation.person_id) == query.person_id
    else:
        return None
    return (await db.exec(select(Organisation).where(which))).first()


async def call_private(db: AsyncSession, person: Person, by: UUID | None, at: Utc) -> None:
    """A private customer's name is the person's, as long as an invoice can show it."""
    own = await known_by(db, FindOrganisation(person_id=person.person_id))
    if own and is_printed(f"{person.given_name} {person.family_name}"):
        before = history.facts_of(own)
        own.name = f"{person.given_name} {person.family_name}"
        await history.note(db, own, before, by, at)


async def _known(db: AsyncSession, order: RegisterOrganisation) -> Organisation | None:
    ids = order.model_dump(include={"business_id", "foreign_id", "person_id"})
    found = await known_by(db, FindOrganisation(**ids, country=order.address.country))
    return found or await db.get(Organisation, order.organisation_id)


def _check_same(known: Organisation, facts: dict[str, object]) -> None:
    """Refuses: organisation_ended, organisation_known."""
    if known.ended_on:
        raise Refusal("organisation_ended", "organisation_id")
    if differing := [name for name, value in facts.items() if getattr(known, name) != value]:
        raise Refusal("organisation_known", differing[0], "is known otherwise")


async def _name(db: AsyncSession, order: RegisterOrganisation) -> str:
    """Refuses: name_missing, latin_name_missing, unknown_person."""
    if order.kind != PRIVATE_PERSON:
        if order.name and not order.person_id:
            return order.name
        raise Refusal("name_missing", "name", "is needed")
    person = await db.get(Person, order.person_id) if order.person_id else None
    if person is None:
        raise Refusal("unknown_person", "person_id")
    own = f"{person.given_name} {person.family_name}"
    if not is_printed(own) and not order.name:
        raise Refusal("latin_name_missing", "name", "is needed in Latin letters")
    return own if is_printed(own) or not order.name else order.name


async def find(db: AsyncSession, organisation_id: UUID) -> Organisation:
    """Refuses: unknown_organisation."""
    organisation = await db.get(Organisation, organisation_id)
    if organisation is None:
        raise unknown()
    return organisation


async def find_to_manage(db: AsyncSession, organisation_id: UUID, person_id: UUID) -> Organisation:
    """Refuses: unknown_organisation (also one that the person does not manage as a whole)."""
    if not await authority.may(
        db, person_id, "manage_organisation", Belongs(organisation_id=organisation_id)
    ):
        raise unknown()
    return await find(db, organisation_id)


async def find_for(db: AsyncSession, organisation_id: UUID, viewer: Viewer | None) -> Organisation:
    """viewer: none where a service asks. Refuses: unknown_organisation (also one out of the viewer's reach)."""
    if viewer and not _reaches_some(viewer, organisation_id):
        raise unknown()
    return await find(db, organisation_id)


def _reaches_some(viewer: Viewer, organisation_id: UUID) -> bool:
    """A role in one department reaches its organisation's name and Y-tunnus too."""
    return reaches(viewer, Belongs(organisation_id=organisation_id, department_id=viewer.department_id))


async def change(db: AsyncSession, order: ChangeOrganisation) -> Organisation:
    """Says so only where something is other than it was.

    Refuses: unknown_organisation, name_of_a_person, set_meanwhile.
    """
    await standing.hold(db, f"entry {order.organisation_id}")
    organisation = await find_to_manage(db, order.organisation_id, order.changed_by)
    if order.name not in (None, organisation.name) and await _is_called_by_itself(db, organisation):
        raise Refusal("name_of_a_person", "name", "is changed with the person's own")
    facts = order.model_dump(exclude=_NO_FACTS, exclude_none=True)
    facts |= order.address.model_dump() if order.address else {}
    facts |= await identities.corrected(db, organisation, order, facts)
    if any(getattr(organisation, field) != value for field, value in facts.items()):
        standing.check_seen(order.seen, card(organisation).mark)
        before, went_to = (
            history.facts_of(organisation),
            invoice_addresses.sent_to(organisation, organisation),
        )
        take_in(organisation, facts)
        await history.note(db, organisation, before, order.changed_by, order.as_of)
        await invoice_addresses.tell(db, organisation, organisation, went_to, order.changed_by, order.as_of)
        await announce(db, changed(organisation))
    return organisation


def changed(organisation: Organisation) -> OrganisationChanged:
    said = _said(OrganisationChanged, organisation)
    return said.model_copy(update={"at_end": at_end(organisation.invoicing) or False})


def at_end(invoicing: Mapping[str, Any] | None) -> bool | None:
    """Of what is kept of a customer's settings; none of who has none of its own."""
    return Invoicing.model_validate(invoicing).timing == "at_end" if invoicing else None


async def _is_called_by_itself(db: AsyncSession, organisation: Organisation) -> bool:
    """A private person whose own name an invoice can show."""
    person = await db.get(Person, organisation.person_id) if organisation.person_id else None
    return person is not None and is_printed(f"{person.given_name} {person.family_name}")


def card(organisation: Organisation) -> OrganisationCard:
    facts = organisation.model_dump()
    address = Address(**{name: facts[name] for name in Address.model_fields})
    mark = standing.mark_of([facts[name] for name in _CHANGED])
    return OrganisationCard(address=address, mark=mark, **facts)


def _said(event: type[E], organisation: Organisation) -> E:
    """No event carries a person's name."""
    facts = organisation.model_dump(include=set(event.model_fields))
    return event(**facts | ({"name": None} if organisation.person_id else {}))


def unknown() -> Refusal:
    return Refusal("unknown_organisation", "organisation_id")
