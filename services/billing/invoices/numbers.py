"""Invoice numbers without gaps: each series has a counter row, moved in the transaction which issues the invoice.

A database sequence would lose the number of each transaction that is rolled back; a test plants one to show it.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.tables import InvoiceCounter
from services.messages.billing import INVOICE_SERIES
from services.runtime.storage.database import execute

FIRST = 1001
"""Four digits: the payment reference is made of it and needs three at least."""


async def line_up(db: AsyncSession, series: str = INVOICE_SERIES) -> None:
    """Waits until no other transaction is issuing in this series; the row stays locked until the commit."""
    await execute(db, sa.select(InvoiceCounter).where(col(InvoiceCounter.series) == series).with_for_update())


async def next_number(db: AsyncSession, series: str = INVOICE_SERIES) -> int:
    """The number after the last one given. Rolled back with the transaction, it is given again."""
    mine = col(InvoiceCounter.series) == series
    step = sa.update(InvoiceCounter).where(mine).values(value=InvoiceCounter.value + 1)
    number: int = (await execute(db, step.returning(col(InvoiceCounter.value)))).scalar_one()
    return number


def gaps(numbers: Iterable[int]) -> list[int]:
    """The numbers that are missing between the first that a series gives and the largest of these."""
    given = set(numbers)
    return sorted(set(range(FIRST, max(given, default=FIRST) + 1)) - given) if given else []
