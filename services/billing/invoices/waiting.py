"""What a run of a month takes, and how much of it waits: one rule for the run, its preview and the list of months."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.aside.free import is_free
from services.billing.disputes import rows as disputes
from services.billing.invoices import holding, months
from services.billing.invoices.whose import timing
from services.billing.items import recording
from services.billing.tables import BillableItem, BillingRun
from services.runtime.storage.database import among, execute


def waits_for(period: str, mended: Collection[UUID] = ()) -> sa.ColumnElement[bool]:
    """Billable items of the period and before that are on no invoice, of processes whose invoice can be made; once the
    month is done, of itself alone: what else comes late or back is on its own month's page, and on the next run's.

    What is being recorded otherwise at this moment is left to the next run, what is disputed to one after that,
    what finance has set aside to the one after it is taken back, and what is invoiced at the end to the month of that.

    mended: processes whose invoice is held, and which the run frees before it begins: see `holding.mended`.
    """
    return _taken(period, *_days(period), mended)


def held_for(period: str, mended: Collection[UUID]) -> sa.ColumnElement[bool]:
    """Of items of that month alone: that they wait with their process's invoice. mended: as `waits_for` has it."""
    return is_free() & _is_held(mended) & col(BillableItem.performed_on).between(*_days(period))


def disputed_for(period: str) -> sa.ColumnElement[bool]:
    """Of items that the run would take but for the dispute about them, which waits for its decision."""
    return recording.waiting() & disputes.is_held() & _is_of(period, *_days(period))


@dataclass(frozen=True)
class Waiting:
    """How many items the run of a month would take now. earlier: of them, those of the months before."""

    items: int = 0
    earlier: int = 0


async def counts(
    db: AsyncSession, periods: Collection[str], mended: Collection[UUID] = ()
) -> dict[str, Waiting]:
    """Of each of these months; those that wait for nothing are left out."""
    if not periods:
        return {}
    columns = (sa.column("period", sa.Text), sa.column("first", sa.Date), sa.column("until", sa.Date))
    asked = sa.values(*columns, name="asked").data([(one, *_days(one)) for one in periods])
    is_earlier = col(BillableItem.performed_on) < asked.c.first
    of_each = (
        sa.select(
            asked.c.period,
            sa.func.count().label("items"),
            sa.func.count().filter(is_earlier).label("earlier"),
        )
        .join_from(asked, BillableItem, _taken(asked.c.period, asked.c.first, asked.c.until, mended))
        .group_by(asked.c.period)
    )
    rows = (await execute(db, of_each)).mappings()
    return {row["period"]: Waiting(row["items"], row["earlier"]) for row in rows}


def is_anybodys() -> sa.ColumnElement[bool]:
    """Of an item: a run takes it, at the latest that of its own month."""
    return is_free() & ~holding.is_held() & ~timing.is_deferred(timing.end_of_its_month())


async def months_of_waiting(db: AsyncSession) -> set[str]:
    """In which something was performed that waits, whatever keeps it."""
    days = sa.select(col(BillableItem.performed_on)).where(recording.waiting()).distinct()
    return {months.month_of(day) for day in (await execute(db, days)).scalars()}


def _days(period: str) -> tuple[date, date]:
    last = months.last_day(period)
    return last.replace(day=1), last


def _taken(
    period: Any, first: date | Any, until: date | Any, mended: Collection[UUID]
) -> sa.ColumnElement[bool]:
    free = is_free() & ~_is_held(mended) & ~timing.is_deferred(until)
    return free & _is_of(period, first, until)


def _is_held(mended: Collection[UUID]) -> sa.ColumnElement[bool]:
    if not mended:
        return holding.is_held()
    return holding.is_held() & ~among(BillableItem.process_id, mended)


def _is_of(period: Any, first: date | Any, until: date | Any) -> sa.ColumnElement[bool]:
    day = col(BillableItem.performed_on)
    is_done = sa.exists().where(col(BillingRun.period) == period)
    return (day <= until) & ((day >= first) | ~is_done)
