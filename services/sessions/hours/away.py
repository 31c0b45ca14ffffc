"""The days on which a supervisor is away: kept, and nothing of any process is planned into them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.runtime.commands.refusal import Refusal
from services.runtime.finland import ONE_DAY, local_date, start_of
from services.runtime.storage.database import execute
from services.sessions.hours.availability import Interval
from services.sessions.tables import DaysAway

FOR_EVER = date(9999, 1, 1)
"""The last day on which somebody is away who has left."""


async def of(db: AsyncSession, supervisor_id: UUID, since: date) -> Sequence[DaysAway]:
    """Those that are not past on the day, by their first one."""
    mine = select(DaysAway).where(DaysAway.supervisor_id == supervisor_id, col(DaysAway.until_day) >= since)
    return (await db.exec(mine.order_by(col(DaysAway.from_day), col(DaysAway.until_day)))).all()


async def closed(db: AsyncSession, supervisor_id: UUID, since: date) -> list[Interval]:
    """When none of their sessions may be."""
    return [whole_days(one.from_day, one.until_day) for one in await of(db, supervisor_id, since)]


async def leave(db: AsyncSession, supervisor_id: UUID, last_day: date | None, at: datetime) -> None:
    """Whoever leaves is away for ever after their last day. last_day: none where that is taken back."""
    mine = (col(DaysAway.supervisor_id) == supervisor_id) & (col(DaysAway.until_day) == FOR_EVER)
    await execute(db, sa.delete(DaysAway).where(mine))
    if last_day:
        days = {"from_day": last_day + ONE_DAY, "until_day": FOR_EVER}
        said = {"supervisor_id": supervisor_id, "reported_by": supervisor_id, "reported_at": at}
        db.add(DaysAway.model_validate(said | days))
        await db.flush()


async def refuse_away(db: AsyncSession, supervisor_id: UUID, starts_at: datetime) -> None:
    """Refuses: supervisor_away."""
    day = local_date(starts_at)
    if any(one.from_day <= day for one in await of(db, supervisor_id, day)):
        raise Refusal("supervisor_away", "starts_at")


async def leaves_before(db: AsyncSession, supervisor_id: UUID, day: date) -> bool:
    """Whether they are no supervisor any more on the day."""
    return any(one.until_day == FOR_EVER for one in await of(db, supervisor_id, day) if one.from_day <= day)


def whole_days(first: date, last: date) -> Interval:
    """Both days counted, in Helsinki."""
    return Interval(start_of(first), start_of(last + ONE_DAY))
