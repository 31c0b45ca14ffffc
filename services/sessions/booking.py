"""Booking: the series of a signed contract, its preview, and one session moved to another time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.promises import Promises
from services.runtime.announcing import announce
from services.runtime.finland import ONE_DAY, local_date
from services.runtime.refusal import Refusal
from services.sessions import agreements, diaries, series, settling
from services.sessions.agenda import card
from services.sessions.tables import Agreement, Session


async def preview(db: AsyncSession, agreement: Agreement, as_of: datetime) -> messages.SeriesPlan:
    """The series as it would be booked now. Refuses: no_availability."""
    found = await _plan(db, agreement, as_of)
    return _told(_rows(agreement, found), _conflicts(found), as_of)


async def plan_series(db: AsyncSession, process_id: UUID, as_of: datetime) -> messages.SeriesPlan:
    """Books the series, or gives the one that is booked. Refuses: unknown_process, no_availability, slot_taken.

    Next: services/sessions/attendance.py:record_held
    """
    agreement = await agreements.locked(db, process_id)
    if booked := await all_of(db, process_id):
        return _told(booked, agreement.conflicts or [], as_of)
    await diaries.take_turn(db, agreement.supervisor_id)
    found = await _plan(db, agreement, as_of)
    rows = _rows(agreement, found)
    agreement.conflicts = _conflicts(found)
    await diaries.book(db, rows)
    await announce(db, _planned(agreement, rows))
    return _told(rows, agreement.conflicts, as_of)


async def all_of(db: AsyncSession, process_id: UUID) -> Sequence[Session]:
    """A process's sessions in the order of their numbers."""
    mine = select(Session).where(Session.process_id == process_id).order_by(Session.number)  # type: ignore[arg-type]
    return (await db.exec(mine)).all()


async def move(db: AsyncSession, order: messages.MoveSession) -> Session:
    """To another time, in the supervisor's hours or not; the planning rule is for plans only.

    Refuses: unknown_session, session_not_open, not_in_the_future, outside_the_contract, slot_taken.
    """
    moved = await diaries.locked_session(db, order.session_id)
    if moved.starts_at == order.starts_at and (moved.status == "planned" or moved.moved_by == order.moved_by):
        return moved
    if moved.status != "planned" or moved.starts_at <= order.as_of:
        raise Refusal("session_not_open", "session_id")
    if order.starts_at <= order.as_of:
        raise Refusal("not_in_the_future", "starts_at")
    agreement = await agreements.find(db, moved.process_id)
    if not agreement.starts_on <= local_date(order.starts_at) <= agreement.ends_on:
        raise Refusal("outside_the_contract", "starts_at")
    await diaries.take_turn(db, moved.supervisor_id)
    await _to(db, moved, order, agreements.promises_of(agreement))
    return moved


async def _to(db: AsyncSession, moved: Session, order: messages.MoveSession, promises: Promises) -> None:
    length = moved.ends_at - moved.starts_at
    moved.starts_at, moved.ends_at = order.starts_at, order.starts_at + length
    moved.confirm_by = settling.confirm_by(moved.ends_at, promises)
    moved.moved_by = order.moved_by
    moved.sequence += 1
    await diaries.book(db, [moved])
    facts = moved.model_dump(include=set(messages.SessionMoved.model_fields))
    await announce(db, messages.SessionMoved(**facts))


async def _plan(db: AsyncSession, agreement: Agreement, as_of: datetime) -> series.Plan:
    diary = await diaries.diary_of(
        db, agreement.supervisor_id, besides=col(Session.process_id) == agreement.process_id
    )
    found = series.plan(terms_of(agreement, as_of), diary)
    if not found.sessions:
        raise Refusal("no_availability", "process_id")
    return found


def terms_of(agreement: Agreement, as_of: datetime) -> series.Terms:
    """What the planner needs: the agreement, from its first day that is not past or today."""
    base, promises = agreement.base_interval_days, agreements.promises_of(agreement)
    return series.Terms(
        starts_on=max(agreement.starts_on, local_date(as_of) + ONE_DAY),
        ends_on=agreement.ends_on,
        duration_minutes=agreement.duration_minutes,
        interval_days=base,
        longest_interval_days=base + promises.interval_slack_days,
        first_closer=promises.first_gaps,
        closer_interval_days=min(base, promises.first_gap_days),
        closer_slack_days=promises.first_gap_slack_days,
    )


def _rows(agreement: Agreement, found: series.Plan) -> list[Session]:
    """Ids come from process and number, so that a preview names the sessions as they will be."""
    promises = agreements.promises_of(agreement)
    return [
        Session(
            session_id=uuid5(agreement.process_id, str(one.number)),
            process_id=agreement.process_id,
            supervisor_id=agreement.supervisor_id,
            number=one.number,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            confirm_by=settling.confirm_by(one.ends_at, promises),
        )
        for one in found.sessions
    ]


def _conflicts(found: series.Plan) -> list[dict[str, object]]:
    return [
        {"number": one.number, "day": one.day.isoformat(), "reason": one.reason} for one in found.conflicts
    ]


def _planned(agreement: Agreement, rows: Sequence[Session]) -> messages.SeriesPlanned:
    return messages.SeriesPlanned(
        process_id=agreement.process_id,
        supervisor_id=agreement.supervisor_id,
        attendee_ids=[*agreement.supervisee_ids, agreement.supervisor_id],
        sessions=[
            messages.PlannedSession(**row.model_dump(include=set(messages.PlannedSession.model_fields)))
            for row in rows
        ],
    )


def _told(
    rows: Sequence[Session], conflicts: Sequence[dict[str, object]], as_of: datetime
) -> messages.SeriesPlan:
    return messages.SeriesPlan(
        wake_at=settling.next_wake(rows, as_of),
        sessions=[card(row) for row in rows],
        conflicts=[messages.Conflict.model_validate(one) for one in conflicts],
    )
