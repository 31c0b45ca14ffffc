"""Which month is invoiced next, and which have been, with what came of them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.aside import rows as aside
from services.billing.invoices import approving, holding, months, waiting
from services.billing.invoices.selling import sellers
from services.billing.invoices.whose import deferred
from services.billing.tables import BillableItem, BillingRun, Invoice, RunApproval
from services.messages.billing import BillingPlan, DocumentFormat, InvoiceKind, RunCard, RunList, RunObstacle
from services.messages.values import Viewer
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date
from services.runtime.policy import Belongs, sees
from services.runtime.storage.database import execute


async def plan(db: AsyncSession, as_of: datetime) -> BillingPlan:
    """The month after the last one completed; before any was, the month of as_of or of the oldest waiting item.

    One that waits for a word is asked for each morning.
    """
    last = await _last_completed(db)
    period = months.month_after(last) if last else await _first_month(db, as_of)
    again = await approving.asks_again_at(db, period, as_of)
    return BillingPlan(period=period, run_at=again or months.run_at(period))


async def is_completed(db: AsyncSession, period: str) -> bool:
    return await db.get(BillingRun, period) is not None


async def complete(db: AsyncSession, period: str, at: datetime) -> None:
    row = insert(BillingRun).values(period=period, completed_at=at)
    await execute(db, row.on_conflict_do_nothing())


async def shown_to(work: Work, viewer: Viewer, not_held_against: list[DocumentFormat]) -> RunList:
    """Every month with an invoice, a finished run, or something that waits, if only for the end, or is set aside.

    What nobody owns is the provider's own.
    """
    if sees(viewer, "prices_and_invoices", Belongs()) == "no":
        return RunList(runs=[])
    db = work.db
    issued = await _issued(db)
    done = {run.period: run.completed_at for run in await db.exec(select(BillingRun))}
    kept = await aside.their_months(db) | await deferred.their_months(db)
    waits, on = await _waiting(work, {*issued, *done}), local_date(work.clock.now())
    waits_since, words = await approving.waiting_since(db), await approving.words(db)
    has_seller = await sellers.is_known(db, on)
    nothing = {"invoices": 0, "net_cents": 0, "vat_cents": 0, "gross_cents": 0}
    return RunList(
        runs=[
            RunCard(
                period=period,
                waiting=(here := waits.get(period, waiting.Waiting())).items,
                earlier=here.earlier,
                completed_at=done.get(period),
                obstacle=_obstacle(period, on, is_completed=period in done, has_seller=has_seller),
                waits_since=None if period in done else waits_since.get(period),
                **_word(words.get(period)),
                **issued.get(period, nothing),
            )
            for period in sorted({*issued, *done, *waits, *kept}, reverse=True)
        ],
        not_held_against=not_held_against,
    )


def _word(given: RunApproval | None) -> dict[str, Any]:
    return given.model_dump(include={"approved_by", "approved_at"}) if given else {}


def _obstacle(period: str, on: date, *, is_completed: bool, has_seller: bool) -> RunObstacle | None:
    """What `issuing.run` would refuse, or do nothing for, on that day."""
    if on <= months.last_day(period):
        return "period_still_open"
    if is_completed:
        return "completed"
    return None if has_seller else "seller_missing"


async def _issued(db: AsyncSession) -> dict[str, dict[str, int]]:
    """Count and sums of each month's invoices; what was credited of them is told elsewhere."""
    sums = [
        sa.func.sum(getattr(Invoice, name)).label(name) for name in ("net_cents", "vat_cents", "gross_cents")
    ]
    months_issued = (
        sa.select(col(Invoice.period), sa.func.count().label("invoices"), *sums)
        .where(col(Invoice.kind) == InvoiceKind.INVOICE)
        .group_by("period")
    )
    rows = (await execute(db, months_issued)).mappings()
    return {row["period"]: {name: int(row[name]) for name in row if name != "period"} for row in rows}


async def _waiting(work: Work, known: Collection[str]) -> dict[str, waiting.Waiting]:
    """Items by the month whose run would take them. known: months that stand in the list anyway."""
    last = await _last_completed(work.db)
    following = {months.month_after(last)} if last else set()
    asked = {*known, *following, *await waiting.months_of_waiting(work.db)}
    return await waiting.counts(work.db, asked, await holding.mended(work))


async def _last_completed(db: AsyncSession) -> str | None:
    last: str | None = (await execute(db, sa.select(sa.func.max(BillingRun.period)))).scalar()
    return last


async def _first_month(db: AsyncSession, as_of: datetime) -> str:
    first = sa.select(sa.func.min(BillableItem.performed_on)).where(waiting.is_anybodys())
    oldest = (await execute(db, first)).scalar()
    today = local_date(as_of)
    return months.month_of(min(today, oldest or today))
