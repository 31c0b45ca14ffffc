"""What the pauses of a process hold: days on which nothing is planned, and deadlines that come later by as long."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.commands.refusal import Refusal
from services.runtime.finland import HELSINKI, local_date, start_of
from services.runtime.storage.database import execute
from services.sessions.hours.availability import Closed
from services.sessions.planning.pauses import held_over
from services.sessions.tables import Pause, Review, Session

_FOR_EVER = date(9999, 1, 1)


async def of(db: AsyncSession, process_id: UUID) -> Sequence[Pause]:
    """By their first day."""
    mine = select(Pause).where(Pause.process_id == process_id).order_by(col(Pause.from_day))
    return (await db.exec(mine)).all()


async def closed(db: AsyncSession, process_id: UUID, besides: date | None = None) -> list[Closed]:
    """When no session may be. besides: the first day of a pause that is left out."""
    return [
        Closed(start_of(one.from_day), start_of(one.goes_on or _FOR_EVER), "paused")
        for one in await of(db, process_id)
        if one.from_day != besides and one.goes_on != one.from_day
    ]


async def refuse_paused(db: AsyncSession, process_id: UUID, starts_at: datetime) -> None:
    """Refuses: contract_paused."""
    day = local_date(starts_at)
    for one in await of(db, process_id):
        if one.from_day <= day < (one.goes_on or date.max):
            raise Refusal("contract_paused", "starts_at")


async def due(db: AsyncSession, process_id: UUID, since: datetime, due_at: datetime) -> datetime:
    """A deadline that is set now. since: from when on it runs; a pause that had begun by then does not hold it."""
    for one in await of(db, process_id):
        if one.goes_on and since < start_of(one.from_day):
            due_at = held_over(due_at, one.from_day, one.goes_on)
    return due_at


def standing(pauses: Sequence[Pause], today: date) -> list[Pause]:
    """Those that go on or lie ahead, but what was called off before it had begun."""
    return [one for one in pauses if (one.goes_on or date.max) > max(today, one.from_day)]


async def open_pause(db: AsyncSession, process_id: UUID) -> Pause | None:
    """The one of which nobody has said yet when it goes on: what finds no day then waits for that."""
    return next((one for one in await of(db, process_id) if one.goes_on is None), None)


async def hold_over(db: AsyncSession, process_id: UUID, from_day: date, goes_on: date) -> list[Review]:
    """Every deadline that stands: it is known how long the pause is. Gives the reviews that are due later by it."""
    return await _shift(db, process_id, from_day, (from_day, goes_on))


async def hold_less(
    db: AsyncSession, process_id: UUID, from_day: date, before: date, goes_on: date
) -> list[Review]:
    """The same, where the pause was to be longer: what it has held comes as many days sooner as it is shorter."""
    return await _shift(db, process_id, from_day, (before, goes_on))


async def _shift(db: AsyncSession, process_id: UUID, from_day: date, days: tuple[date, date]) -> list[Review]:
    """What is due from the first of these days on, and was waited for before the pause, is due by as much later."""
    first, since = start_of(from_day), start_of(days[0])
    held = select(Session).where(
        Session.process_id == process_id,
        Session.status == "planned",
        col(Session.ends_at) < first,
        col(Session.confirm_by) >= since,
    )
    for row in (await db.exec(held)).all():
        row.confirm_by = held_over(row.confirm_by, *days)
    waiting = select(Review).where(
        Review.process_id == process_id, Review.status == "open", col(Review.due_at) >= since
    )
    if days[0] != from_day:  # what was opened in the pause was never held by it
        waiting = waiting.where(col(Review.opened_at) < first)
    reviews = list((await db.exec(waiting)).all())
    for review in reviews:
        review.due_at = held_over(review.due_at, *days)
    return reviews


async def settle(db: AsyncSession, process_id: UUID, *, another_end: bool) -> None:
    """What found no day before: what was signed since is what is agreed. another_end: a last day was signed with it,
    which no pause has moved; without one, what moved it goes back with the pause.
    """
    mine = (col(Pause.process_id) == process_id) & col(Pause.goes_on).is_not(None)
    by_now = {"numbers": [], "moved_days": 0} if another_end else {"numbers": []}
    await execute(db, sa.update(Pause).where(mine).values(by_now))


def stands_still(process_id: Any, due_at: Any) -> sa.ColumnElement[bool]:
    """As a condition on rows: an open pause holds the deadline, and nobody knows yet until when."""
    first = sa.func.timezone(HELSINKI.key, sa.cast(col(Pause.from_day), sa.DateTime))
    return (
        sa.select(col(Pause.process_id))
        .where(col(Pause.process_id) == process_id, col(Pause.goes_on).is_(None), due_at >= first)
        .exists()
    )
