"""Supervisors who leave, as directory says: for what of theirs goes on after their last day another is to be found."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.tables import KnownLeaver, ProcessCard
from services.messages.directory import SupervisorLeaves
from services.runtime.storage.database import among_asked, execute


async def keep(db: AsyncSession, event: SupervisorLeaves, since: datetime) -> None:
    """None any more, where it is taken back."""
    mine = col(KnownLeaver.supervisor_id) == event.supervisor_id
    if event.last_day is None:
        await execute(db, sa.delete(KnownLeaver).where(mine))
        return
    now = {"last_day": event.last_day, "since": since}
    row = insert(KnownLeaver).values(supervisor_id=event.supervisor_id, **now)
    await execute(db, row.on_conflict_do_update(index_elements=["supervisor_id"], set_=now))


_THEIRS = select(KnownLeaver).where(among_asked(KnownLeaver.supervisor_id))


async def of(db: AsyncSession, cards: Iterable[ProcessCard]) -> dict[UUID, KnownLeaver]:
    """Process -> its supervisor, where they leave."""
    theirs = {card.process_id: card.supervisor_id for card in cards if card.supervisor_id}
    asked = {"ids": list(set(theirs.values()))}
    known = {one.supervisor_id: one for one in await db.exec(_THEIRS, params=asked)}
    return {process_id: known[who] for process_id, who in theirs.items() if who in known}
