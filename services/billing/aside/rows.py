"""The fact that an item is set aside."""

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.invoices import months
from services.billing.tables import Aside, BillableItem

REPORTED = "reported"
"""The kind of what a supervisor has reported, and nobody has accepted yet."""


def is_live() -> sa.ColumnElement[bool]:
    """Of a row: that it was not taken back."""
    return col(Aside.taken_back_at).is_(None)


def is_held() -> sa.ColumnElement[bool]:
    """Of an item: that no run takes it. What is left out does not wait to begin with."""
    return sa.exists().where(col(Aside.item_id) == BillableItem.item_id, is_live())


def is_reported() -> sa.ColumnElement[bool]:
    """Of an item: that its supervisor has reported it, and it waits to be accepted."""
    mine = col(Aside.item_id) == BillableItem.item_id
    return sa.exists().where(mine, is_live(), col(Aside.kind) == REPORTED)


async def their_months(db: AsyncSession) -> set[str]:
    """In which something that is aside was performed."""
    of_it = col(Aside.item_id) == BillableItem.item_id
    days = select(col(BillableItem.performed_on)).where(sa.exists().where(of_it, is_live())).distinct()
    return {months.month_of(day) for day in await db.exec(days)}
