"""The first administrator, by a link that a command prints. Of the link only a hash is kept, and of one link only."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory import people
from services.directory.proving import marks
from services.directory.rights import authority, relations
from services.directory.tables import FirstLink, Person
from services.messages import directory as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.storage.database import execute


async def keep(db: AsyncSession, order: messages.KeepFirstLink, now: datetime) -> None:
    """Refuses: administrator_exists."""
    await _take_turn(db)
    await _check_nobody_is(db)
    await execute(db, sa.delete(FirstLink))
    db.add(FirstLink(secret_hash=order.secret_hash, expires_at=now + messages.FIRST_LINK_GOOD_FOR))


async def is_good(db: AsyncSession, secret_hash: str, now: datetime) -> bool:
    return await _good_one(db, secret_hash, now) is not None and not await authority.administrators(db)


async def use(db: AsyncSession, order: messages.UseFirstLink, now: datetime) -> Person:
    """Refuses: link_over, administrator_exists."""
    await _take_turn(db)
    await _check_nobody_is(db)
    link = await _good_one(db, order.secret_hash, now)
    if link is None:
        raise Refusal("link_over", "secret_hash")
    await db.delete(link)
    person = await people.register(db, messages.RegisterPerson(**order.model_dump(exclude={"secret_hash"})))
    await people.accept(db, messages.AcceptPerson(person_id=person.person_id, as_of=order.as_of))
    role = messages.RelatePerson(person_id=person.person_id, relation="administrator", as_of=order.as_of)
    await relations.relate(db, role)
    return person


async def _take_turn(db: AsyncSession) -> None:
    """Two who use it, or ask for one, at once: one after the other."""
    await execute(db, sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended("first_link", 0))))


async def _check_nobody_is(db: AsyncSession) -> None:
    if await authority.administrators(db):
        raise Refusal("administrator_exists")


async def _good_one(db: AsyncSession, secret_hash: str, now: datetime) -> FirstLink | None:
    kept = select(FirstLink).where(FirstLink.secret_hash == secret_hash, FirstLink.expires_at > now)
    found = (await db.exec(kept)).first()
    return found if found and marks.is_good(db, found) else None
