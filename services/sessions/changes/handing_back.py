"""Who leaves holds some sessions until another's first day, as who stands in does: these alone are called off, and
planned again with who comes after.
"""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.finland import ONE_DAY, local_date, start_of
from services.runtime.storage.database import among
from services.sessions import contract_facts
from services.sessions.hours import changing_hands
from services.sessions.hours.availability import Interval
from services.sessions.hours.diary import diary_of, take_turn
from services.sessions.notice import earliest
from services.sessions.planning import holding
from services.sessions.planning.booking import terms_by_day
from services.sessions.recording import attendance
from services.sessions.rescheduling import replacing
from services.sessions.rescheduling.several_again import Off, Series, other_times
from services.sessions.tables import TAKES_TIME, Agreement, Session


def comes_after(versions: Sequence[Agreement], leaver_id: UUID, day: date) -> Agreement | None:
    """What is in force from the first day on which what this supervisor has on the day is another's, for good or until
    they have it again. None: nobody's.
    """
    later = (one for one in contract_facts.by_day(versions) if one.effective_from > day)
    return next((one for one in later if one.supervisor_id != leaver_id), None)


async def hand_back(db: AsyncSession, leaver_id: UUID, last_day: date, at: datetime) -> None:
    """Of every process.

    Next: services/notices/occasions/session_letters.py:tell_of_replacement
    """
    processes = select(Session.process_id).where(*_theirs(leaver_id, last_day, at)).distinct()
    ids = sorted((await db.exec(processes)).all())
    for process_id in ids:
        await contract_facts.lock(db, process_id)
    for process_id in ids:
        await _of_process(db, process_id, leaver_id, last_day, at)


async def _of_process(
    db: AsyncSession, process_id: UUID, leaver_id: UUID, last_day: date, at: datetime
) -> None:
    mine = select(Session).where(*_theirs(leaver_id, last_day, at), Session.process_id == process_id)
    rows = (await db.exec(mine.order_by(col(Session.starts_at)).with_for_update())).all()
    versions = await contract_facts.versions(db, process_id)
    # All of them have the same one after them, unless their supervisor stands in twice.
    found = comes_after(versions, leaver_id, local_date(rows[-1].starts_at)) if rows else None
    if found is None:
        return
    await take_turn(db, found.supervisor_id)
    times = await _times(db, rows, versions, found, at)
    for row, when in zip(rows, times, strict=True):
        attendance.mark_cancelled(row, "supervisor", leaver_id, at)
        row.off_because = "supervisor_leaves"
        if when is None:
            row.replan_by = await replacing.replan_by(db, row, at)
            await attendance.announce_cancelled(db, row, "supervisor", at, former_id=leaver_id)
            continue
        await attendance.announce_cancelled(db, row, "supervisor", at, planned_again=True)
        await replacing.replace(db, row, when)


def _theirs(leaver_id: UUID, last_day: date, at: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    """Planned and not begun, after their last day; a trial has one supervisor alone."""
    return (
        col(Session.supervisor_id) == leaver_id,
        col(Session.status) == "planned",
        col(Session.starts_at) > at,
        col(Session.starts_at) >= start_of(last_day + ONE_DAY),
        ~col(Session.trial),
    )


async def _times(
    db: AsyncSession, rows: Sequence[Session], versions: Sequence[Agreement], found: Agreement, at: datetime
) -> list[Interval | None]:
    """On the days of who comes after, by the rule of what a supervisor calls off."""
    process_id, today = found.process_id, local_date(at)
    itself = among(Session.session_id, [row.session_id for row in rows])
    closed = await holding.closed(db, process_id)
    closed += await changing_hands.closed(db, versions, process_id, found.supervisor_id)
    diary = await diary_of(db, found.supervisor_id, besides=itself, since=today, closed=closed)
    own = (col(Session.process_id) == process_id) & ~itself
    staying = select(Session).where(own, sa.text(TAKES_TIME), Session.status != "proposed")
    standing = replacing.standing(await db.exec(staying.order_by(col(Session.starts_at))))
    notice = contract_facts.notice_of(contract_facts.in_force(versions, today))
    series = Series(terms_by_day(versions, at), earliest(notice, at), standing)
    off = [Off(process_id, row.number, row.starts_at) for row in rows]
    return await asyncio.to_thread(other_times, off, {process_id: series}, diary)
