"""A supervisor is away: every session of those days is called off and planned again at once, of whatever process."""

import asyncio
import hashlib
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.far_days import refuse_far
from services.runtime.finland import local_date
from services.runtime.policy import Belongs, can
from services.runtime.storage.database import among, execute
from services.sessions import contract_facts
from services.sessions.hours import away, changing_hands
from services.sessions.hours.availability import Interval
from services.sessions.hours.diary import diary_of, take_turn
from services.sessions.notice import earliest
from services.sessions.planning import holding
from services.sessions.planning.booking import terms_by_day
from services.sessions.proposing import replanning
from services.sessions.recording import attendance
from services.sessions.rescheduling import replacing
from services.sessions.rescheduling.several_again import Off, Series, other_times
from services.sessions.tables import TAKES_TIME, DaysAway, Session

MOST = 100
"""Sessions that one act calls off: more than anybody holds in a month."""
MOST_KEPT = 100
"""Stretches of days to come of one supervisor: a planner goes through all of them."""

Asked = messages.PreviewDaysAway | messages.ReportDaysAway
Plan = list[tuple[Session, Interval | None]]


async def preview(db: AsyncSession, query: messages.PreviewDaysAway) -> messages.DaysAwayPlan:
    """Refuses: unknown_supervisor, day_is_past, ends_before_start, day_too_late, too_many."""
    _refuse_others(query.viewer, query.supervisor_id)
    _refuse_days(query)
    return _told(await _plan(db, query, await _of_those_days(db, query)))


async def report(db: AsyncSession, order: messages.ReportDaysAway) -> messages.DaysAwayPlan:
    """In one transaction. Refuses: day_is_past, ends_before_start, day_too_late, too_many, plan_changed.

    Next: services/sessions/recording/attendance.py:say_off
    """
    _refuse_days(order)
    locked = await _locked(db, order)
    await take_turn(db, order.supervisor_id)
    rows = await _of_those_days(db, order)
    key = order.model_dump(include={"supervisor_id", "from_day", "until_day"})
    kept = await db.get(DaysAway, tuple(key.values()))
    if kept and not rows:
        return _told([])
    if {row.session_id for row in rows} != locked:
        raise Refusal("plan_changed", "fingerprint")
    plan = await _plan(db, order, rows)
    told = _told(plan)
    if told.fingerprint != order.fingerprint:
        raise Refusal("plan_changed", "fingerprint")
    if kept is None:
        await _refuse_more(db, order)
        db.add(DaysAway(**key, reported_by=order.reported_by, reported_at=order.as_of))
    for row, when in plan:
        attendance.mark_cancelled(row, "supervisor", order.reported_by, order.as_of)
        await attendance.say_off(db, row, "supervisor", order.as_of, order.as_of, when)
    await replanning.plan_all_again(db, await _planned_for(db, order), order.as_of)
    return told


async def take_back(db: AsyncSession, order: messages.TakeBackDaysAway) -> None:
    mine = col(DaysAway.supervisor_id) == order.supervisor_id
    days = (col(DaysAway.from_day) == order.from_day) & (col(DaysAway.until_day) == order.until_day)
    await execute(db, sa.delete(DaysAway).where(mine & days))


async def shown_to(db: AsyncSession, query: messages.ListDaysAway) -> messages.DaysAwayList:
    """Refuses: unknown_supervisor."""
    _refuse_others(query.viewer, query.supervisor_id)
    rows = await away.of(db, query.supervisor_id, local_date(query.as_of))
    days = [
        messages.DaysAwayCard(from_day=one.from_day, until_day=one.until_day)
        for one in rows
        if one.until_day != away.FOR_EVER
    ]
    return messages.DaysAwayList(days=days)


def _refuse_others(viewer: Viewer, supervisor_id: UUID) -> None:
    """Refuses: unknown_supervisor."""
    if not can(viewer, "report_days_away", Belongs(supervisor_id=supervisor_id)):
        raise Refusal("unknown_supervisor", "supervisor_id")


def _refuse_days(asked: Asked) -> None:
    if asked.from_day < local_date(asked.as_of):
        raise Refusal("day_is_past", "from_day")
    if asked.until_day < asked.from_day:
        raise Refusal("ends_before_start", "until_day")
    refuse_far("until_day", asked.until_day, asked.as_of, years_back=0, years_ahead=2)


