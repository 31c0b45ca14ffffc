"""Calendar feeds: secret addresses, by which a calendar reads without signing in."""

import hashlib

from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.directory.proving import marks
from services.directory.proving.giving import Resources, door_in_hand, give_to_read
from services.directory.tables import CalendarFeed
from services.messages import directory as messages
from services.runtime.storage.database import among, execute

_feed = CalendarFeed.__table__  # type: ignore[attr-defined]  # SQLModel makes it


async def keep(db: AsyncSession, order: messages.KeepFeeds) -> None:
    hashes = [bytes.fromhex(one) for one in order.secret_hashes]
    theirs = (_feed.c.person_id == order.person_id) & (_feed.c.door == door_in_hand())
    await execute(db, _feed.delete().where(theirs, ~among(_feed.c.secret_hash, hashes)))
    for one in hashes:
        row = CalendarFeed(secret_hash=one, person_id=order.person_id, door=door_in_hand())
        told = row.model_dump(exclude={"mark"}) | {"mark": marks.of(db).of(row)}
        kept = insert(_feed).values(told)
        again = kept.on_conflict_do_update(
            index_elements=["secret_hash"], set_={"mark": told["mark"]}, where=theirs
        )
        await execute(db, again)


async def prove(db: AsyncSession, resources: Resources, order: messages.ProveFeed) -> messages.Proved:
    found = await db.get(CalendarFeed, hashlib.sha256(order.secret.encode()).digest())
    if found is None or found.door != door_in_hand() or not marks.is_good(db, found):
        return messages.Proved()
    return give_to_read(resources, found.person_id)
