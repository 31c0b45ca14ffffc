"""Changes as open pages follow them: written in the change's own transaction, each told once it is committed."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board.seen import Seen
from services.console.board.timeline import LINE, facts_of, line_of
from services.console.board.together import together_in
from services.console.tables import LiveChange
from services.messages.envelope import Event
from services.runtime.commands.transactions import Work
from services.runtime.storage.database import execute, transaction

REBUILT = "rebuilt"
_BATCH = 200
_POLL_S = 0.5
_KEPT = timedelta(days=1)
_FORGET_EVERY = 1000
# One statement, and so one look: a row for each change, or one without, and each says how far the table goes. What a
# database brought along from elsewhere has a number that this server has yet to give: nobody's news.
_UNSEEN = sa.text(
    """
    SELECT ends.*, news.*
    FROM (SELECT min(id) AS oldest, max(id) AS highest, pg_current_snapshot()::text AS now FROM live_change) AS ends
    LEFT JOIN (
        SELECT id, process_id, kind, at FROM live_change
        WHERE written_in >= :oldest
          AND NOT pg_visible_in_snapshot(written_in::text::xid8, CAST(CAST(:seen AS text) AS pg_snapshot))
          AND pg_visible_in_snapshot(written_in::text::xid8, pg_current_snapshot())
        ORDER BY id LIMIT :most
    ) AS news ON true
    ORDER BY news.id
    """
).bindparams(sa.bindparam("oldest", type_=sa.BigInteger))
_NEWEST = sa.text(
    "SELECT coalesce(max(id), 0) AS last_id, pg_current_snapshot()::text AS now FROM live_change"
)
# Built once: they are written for each event.
_CHANGE = (
    insert(LiveChange)
    .values(process_id=sa.bindparam("of_process"), kind=sa.bindparam("of_kind"))
    .returning(col(LiveChange.id))
)
_WITH_ITS_LINE = _CHANGE.add_cte(LINE.cte("line"))
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


def is_rebuilding() -> bool:
    return _is_rebuilding.get()


async def note(db: AsyncSession, process_id: UUID | None, kind: str) -> None:
    """Wakes this process's pages once it is committed; not for each event of a rebuild, which is one change."""
    if not is_rebuilding() or kind == REBUILT:
        await _note(db, _CHANGE, {"of_process": process_id, "of_kind": kind})


async def note_event(work: Work, process_id: UUID, event: Event) -> None:
    """What `note` and the timeline write of it, in one statement."""
    db, line = work.db, line_of(work, process_id, event)
    if together := together_in(db):
        together.moments.append(line)
    elif is_rebuilding():
        await execute(db, LINE, facts_of(line))
    else:
        change = {"of_process": process_id, "of_kind": line["name"]}
        await _note(db, _WITH_ITS_LINE, facts_of(line) | change)


async def _note(db: AsyncSession, change: sa.Insert, facts: Mapping[str, Any]) -> None:
    if (await execute(db, change, facts)).scalar_one() % _FORGET_EVERY == 0:
        await _forget_old(db)
    sa.event.listen(db.sync_session, "after_commit", _wake, once=True)


async def newest(db: AsyncSession) -> Seen:
    """From where a page goes on that is drawn after this."""
    row = (await execute(db, _NEWEST)).one()
    return Seen(row.last_id, row.now)


async def changes_since(db: AsyncSession, seen: Seen, limit: int = _BATCH) -> tuple[list[Change], Seen]:
    """What was committed and not seen, in the order of the ids, and what is seen by now.

    Whoever missed more than `limit`, or was away for longer than changes are kept, is told that everything may have
    changed.
    """
    asked = {"seen": seen.snapshot, "oldest": seen.oldest_running, "most": limit + 1}
    rows = (await execute(db, _UNSEEN.bindparams(**asked))).all()
    now = Seen(max(seen.last_id, rows[0].highest or 0), rows[0].now)
    found = [Change(row.id, row.process_id, row.kind, row.at) for row in rows if row.id]
    forgotten = found and rows[0].oldest > seen.last_id + 1
    if forgotten or len(found) > limit:
        return [Change(now.last_id, None, REBUILT, found[-1].at)], now
    return found, now


async def follow(engine: AsyncEngine, seen: Seen) -> AsyncGenerator[tuple[list[Change], Seen], None]:
    """As `changes_since`, for as long as it is asked: at once what is committed here, within a poll what elsewhere."""
    while True:
        woken = asyncio.Event()
        _waiting.add(woken)
        try:
            async with transaction(engine) as db:
                changes, seen = await changes_since(db, seen)
            if not changes:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), _POLL_S)
        finally:
            _waiting.discard(woken)
        if changes:
            yield changes, seen


async def _forget_old(db: AsyncSession) -> None:
    """What is older than a day, by the machine's time; a page that was away for longer is drawn anew."""
    await execute(db, sa.delete(LiveChange).where(col(LiveChange.at) < sa.func.now() - _KEPT))


def _wake(_: object) -> None:
    for woken in _waiting:
        woken.set()
