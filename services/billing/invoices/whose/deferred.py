"""What waits for the end of its contract, for finance: no month's run takes it before."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.aside import rows as aside
from services.billing.invoices import holding, months
from services.billing.invoices.whose import timing
from services.billing.items import recording
from services.billing.tables import BillableItem, DatedTerms
from services.messages.billing import DeferredProcess, DeferredProcesses, ListDeferred
from services.runtime.commands.sizes import fitting
from services.runtime.policy import Belongs, sees


async def list_processes(db: AsyncSession, query: ListDeferred) -> DeferredProcesses:
    """What nobody owns is the provider's own."""
    if sees(query.viewer, "prices_and_invoices", Belongs()) == "no":
        return DeferredProcesses(processes=[])
    until = months.last_day(query.period)
    which = _waits(until) & (col(BillableItem.performed_on) <= until)
    rows = await db.exec(select(BillableItem, DatedTerms).join(DatedTerms).where(which))
    found = sorted(_by_process(rows), key=lambda one: (one.ends_on, one.process_id))
    total = sum(one.net_cents for one in found)
    return DeferredProcesses(processes=fitting(found), count=len(found), net_cents=total)


async def their_months(db: AsyncSession) -> set[str]:
    """In which something was performed that such a month leaves to the end."""
    days = await db.exec(
        select(col(BillableItem.performed_on)).where(_waits(timing.end_of_its_month())).distinct()
    )
    return {months.month_of(day) for day in days}


def _waits(until: date | sa.ColumnElement[date]) -> sa.ColumnElement[bool]:
    """What is held or set aside stands on another list."""
    return recording.waiting() & ~holding.is_held() & ~aside.is_held() & timing.is_deferred(until)


def _by_process(rows: Iterable[tuple[BillableItem, DatedTerms]]) -> list[DeferredProcess]:
    found: dict[UUID, list[BillableItem]] = {}
    ends: dict[UUID, date] = {}
    for item, terms in rows:
        assert terms.ends_on is not None  # else it is invoiced month by month
        found.setdefault(item.process_id, []).append(item)
        ends[item.process_id] = terms.ends_on
    return [
        DeferredProcess(
            process_id=process_id,
            lines=len(items),
            net_cents=sum(holding.net_cents(one) for one in items),
            ends_on=ends[process_id],
        )
        for process_id, items in found.items()
    ]
