"""What finds no day when a pause's sessions are planned again: it keeps its number and waits for a coordinator."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.sessions.planning.booking import next_id
from services.sessions.rescheduling import left_sessions, replacing
from services.sessions.tables import Session


async def lay_aside(
    db: AsyncSession,
    process_id: UUID,
    planned_again: Collection[int],
    without_a_day: Collection[int],
    at: datetime,
) -> list[Session]:
    """Rows that a pause took out of the diary, the last ones, one for each number without a day; of numbers that were
    agreed since, new ones. The process is locked.

    planned_again: numbers that have a day now, and wait no more. Gives all that wait because of a pause.
    """
    rows = await _out(db, process_id)
    for row in rows:
        if row.number in planned_again:
            row.replan_by = None
    waiting = [row for row in rows if row.replan_by]
    known = {row.number for row in waiting}
    numbers = sorted(one for one in without_a_day if one not in known)
    spare = [row for row in rows if not row.replan_by]
    taken = spare[max(0, len(spare) - len(numbers)) :]
    while len(taken) < len(numbers):
        taken.append(await _never_planned(db, process_id))
    for number, row in zip(numbers, taken, strict=True):
        row.number, row.replan_by = number, await replacing.replan_by(db, row, at)
        waiting.append(row)
    await db.flush()
    return sorted(waiting, key=lambda row: row.number)


async def _never_planned(db: AsyncSession, process_id: UUID) -> Session:
    """A session that was agreed while it was paused, and has had no day of its own: it waits with the last one's."""
    *_, last = await left_sessions.of_contract(db, process_id)
    own = {"process_id", "supervisor_id", "number", "starts_at", "ends_at", "confirm_by"}
    new_id = await next_id(db, process_id)
    row = Session(**last.model_dump(include=own), session_id=new_id, calendar_uid=new_id, status="paused")
    db.add(row)
    await db.flush()
    return row


async def _out(db: AsyncSession, process_id: UUID) -> list[Session]:
    """By their times. What another came in place of is not among them."""
    mine = select(Session).where(
        Session.process_id == process_id, Session.status == "paused", ~col(Session.trial)
    )
    return list(await db.exec(mine.order_by(col(Session.starts_at), col(Session.session_id))))
