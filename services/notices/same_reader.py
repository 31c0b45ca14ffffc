"""Letters to the two entries of one person: to the one that stays, and each of them once."""

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.directory import PersonsMerged
from services.notices.tables import Notice, metadata
from services.runtime.same_person import taking_over
from services.runtime.storage.database import execute


async def take_over(db: AsyncSession, event: PersonsMerged) -> None:
    """What waits for both is sent once. The keys change too, or what is written again would not be known again."""
    if event.kept_id == event.absorbed_id:
        return
    await taking_over.hold(db)
    key = col(Notice.natural_key)
    instead = sa.func.replace(key, str(event.absorbed_id), str(event.kept_id))
    theirs = key.contains(str(event.absorbed_id), autoescape=True)
    same = aliased(Notice)
    is_there = sa.exists().where(col(same.natural_key) == instead)
    waits = col(Notice.status) == "waiting"
    await execute(db, sa.delete(Notice).where(theirs, waits, is_there))
    await execute(db, sa.update(Notice).where(theirs, ~is_there).values(natural_key=instead))
    await taking_over.take_over(db, metadata, event.kept_id, event.absorbed_id)
