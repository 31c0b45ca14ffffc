"""Which month is invoiced next, and which have been."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing import months
from services.billing.tables import BillableItem, BillingRun
from services.messages.billing import BillingPlan
from services.runtime.database import execute


async def plan(session: AsyncSession, as_of: datetime) -> BillingPlan:
    """The month after the last one completed; before any was, the month of as_of or of the oldest waiting item."""
    last = (await execute(session, sa.select(sa.func.max(BillingRun.period)))).scalar()
    period = months.month_after(last) if last else await _first_month(session, as_of)
    return BillingPlan(period=period, run_at=months.run_at(period))


async def is_completed(session: AsyncSession, period: str) -> bool:
    return await session.get(BillingRun, period) is not None


async def complete(session: AsyncSession, period: str, at: datetime) -> None:
    row = insert(BillingRun).values(period=period, completed_at=at)
    await execute(session, row.on_conflict_do_nothing())


async def _first_month(session: AsyncSession, as_of: datetime) -> str:
    waiting = sa.select(sa.func.min(BillableItem.performed_on)).where(
        col(BillableItem.percent) > 0, col(BillableItem.invoice_id).is_(None)
    )
    oldest = (await execute(session, waiting)).scalar()
    today = months.local_day(as_of)
    return months.month_of(min(today, oldest or today))
