"""Chases what nobody recorded: sessions whose supervisor has not said what happened, reviews that are late.

Each is a row with a time of its own, so that no process has to wake for it. The loop looks again when a row falls due,
and whoever asks how this service is, and hears of a row that is due, rings it.
"""

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.sessions import ConfirmationOverdue
from services.runtime.announcing import announce
from services.runtime.clock import Clock
from services.runtime.database import transaction
from services.runtime.service import Service
from services.sessions.content import reviews
from services.sessions.tables import Review, Session

# Whoever moves the clock asks how we are; without that a reminder may come this much late.
_LOOK_AGAIN_S = 30.0

_SESSION_LATE = (col(Session.status) == "planned") & col(Session.reminded_at).is_(None)
_REVIEW_LATE = col(Review.status) == "open"


@dataclass(frozen=True)
class Chase:
    """asked: something is due."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)


async def prepare(_: Service[Any]) -> Chase:
    return Chase()


async def chase(service: Service[Chase]) -> None:
    """Until cancelled; one row in one transaction."""
    asked = service.resources.asked
    while True:
        asked.clear()
        while await chase_one(service):
            pass
        service.dependencies.done(chase.__name__)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_AGAIN_S):
                await asked.wait()


async def chase_one(service: Service[Chase]) -> bool:
    """False: nothing is due, or another process of this service has it in hand."""
    async with transaction(service.engine) as db:
        clock = service.transactions.work(db, cause=None).clock
        found = await _remind_of_session(db, clock) or await _remind_of_review(db, clock)
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


async def due(service: Service[Chase]) -> dict[str, Any]:
    """How many are due by the clock, for how long the oldest, and when the next one will be."""
    now = service.clock.now()
    times = ((col(Session.confirm_by), _SESSION_LATE), (col(Review.due_at), _REVIEW_LATE))
    late = [sa.select(sa.func.count(), sa.func.min(at)).where(which, at <= now) for at, which in times]
    ahead = [sa.select(sa.func.min(at)).where(which, at > now) for at, which in times]
    async with service.engine.connect() as connection:
        found = [(await connection.execute(one)).one() for one in late]
        coming = [(await connection.execute(one)).scalar_one() for one in ahead]
    number = sum(count for count, _ in found)
    if number:
        service.resources.asked.set()
    return {
        "due_now": number,
        "due_oldest_s": _seconds_since([oldest for _, oldest in found if oldest], now),
        "next_due": min((at for at in coming if at), default=None),
    }


def _seconds_since(instants: list[datetime], now: datetime) -> int:
    return int((now - min(instants, default=now)).total_seconds())
