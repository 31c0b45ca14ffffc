"""A supervisor's diary as it is kept: the weekly hours on offer, and every session that takes up time."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.commands.refusal import Refusal
from services.runtime.finland import start_of
from services.runtime.storage.database import execute, is_overlap
from services.sessions import contract_facts
from services.sessions.hours import away
from services.sessions.hours.availability import Availability, Diary, Interval
from services.sessions.tables import TAKES_TIME, Session, WeeklyHours

# The first half of the key of our advisory locks; the second is made from the supervisor's id.
_DIARY_LOCK = 7_100_002


async def diary_of(
    db: AsyncSession,
    supervisor_id: UUID,
    besides: sa.ColumnElement[bool],
    since: date,
    closed: Iterable[Interval] = (),
) -> Diary:
    """Hours and bookings, closed on days away. besides: the sessions that are left out, as they are about to be
    planned or moved.

    since: the first day that is looked at; what was before takes no time any more. closed: when the process whose
    session it is has none.
    """
    offered = await db.exec(select(WeeklyHours).where(WeeklyHours.supervisor_id == supervisor_id))
    booked = await db.exec(
        select(Session.starts_at, Session.ends_at).where(
            Session.supervisor_id == supervisor_id,
            sa.text(TAKES_TIME),
            col(Session.ends_at) > start_of(since),
            ~besides,
        )
    )
    weekly = tuple(
        Availability(one.weekday, one.from_time, one.to_time, one.valid_from, one.valid_until)
        for one in offered
    )
    busy = [Interval(starts_at, ends_at) for starts_at, ends_at in booked]
    return Diary(weekly, (*busy, *closed, *await away.closed(db, supervisor_id, since)))


async def take_turn(db: AsyncSession, supervisor_id: UUID) -> None:
    """Until the commit nobody else books this supervisor: two who wait for each other would never end.

    That nothing overlaps does not rest on this lock but on the table's constraint.
    """
    second = sa.func.hashtext(str(supervisor_id))
    await execute(db, sa.select(sa.func.pg_advisory_xact_lock(_DIARY_LOCK, second)))


async def book(db: AsyncSession, sessions: Iterable[Session]) -> None:
    """Writes new or changed sessions, all or none. Refuses: slot_taken."""
    db.add_all(sessions)
    try:
        await db.flush()
    except IntegrityError as error:
        if is_overlap(error):
            raise Refusal("slot_taken", "starts_at") from None
        raise


async def locked_session(db: AsyncSession, session_id: UUID) -> Session:
    """One session, which nobody else changes until the commit, nor its process: whether it is paused, ends earlier or
    has another member is as it was found.

    Refuses: unknown_session, also of a time that is only held for a plan.
    """
    await contract_facts.lock_of_session(db, session_id)
    mine = select(Session).where(col(Session.session_id) == session_id).with_for_update()
    found = (await db.exec(mine)).first()
    if found is None or found.status == "proposed":
        raise Refusal("unknown_session", "session_id")
    return found


def refuse_moved(row: Session, seen_at: datetime | None, field: str = "session_id") -> None:
    """What somebody says of a session is about the time that they saw it at, if they did. Refuses: session_moved."""
    if seen_at not in (None, row.starts_at):
        raise Refusal("session_moved", field, "since it was seen")
