"""Which processes were begun, and when: a fact about one whose history is no longer kept has not come too early."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.keep_times import HISTORIES
from services.runtime.storage.database import execute
from workflows.tables import begun_process


async def note(db: AsyncSession, process_id: UUID, began_at: datetime) -> None:
    """Again, where it goes on after its end."""
    row = insert(begun_process).values(process_id=process_id, began_at=began_at)
    later = sa.func.greatest(begun_process.c.began_at, row.excluded.began_at)
    await execute(db, row.on_conflict_do_update(index_elements=["process_id"], set_={"began_at": later}))


async def began_at(db: AsyncSession, process_id: UUID) -> datetime | None:
    """None: it never was, or not yet."""
    mine = sa.select(begun_process.c.began_at).where(begun_process.c.process_id == process_id)
    found: datetime | None = (await execute(db, mine)).scalar()
    return found


def is_forgotten(began: datetime, now: datetime) -> bool:
    """Of one that is not there: whether it may have ended so long ago. If not, it was lost."""
    return began + HISTORIES < now


async def by_id(db: AsyncSession, after: UUID | None, most: int) -> list[UUID]:
    """Every process that was ever begun, some at a time."""
    ids = sa.select(begun_process.c.process_id).order_by(begun_process.c.process_id).limit(most)
    later = ids.where(begun_process.c.process_id > after) if after else ids
    return list((await execute(db, later)).scalars())
