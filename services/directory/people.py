"""People, known by their mail address."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.tables import Person, Relation
from services.messages import directory as words
from services.runtime.announcing import announce
from services.runtime.refusal import Refusal


async def register(session: AsyncSession, order: words.RegisterPerson) -> Person:
    """The person with this mail address (in small letters), new or as they already stand."""
    email = order.email.lower()
    known = await session.exec(select(Person).where(Person.email == email))
    if person := known.first():
        return person
    person = Person(**order.model_dump(exclude={"email", "as_of"}), email=email, registered_at=order.as_of)
    session.add(person)
    await session.flush()
    await announce(session, words.PersonRegistered(person_id=person.person_id, language=order.language))
    return person


async def find(session: AsyncSession, person_id: UUID) -> Person:
    """Refuses: unknown_person."""
    person = await session.get(Person, person_id)
    if person is None:
        raise Refusal("unknown_person", "person_id")
    return person


async def with_email(session: AsyncSession, email: str) -> words.FoundPerson:
    """In any case of letters."""
    found = await session.exec(select(Person).where(Person.email == email.strip().lower()))
    person = found.first()
    return words.FoundPerson(person=card(person) if person else None)


async def change(session: AsyncSession, order: words.ChangePerson) -> Person:
    """Refuses: unknown_person."""
    person = await find(session, order.person_id)
    person.sqlmodel_update(order.model_dump(exclude={"person_id", "as_of"}, exclude_none=True))
    return person


async def those(session: AsyncSession, person_ids: Sequence[UUID]) -> words.People:
    found = await session.exec(select(Person).where(col(Person.person_id).in_(person_ids)))
    return words.People(people=[card(person) for person in found])


async def staff(session: AsyncSession, relation: words.Relation) -> words.People:
    """The provider's own people in a role, by mail address."""
    own = (
        select(Person)
        .join(Relation)
        .where(Relation.relation == relation, col(Relation.organisation_id).is_(None))
        .order_by(Person.email)
    )
    return words.People(people=[card(person) for person in await session.exec(own)])


def card(person: Person) -> words.Person:
    return words.Person(
        name=f"{person.given_name} {person.family_name}",
        **person.model_dump(include={"person_id", "email", "language"}),
    )


def full_card(person: Person) -> words.PersonCard:
    return words.PersonCard(**person.model_dump(include=set(words.PersonCard.model_fields)))
