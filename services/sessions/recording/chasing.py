"""Chases what nobody recorded: sessions whose supervisor has not said what happened, reviews that are late, plans.

Each is a row with a time of its own, so that no process has to wake for it. The loop sleeps until the next one falls
due, and looks again after each commit that may have set another time; whoever asks how this service is, and hears of a
row that is due, wakes it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.sessions import ConfirmationOverdue
from services.runtime.clock import Clock
from services.runtime.events.announcing import announce
from services.runtime.events.waking import Waking
from services.runtime.service import Service
from services.runtime.storage.database import looking, transaction
from services.sessions.content import reviews
from services.sessions.planning.holding import stands_still
from services.sessions.proposing import replanning
from services.sessions.tables import ProposedPlan, Review, Session

# For what another process of this service wrote and did not live to see to.
_LOOKS_AGAIN_S = 300.0

_SESSION_LATE = (
    (col(Session.status) == "planned")
    & col(Session.reminded_at).is_(None)
    & ~stands_still(col(Session.process_id), col(Session.confirm_by))
)
_REVIEW_LATE = (col(Review.status) == "open") & ~stands_still(col(Review.process_id), col(Review.due_at))
_PLAN_OPEN = col(ProposedPlan.status) == "open"
_TIMES = (
    (col(Session.confirm_by), _SESSION_LATE),
    (col(Review.due_at), _REVIEW_LATE),
    (col(ProposedPlan.until), _PLAN_OPEN),
    (col(ProposedPlan.escalates_at), _PLAN_OPEN),
)
_NOW = sa.bindparam("now", type_=sa.DateTime(timezone=True))
# For each of these times: how many are late, since when, and when the next one will be. Each reads its index.
_STANDING = sa.union_all(
    *(
        sa.select(
            sa.select(sa.func.count()).where(which, at <= _NOW).scalar_subquery().label("late"),
            sa.select(sa.func.min(at)).where(which, at <= _NOW).scalar_subquery().label("oldest"),
            sa.select(sa.func.min(at)).where(which, at > _NOW).scalar_subquery().label("next_due"),
        )
        for at, which in _TIMES
    )
)


@dataclass(frozen=True)
class Chase:
    """waking: of the one loop."""

    waking: Waking


async def prepare(service: Service[Any]) -> Chase:
    return Chase(Waking(service.clock, _LOOKS_AGAIN_S))


async def chase(service: Service[Chase]) -> None:
    """Until cancelled; one row in one transaction."""
    waking = service.resources.waking
    service.transactions.tell_also(waking.tell)
    while True:
        waking.begin()
        looked_at = service.clock.now()
        while await chase_one(service):
            pass
        next_at = await _next_at(service, looked_at)
        service.dependencies.done(chase.__name__)
        await waking.next_call(next_at)


async def chase_one(service: Service[Chase]) -> bool:
    """False: nothing is due, or another process of this service has it in hand."""
    async with transaction(service.engine) as db:
        clock = service.transactions.work(db, cause=None).clock
        found = (
            await _remind_of_session(db, clock)
            or await _remind_of_review(db, clock)
            or await _end_plan(db, clock)
            or await _escalate_plan(db, clock)
        )
    service.transactions.committed(db)
    return found


async def _remind_of_session(db: AsyncSession, clock: Clock) -> bool:
    """Once: it stays on the list of what is to be recorded."""
    now = clock.now()
    late = select(Session).where(_SESSION_LATE, Session.confirm_by <= now).order_by(col(Session.confirm_by))
    row = (await db.exec(late.limit(1).with_for_update(skip_locked=True))).first()
    if row is None:
        return False
    row.reminded_at = now
    await announce(db, ConfirmationOverdue(**row.model_dump(include=set(ConfirmationOverdue.model_fields))))
    return True


async def _remind_of_review(db: AsyncSession, clock: Clock) -> bool:
    """Again and again, until it is held or waived."""
    now = clock.now()
    late = select(Review).where(_REVIEW_LATE, Review.due_at <= now).order_by(col(Review.due_at))
    row = (await db.exec(late.limit(1).with_for_update(skip_locked=True))).first()
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
    late = select(ProposedPlan.process_id).where(_PLAN_OPEN, due_at <= now).order_by(due_at).limit(1)
    return (await db.exec(late)).first()


async def due(service: Service[Chase], connection: AsyncConnection) -> dict[str, Any]:
    """How many are due by the clock, for how long the oldest, and when the next one will be."""
    now = service.clock.now()
    found = (await connection.execute(_STANDING, {"now": now})).all()
    number = sum(row.late for row in found)
    if number:
        service.resources.waking.tell()
    return {
        "due_now": number,
        "due_oldest_s": _seconds_since([row.oldest for row in found if row.oldest], now),
        "next_due": _first_of(found),
    }


async def _next_at(service: Service[Chase], now: datetime) -> datetime | None:
    """When the next one will be due; what was due at `now` and still waits is in another process's hands."""
    async with looking(service.engine) as connection:
        return _first_of((await connection.execute(_STANDING, {"now": now})).all())


def _first_of(standing: Sequence[sa.Row[Any]]) -> datetime | None:
    return min((row.next_due for row in standing if row.next_due), default=None)


def _seconds_since(instants: list[datetime], now: datetime) -> int:
    return int((now - min(instants, default=now)).total_seconds())
