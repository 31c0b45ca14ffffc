"""A private person who bought at a distance withdraws within fourteen days: no reason is asked, and nothing is charged.

What was held by then at their wish is paid for, as the contract says.
"""

from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.papers.clauses import WITHDRAWAL_DAYS
from services.contracts.tables import Contract
from services.messages.values import Utc
from services.runtime.finland import is_working_day, local_date


async def withdraws_until(db: AsyncSession, contract: Contract, at: Utc) -> date | None:
    """The last day, counted from the first version's last signature; none for another customer, or when it is over."""
    if contract.consumer_price_cents is None:
        return None
    of_it = (col(Contract.process_id) == contract.process_id) & col(Contract.signed_at).is_not(None)
    signed_at = (await db.exec(select(sa.func.min(Contract.signed_at)).where(of_it))).first()
    until = last_day(local_date(signed_at)) if signed_at else None
    return until if until and local_date(at) <= until else None


def last_day(signed_on: date) -> date:
    """A day off is none of the last. Source: Act 150/1930 on the calculation of time limits, 5 §."""
    day = signed_on + timedelta(days=WITHDRAWAL_DAYS)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
