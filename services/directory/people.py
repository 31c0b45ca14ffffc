"""People, known by their mail address."""

from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.directory import history, languages, typed_names
from services.directory.customers import organisations
from services.directory.proving import marks
from services.directory.rights import authority
from services.directory.tables import MergedEntry, Person, Relation, TypedName
from services.messages import directory as messages
from services.messages.values import Email
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.logs import log
from services.runtime.policy import Belongs
from services.runtime.storage.database import among, take_in

_EMAIL: TypeAdapter[str] = TypeAdapter(Email)


async def register(db: AsyncSession, order: messages.RegisterPerson) -> Person:
    """The person with this mail address (in small letters), new or as they already stand.

    The address of an entry that was merged is its person's still, as nobody else has it since.
    Refuses: already_registered, known_by_another_name.
    """
    counts = await authority.may(db, order.registered_by, "manage_people", Belongs())
    email = order.email.lower()
    accepted_at, named_by = (order.as_of, None) if counts else (None, order.registered_by)
    if person := await _registered(db, order.person_id, email):
        if person.accepted_at is None and (counts or person.named_by in (None, order.registered_by)):
            typed = order.model_dump(include={"given_name", "family_name"})
            take_in(person, typed | {"accepted_at": accepted_at, "named_by": named_by})
        else:
            await typed_names.beside(db, person, order, counts=counts)
        return person
    if person := await _who_had(db, email):
        await typed_names.beside(db, person, order, counts=counts)
        return person
    told = order.model_dump(exclude={"email", "registered_by", "as_named", "as_of"})
    told |= {"accepted_at": accepted_at, "named_by": named_by}
    person = Person(**told, email=email, registered_at=order.as_of)
    db.add(person)
    await db.flush()
    await announce(db, messages.PersonRegistered(person_id=person.person_id, language=order.language))
    return person


async def _registered(db: AsyncSession, person_id: UUID, email: str) -> Person | None:
    """By address and id in one look: between two, somebody else may register the same person.

    Refuses: already_registered.
    """
    either = (col(Person.email) == email) | (col(Person.person_id) == person_id)
    found = (await db.exec(select(Person).where(either).with_for_update())).all()
    if person := next((one for one in found if one.email == email), None):
        return person
    if found and not await _who_had(db, email):
        raise Refusal("already_registered", "person_id", "is somebody with another address")
    return None


async def accept(db: AsyncSession, order: messages.AcceptPerson) -> None:
    """Refuses: unknown_person."""
    person = await find(db, order.person_id)
    person.accepted_at = person.accepted_at or order.as_of
    person.named_by = None
    await typed_names.forget(db, person.person_id)


async def find(db: AsyncSession, person_id: UUID) -> Person:
    """Refuses: unknown_person."""
    person = await db.get(Person, person_id)
    if person is None:
        raise Refusal("unknown_person", "person_id")
    return person


async def with_email(db: AsyncSession, email: str) -> messages.FoundPerson:
    """In any case of letters, and with a domain written either way (työ.example, xn--ty-gka.example)."""
    person = await of_address(db, email)
    return messages.FoundPerson(person=card(person) if person else None)


def unnamed(found: messages.FoundPerson) -> messages.FoundPerson:
    """For the portal, where somebody asks whether an address is free."""
    nameless = {"name": "", "family_name": "", "phone": ""}
    return messages.FoundPerson(person=found.person.model_copy(update=nameless) if found.person else None)


async def of_address(db: AsyncSession, email: str) -> Person | None:
    found = await db.exec(select(Person).where(Person.email == _as_kept(email.strip())))
    return found.first()


async def proven_by_address(db: AsyncSession, email: str) -> Person | None:
    """Whoever has the mail of this address is who that is: not where somebody else than our code has written it."""
    person = await of_address(db, email)
    if person is None or marks.is_good(db, person):
        return person
    log.error("address_without_a_mark", person_id=str(person.person_id))
    return None


async def change(db: AsyncSession, order: messages.ChangePerson) -> Person:
    """Of another person's only the name, which was typed wrongly: they are told. Refuses: unknown_person,
    not_yours_to_change.
    """
    person = await find(db, order.person_id)
    if order.phone and not await history.is_ours(db, person.person_id):
        raise Refusal("not_yours_to_change", "phone")
    if order.changed_by != order.person_id:
        await _check_corrects(db, order, person)
    before = history.facts_of(person)
    take_in(person, order.model_dump(exclude={"person_id", "changed_by", "as_of"}, exclude_none=True))
    person.accepted_at, person.named_by = person.accepted_at or order.as_of, None
    await history.note(db, person, before, order.changed_by, order.as_of)
    await organisations.call_private(db, person, order.changed_by, order.as_of)
    now = history.facts_of(person)
    if any(now[name] != before[name] for name in ("given_name", "family_name")):
        facts = {"person_id": person.person_id, "changed_by": order.changed_by, "changed_at": order.as_of}
        await announce(db, messages.PersonNameChanged(**facts, change_id=uuid7()))
    return person


async def _check_corrects(db: AsyncSession, order: messages.ChangePerson, person: Person) -> None:
    """Refuses: not_yours_to_change."""
    right = await history.right_to_name(db, person)
    if order.language or not await authority.may(db, order.changed_by, right, Belongs()):
        raise Refusal("not_yours_to_change", "person_id")


async def contacts(db: AsyncSession, query: messages.ShowContacts) -> messages.People:
    """language: in which they are written to, which is one that is served."""
    asked = select(Person, languages.said_last()).where(among(Person.person_id, query.person_ids))
    called = await typed_names.called_by(db, query.person_ids, query.called_by)
    people = [
        card(person, called.get(person.person_id)).model_copy(
            update={"language": languages.in_a_served_one(person.language, languages.as_said(served))}
        )
        for person, served in await db.exec(asked)
    ]
    return messages.People(people=people)


async def staff(db: AsyncSession, relation: messages.Relation) -> messages.People:
    """The provider's own people in a role, by mail address."""
    own = (
        select(Person)
        .join(Relation)
        .where(Relation.relation == relation, col(Relation.organisation_id).is_(None))
        .order_by(Person.email)
    )
    return messages.People(people=[card(person) for person in await db.exec(own)])


async def _who_had(db: AsyncSession, email: str) -> Person | None:
    merged = select(MergedEntry.person_id).where(MergedEntry.email == email)
    latest = (await db.exec(merged.order_by(col(MergedEntry.merged_at).desc()))).first()
    return await db.get(Person, latest) if latest else None


def _as_kept(email: str) -> str:
    try:
        return _EMAIL.validate_python(email).lower()
    except ValidationError:  # nobody has it
        return email.lower()


def card(person: Person, called: TypedName | None = None) -> messages.Person:
    named = called or person
    return messages.Person(
        name=f"{named.given_name} {named.family_name}",
        family_name=named.family_name,
        accepted=person.accepted_at is not None,
        **person.model_dump(include={"person_id", "email", "language", "phone"}),
    )


def full_card(person: Person) -> messages.PersonCard:
    told = person.model_dump(include=set(messages.PersonCard.model_fields))
    return messages.PersonCard(**told, accepted=person.accepted_at is not None)
