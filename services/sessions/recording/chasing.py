"""Chases what nobody recorded: sessions whose supervisor has not said what happened, reviews that are late, plans."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.sessions import ConfirmationOverdue
from services.runtime.clock import Clock
from services.runtime.events.announcing import announce
from services.runtime.events.due_rows import DueRows, FallDue
from services.runtime.events.laying_aside import first_due
from services.runtime.service import Service
from services.sessions.content import reviews
from services.sessions.planning.holding import stands_still
from services.sessions.proposing import replanning
from services.sessions.tables import ProposedPlan, Review, Session

_SESSION_LATE = (
    (col(Session.status) == "planned")
    & col(Session.reminded_at).is_(None)
    & ~stands_still(col(Session.process_id), col(Session.confirm_by))
)
_REVIEW_LATE = (col(Review.status) == "open") & ~stands_still(col(Review.process_id), col(Review.due_at))
_PLAN_OPEN = col(ProposedPlan.status) == "open"
_FALL_DUE = FallDue(
    (col(Session.confirm_by), _SESSION_LATE, col(Session.session_id)),
    (col(Review.due_at), _REVIEW_LATE, col(Review.process_id)),
    (col(ProposedPlan.until), _PLAN_OPEN, col(ProposedPlan.process_id)),
    (col(ProposedPlan.escalates_at), _PLAN_OPEN, col(ProposedPlan.process_id)),
)


async def prepare(service: Service[Any]) -> DueRows:
    return DueRows(service.clock, _FALL_DUE)


async def chase(service: Service[DueRows]) -> None:
    """Until cancelled."""
    await service.resources.keep_seeing_to(
        service.transactions, chase_one, lambda has_seen: service.is_done(chase.__name__, has_seen)
    )


async def due(service: Service[DueRows], connection: AsyncConnection) -> dict[str, Any]:
    """For the service's report."""
    return await service.resources.report(connection)


async def chase_one(db: AsyncSession, clock: Clock) -> bool:
    return (
        await _remind_of_session(db, clock)
        or await _remind_of_review(db, clock)
        or await _end_plan(db, clock)
        or await _escalate_plan(db, clock)
    )


async def _remind_of_session(db: AsyncSession, clock: Clock) -> bool:
    """Once: it stays on the list of what is to be recorded."""
    now = clock.now()
    late = select(Session).where(_SESSION_LATE, Session.confirm_by <= now).order_by(col(Session.confirm_by))
    row = await first_due(db, late.with_for_update(skip_locked=True), col(Session.session_id))
    if row is None:
        return False
    row.reminded_at = now
    await announce(db, ConfirmationOverdue(**row.model_dump(include=set(ConfirmationOverdue.model_fields))))
    return True


async def _remind_of_review(db: AsyncSession, clock: Clock) -> bool:
    """Again and again, until it is held or waived."""
    now = clock.now()
    late = select(Review).where(_REVIEW_LATE, Review.due_at <= now).order_by(col(Review.due_at))
    row = await first_due(db, late.with_for_update(skip_locked=True), col(Review.process_id))
    if row is None:
        return False
    await reviews.remind(db, row, now)
    return True


async def _end_plan(db: AsyncSession, clock: Clock) -> bool:
    """Its times are free again; who answered while this waited has answered in time."""
    now = clock.now()
    process_id = await _late_plan(db, col(ProposedPlan.until), now)
    if process_id:
        await replanning.lapse_due(db, process_id, now)
    return process_id is not None


async def _escalate_plan(db: AsyncSession, clock: Clock) -> bool:
    """Once: what becomes of it then, a coordinator sees to."""
    now = clock.now()
    process_id = await _late_plan(db, col(ProposedPlan.escalates_at), now)
    if process_id:
        await replanning.escalate_due(db, process_id, now)
    return process_id is not None


async def _late_plan(db: AsyncSession, due_at: Any, now: datetime) -> UUID | None:
    """Not locked: whoever sees to it takes the process's turn first, as whoever answers does."""
    late = select(ProposedPlan.process_id).where(_PLAN_OPEN, due_at <= now).order_by(due_at)
    return await first_due(db, late, col(ProposedPlan.process_id))