async def _refuse_more(db: AsyncSession, order: messages.ReportDaysAway) -> None:
    if len(await away.of(db, order.supervisor_id, local_date(order.as_of))) >= MOST_KEPT:
        raise Refusal("too_many", "from_day", f"are {MOST_KEPT} stretches already: take back what is not so")


async def _locked(db: AsyncSession, order: messages.ReportDaysAway) -> set[UUID]:
    """Their ids. First the processes, then the sessions, each in one order, as whoever changes a series does."""
    processes = {row.process_id for row in await _of_those_days(db, order)}
    for process_id in sorted(processes.union(await _planned_for(db, order))):
        await contract_facts.lock(db, process_id)
    ids = [row.session_id for row in await _of_those_days(db, order)]
    mine = select(Session).where(among(Session.session_id, ids)).order_by(col(Session.session_id))
    rows = await db.exec(mine.with_for_update())
    return {row.session_id for row in rows}


async def _planned_for(db: AsyncSession, order: messages.ReportDaysAway) -> list[UUID]:
    """The processes whose open plan has a time in those days."""
    days = away.whole_days(order.from_day, order.until_day)
    return await replanning.with_times_in(db, order.supervisor_id, days)


async def _of_those_days(db: AsyncSession, asked: Asked) -> Sequence[Session]:
    """Planned and not begun, by their times. Refuses: too_many."""
    days = away.whole_days(asked.from_day, asked.until_day)
    mine = select(Session).where(
        Session.supervisor_id == asked.supervisor_id,
        Session.status == "planned",
        Session.starts_at > asked.as_of,
        Session.starts_at >= days.starts_at,
        Session.starts_at < days.ends_at,
    )
    in_order = mine.order_by(col(Session.starts_at), col(Session.session_id)).limit(MOST + 1)
    rows = (await db.exec(in_order.execution_options(populate_existing=True))).all()
    if len(rows) > MOST:
        raise Refusal("too_many", "until_day", f"are more than {MOST} sessions: say fewer days at once")
    return rows


async def _plan(db: AsyncSession, asked: Asked, rows: Sequence[Session]) -> Plan:
    """Each with the time that it gets."""
    if not rows:
        return []
    ids = [row.session_id for row in rows]
    processes = sorted({row.process_id for row in rows})
    series = {one: await _series(db, one, ids, asked) for one in processes}
    besides = among(Session.session_id, ids)
    days = [away.whole_days(asked.from_day, asked.until_day)]
    today = local_date(asked.as_of)
    diary = await diary_of(db, asked.supervisor_id, besides=besides, since=today, closed=days)
    off = [Off(row.process_id, row.number, row.starts_at) for row in rows]
    found = await asyncio.to_thread(other_times, off, series, diary)
    return list(zip(rows, found, strict=True))


async def _series(db: AsyncSession, process_id: UUID, off: Sequence[UUID], asked: Asked) -> Series:
    as_of, versions = asked.as_of, await contract_facts.with_trial(db, process_id)
    agreement = contract_facts.in_force(versions, local_date(as_of))
    closed = await holding.closed(db, process_id)
    own = (col(Session.process_id) == process_id) & ~among(Session.session_id, off)
    staying = select(Session).where(own, sa.text(TAKES_TIME)).order_by(col(Session.starts_at))
    return Series(
        agreed=terms_by_day(versions, as_of),
        earliest=earliest(contract_facts.notice_of(agreement), as_of),
        staying=replacing.standing(await db.exec(staying)),
        closed=[*closed, *changing_hands.elsewhere(versions, asked.supervisor_id)],
        waits=await changing_hands.waits_from(db, process_id) is not None,
    )


def _told(plan: Plan) -> messages.DaysAwayPlan:
    names = {"session_id", "process_id", "number", "starts_at", "ends_at"}
    sessions = [
        messages.CalledOff(**row.model_dump(include=names), becomes=when.starts_at if when else None)
        for row, when in plan
    ]
    shown = "|".join(f"{one.session_id} {one.starts_at} {one.becomes}" for one in sessions)
    return messages.DaysAwayPlan(sessions=sessions, fingerprint=hashlib.sha256(shown.encode()).hexdigest())
