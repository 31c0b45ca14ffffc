"""Whose notes the database lets see: it gives out none to whoever has not said for whom they are read.

The rule stands with the table (`services/sessions/tables/content.py:NOTES_OF_THEIR_AUTHORS`). Sealing guards what a
copy of the database tells; this guards against a question of ours that forgets whose notes it asks for.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.storage.database import execute, writes_nothing
from services.sessions.tables import NOTES_ARE_READ_FOR


@asynccontextmanager
async def notes_of(db: AsyncSession, *authors: UUID) -> AsyncIterator[None]:
    """In the block their notes are there, to read and to write; what was changed of one is written at its end."""
    if writes_nothing(db):
        await _say(db, authors, until_commit=False)
        try:
            yield
        finally:
            await _say(db, (), until_commit=False)
    else:
        await _say(db, authors, until_commit=True)
        yield
        await db.flush()
        await _say(db, (), until_commit=True)


async def _say(db: AsyncSession, authors: tuple[UUID, ...], *, until_commit: bool) -> None:
    told = ",".join(map(str, authors))
    await execute(db, sa.select(sa.func.set_config(NOTES_ARE_READ_FOR, told, until_commit)))
