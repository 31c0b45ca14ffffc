"""Which times sessions have with another supervisor: the same where they can, else others at the agreed interval."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.finland import ONE_DAY, local_date, start_of
from services.runtime.storage.database import among
from services.sessions import contract_facts
from services.sessions.hours.availability import Diary, Interval
from services.sessions.hours.diary import diary_of
from services.sessions.notice import earliest
from services.sessions.planning import holding
from services.sessions.planning.booking import terms_of
from services.sessions.rescheduling import replacing
from services.sessions.rescheduling.planning_again import Standing
from services.sessions.rescheduling.several_again import Off, Series, handed_over, nearer
from services.sessions.tables import TAKES_TIME, Agreement, Session


@dataclass(frozen=True)
class Taking:
    """Who takes over which process, from which day on and until when, as it is at this time."""

    process_id: UUID
    supervisor_id: UUID
    from_day: date
    until_day: date | None
    at: datetime


@dataclass
class Handed:
    """kept: at their times; moved: at other ones. lost: have none. waiting: called off before, and have a time now;
    still_waiting: these have none now either.

    nearer: which come sooner after the one before them than is agreed, and how many days after it.
    """

    kept: list[Session] = field(default_factory=list)
    moved: list[tuple[Session, Interval]] = field(default_factory=list)
    waiting: list[tuple[Session, Interval]] = field(default_factory=list)
    lost: list[Session] = field(default_factory=list)
    still_waiting: list[Session] = field(default_factory=list)
    nearer: list[tuple[Standing, int]] = field(default_factory=list)


async def found(db: AsyncSession, taking: Taking, agreement: Agreement) -> Handed:
    """What each session becomes; nothing of it is changed yet. agreement: with who takes over."""
    last = min(taking.until_day or date.max, agreement.ends_on)
    ahead, before = await _ahead(db, taking, last), await waiting(db, taking.process_id)
    since = local_date(taking.at)
    closed = await holding.closed(db, taking.process_id)
    diary = await diary_of(db, taking.supervisor_id, besides=sa.false(), since=since, closed=closed)
    kept = [row for row in ahead if diary.has_room(Interval(row.starts_at, row.ends_at))]
    off = sorted([row for row in ahead if row not in kept] + before, key=lambda row: row.starts_at)
    busy = (*diary.busy, *(Interval(row.starts_at, row.ends_at) for row in kept))
    series = await _series(db, taking, agreement, off, last)
    wanted = [Off(row.process_id, row.number, row.starts_at) for row in off]
    staying = [row.starts_at for row in kept]
    times = await asyncio.to_thread(handed_over, wanted, series, Diary(diary.weekly, busy), staying)
    placed = [Standing(row.number, when.starts_at) for row, when in zip(off, times, strict=True) if when]
    handed = Handed(kept=kept, nearer=nearer(placed, series.staying, series.agreed))
    for row, when in zip(off, times, strict=True):
        if when:
            (handed.waiting if row in before else handed.moved).append((row, when))
        else:
            (handed.still_waiting if row in before else handed.lost).append(row)
    return handed


async def waiting(db: AsyncSession, process_id: UUID) -> list[Session]:
    """What was called off and has no other time yet."""
    mine = select(Session).where(Session.process_id == process_id, col(Session.replan_by).is_not(None))
    return list(await db.exec(mine.order_by(col(Session.starts_at))))


async def _series(
    db: AsyncSession, taking: Taking, agreement: Agreement, off: Sequence[Session], last: date
) -> Series:
    """Between the first and the last day of the new supervisor."""
    terms = terms_of(agreement, taking.at)
    terms = replace(terms, starts_on=max(terms.starts_on, taking.from_day), ends_on=last)
    itself = among(Session.session_id, [row.session_id for row in off])
    mine = (col(Session.process_id) == taking.process_id) & ~itself
    staying = select(Session).where(mine, sa.text(TAKES_TIME), Session.status != "proposed")
    rows = await db.exec(staying.order_by(col(Session.starts_at)))
    notice = earliest(contract_facts.notice_of(agreement), taking.at)
    return Series([terms], notice, replacing.standing(rows))


async def _ahead(db: AsyncSession, taking: Taking, last: date) -> list[Session]:
    """What is to be held from the day on, by its time."""
    mine = select(Session).where(
        Session.process_id == taking.process_id,
        Session.status == "planned",
        Session.starts_at > taking.at,
        Session.starts_at >= start_of(taking.from_day),
        Session.starts_at < start_of(last + ONE_DAY),
        Session.supervisor_id != taking.supervisor_id,
    )
    return list(await db.exec(mine.order_by(col(Session.starts_at))))
