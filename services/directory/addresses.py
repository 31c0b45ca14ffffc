"""The mail address by which a person is known and comes in, and those that it was before."""

from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from uuid6 import uuid7

from services.directory import history, passkeys, people
from services.directory.rights import authority
from services.directory.tables import FormerAddress, Person
from services.messages import directory as messages
from services.messages.policy import Right
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.sizes import fitting
from services.runtime.commands.viewing import is_at_portal
from services.runtime.events.announcing import announce
from services.runtime.policy import Belongs


async def change(db: AsyncSession, order: messages.ChangeAddress) -> None:
    """What somebody else puts right may have been a stranger's: the passkeys that were made by it go.

    Refuses: unknown_person, not_yours_to_change, at_the_console, address_taken.
    """
    person = await _hold(db, order.person_id)
    if not await _may(db, order.person_id, order.changed_by):
        raise Refusal("not_yours_to_change", "person_id")
    if is_at_portal() and await authority.is_the_providers(db, order.person_id):
        raise Refusal("at_the_console", "email", "opens the console too")
    email = order.email.lower()
    if person.email == email:
        return
    if (await db.exec(select(Person).where(Person.email == email))).first():
        raise Refusal("address_taken", "email", "is somebody else's")
    former = FormerAddress(
        change_id=uuid7(),
        person_id=person.person_id,
        email=person.email,
        until=order.as_of,
        changed_by=order.changed_by,
    )
    db.add(former)
    if order.changed_by != order.person_id:
        await passkeys.forget_all(db, order.person_id)
    person.email, person.accepted_at = email, person.accepted_at or order.as_of
    await db.flush()
    facts: dict[str, Any] = former.model_dump(include={"person_id", "change_id", "changed_by"})
    await announce(db, messages.PersonAddressChanged(**facts, changed_at=order.as_of))


async def earlier(db: AsyncSession, query: messages.ListEarlierAddresses) -> messages.EarlierAddresses:
    """Refuses: unknown_person (also one whose address is not theirs to change)."""
    if not await _may(db, query.person_id, query.asked_by):
        raise Refusal("unknown_person", "person_id")
    theirs = select(FormerAddress).where(FormerAddress.person_id == query.person_id)
    latest_first = theirs.order_by(col(FormerAddress.until).desc(), col(FormerAddress.change_id).desc())
    return messages.EarlierAddresses(addresses=fitting([_shown(one) for one in await db.exec(latest_first)]))


async def show(db: AsyncSession, change_id: UUID) -> messages.EarlierAddress:
    """Refuses: unknown_change."""
    former = await db.get(FormerAddress, change_id)
    if former is None:
        raise Refusal("unknown_change", "change_id")
    return _shown(former)


async def _hold(db: AsyncSession, person_id: UUID) -> Person:
    """Locked: of two changes at once, the second finds what the first has made."""
    await people.find(db, person_id)
    held = select(Person).where(Person.person_id == person_id).with_for_update()
    return (await db.exec(held)).one()


async def _may(db: AsyncSession, person_id: UUID, by: UUID) -> bool:
    """Their own; a coordinator a customer's people's; of who has power over others, an administrator."""
    if by == person_id:
        return True
    action: Right = "change_staff_address" if await history.is_ours(db, person_id) else "change_address"
    return await authority.may(db, by, action, Belongs())


def _shown(former: FormerAddress) -> messages.EarlierAddress:
    return messages.EarlierAddress(**former.model_dump())
