"""Changes as open pages follow them: written in the change's own transaction, read again from the last one seen."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.tables import LiveChange
from services.runtime.database import execute, transaction

REBUILT = "rebuilt"
_BATCH = 200
_POLL_S = 0.5
_KEPT = "1 day"
_FORGET_EVERY = 1000
_is_rebuilding: ContextVar[bool] = ContextVar("is_rebuilding", default=False)
_waiting: set[asyncio.Event] = set()


@dataclass(frozen=True)
class Change:
    """process_id: none when everything may have changed (kind `rebuilt`)."""

    id: int
    process_id: UUID | None
    kind: str
    at: datetime


@contextlib.contextmanager
def one_change() -> Iterator[None]:
    """Around a rebuild: what it goes through on its way is nobody's news."""
    before = _is_rebuilding.set(True)
    try:
        yield
    finally:
        _is_rebuilding.reset(before)


async def note(db: AsyncSession, process_id: UUID | None, kind: str) -> None:
    """Wakes this process's pages once it is committed; not for each event of a rebuild, which is one change."""
    if _is_rebuilding.get():
        return
    change = insert(LiveChange).values(process_id=process_id, kind=kind).returning(col(LiveChange.id))
    if (await execute(db, change)).scalar_one() % _FORGET_EVERY == 0:
        await _forget_old(db)
    sa.event.listen(db.sync_session, "after_commit", _wake, once=True)


async def newest(db: AsyncSession) -> int:
    """The id from which a page that was drawn just now goes on."""
    found = await execute(db, sa.select(sa.func.max(col(LiveChange.id))))
    return found.scalar() or 0


async def changes_since(db: AsyncSession, last_id: int, limit: int = _BATCH) -> list[Change]:
    """Oldest first. Whoever was away for longer than changes are kept is told that everything may have changed."""
    columns = (col(LiveChange.id), col(LiveChange.process_id), col(LiveChange.kind), col(LiveChange.at))
    after = sa.select(*columns).where(col(LiveChange.id) > last_id).order_by(col(LiveChange.id)).limit(limit)
    found = [Change(**row) for row in (await execute(db, after)).mappings()]
    oldest = (await execute(db, sa.select(sa.func.min(col(LiveChange.id))))).scalar()
    if found and oldest and oldest > last_id + 1:
        return [Change(found[-1].id, None, REBUILT, found[-1].at)]
    return found


async def follow(engine: AsyncEngine, last_id: int) -> AsyncGenerator[list[Change], None]:
    """What was committed after last_id, for as long as it is asked: at once here, within a poll elsewhere."""
    while True:
        woken = asyncio.Event()
        _waiting.add(woken)
        try:
            async with transaction(engine) as db:
                changes = await changes_since(db, last_id)
            if not changes:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), _POLL_S)
        finally:
            _waiting.discard(woken)
        if changes:
            last_id = changes[-1].id
            yield changes


async def _forget_old(db: AsyncSession) -> None:
    """What is older than a day, by the machine's time; a page that was away for longer is drawn anew."""
    age = sa.func.now() - sa.cast(_KEPT, sa.Interval)
    await execute(db, sa.delete(LiveChange).where(col(LiveChange.at) < age))


def _wake(_: object) -> None:
    for woken in _waiting:
        woken.set()
