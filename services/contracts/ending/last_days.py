"""Until when a signed contract goes on: through its last day, by Helsinki's calendar, and while a pause holds its end.

That it is carried out on the last morning, or waits for a review then, changes nothing about that.
"""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.tables import Contract, Pause
from services.messages.values import Utc
from services.runtime.finland import local_date


async def is_past(db: AsyncSession, contract: Contract, at: Utc) -> bool:
    """Whether the instant is after its last day."""
    return local_date(at) > contract.ends_on and not await stands_still(db, contract.process_id, at)


async def stands_still(db: AsyncSession, process_id: UUID, at: Utc) -> bool:
    """Whether it is paused at that instant."""
    today = local_date(at)
    goes_on = sa.or_(col(Pause.goes_on).is_(None), col(Pause.goes_on) > today)
    then = select(Pause.process_id).where(Pause.process_id == process_id, Pause.from_day <= today, goes_on)
    return (await db.exec(then.limit(1))).first() is not None


def is_over(ends_on: date, paused_from: date | None, goes_on: date | None, today: date) -> bool:
    """The same of a day, by the newest pause."""
    paused = paused_from is not None and paused_from <= today and (goes_on is None or goes_on > today)
    return today > ends_on and not paused
