"""A month's invoicing ordered by hand: its first part at once, the rest by a loop that outlives page and restart."""

import asyncio

import sqlalchemy as sa
from fastapi import FastAPI
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from services.console.tables import OrderedRun
from services.messages.billing import BillingReport, RunBilling
from services.runtime.commands.refusal import Fault, Refusal, Unavailable
from services.runtime.service import Service
from services.runtime.storage.database import execute, transaction
from services.web.pages.visit import Visit

ONE_PART_S = 120.0
_PAUSE_S = 1.0


async def order(visit: Visit, period: str) -> BillingReport:
    """Issues the first invoices; the others follow. Of a month that is done: what came or was mended since.

    Refuses: not_yours_to_decide, period_still_open, seller_missing.
    """
    service, by, now = visit.door.service, visit.person_id, visit.now
    report = await visit.ask(RunBilling(period=period, ordered_by=by, as_of=now), timeout_s=ONE_PART_S)
    if not (report.issued or report.remaining):
        return report
    facts = {"ordered_by": by, "ordered_at": now, "remaining": report.remaining, "refusal": None}
    row = insert(OrderedRun).values(period=period, issued=report.issued, **facts)
    so_far = facts | {"issued": col(OrderedRun.issued) + report.issued}
    async with transaction(service.engine) as db:
        await execute(db, row.on_conflict_do_update(index_elements=["period"], set_=so_far))
    service.resources.state.run_ordered.set()
    return report


async def carry_on(service: Service[FastAPI]) -> None:
    """For as long as the door is open: goes on with every month that was ordered and is not done.

    One over which billing breaks down is tried again after those behind it.
    """
    woken = service.resources.state.run_ordered = asyncio.Event()
    while True:
        woken.clear()
        while unfinished := await _unfinished(service):
            for one in unfinished:
                while await _one_part(service, one):
                    pass
        await woken.wait()


async def _unfinished(service: Service[FastAPI]) -> list[OrderedRun]:
    waiting = select(OrderedRun).where(col(OrderedRun.remaining) > 0, col(OrderedRun.refusal).is_(None))
    async with transaction(service.engine) as db:
        return list(await db.exec(waiting.order_by(col(OrderedRun.ordered_at))))


async def _one_part(service: Service[FastAPI], ordered: OrderedRun) -> bool:
    """Whether it goes on with this month now. While billing is away, it is asked again."""
    period = ordered.period
    try:
        now = service.clock.now()
        rest = RunBilling(period=period, goes_on=True, as_of=now)
        report = await service.ask(rest, timeout_s=ONE_PART_S)
    except Refusal as refusal:
        await _note(service, period, {"refusal": refusal.code})
        return False
    except Fault as fault:
        await asyncio.sleep(_PAUSE_S)
        return isinstance(fault, Unavailable)
    told = {"issued": col(OrderedRun.issued) + report.issued, "remaining": report.remaining}
    await _note(service, period, told)
    if report.remaining and not report.issued:
        await asyncio.sleep(_PAUSE_S)
    return report.remaining > 0


async def _note(service: Service[FastAPI], period: str, told: dict[str, object]) -> None:
    async with transaction(service.engine) as db:
        await execute(db, sa.update(OrderedRun).where(col(OrderedRun.period) == period).values(told))
