"""A month's run: whose invoices it makes, and who waits because theirs cannot be made."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.exempting import rows as exempting
from services.billing.invoices import approving, corrections, holding, months, numbering, numbers, runs
from services.billing.invoices.invoicing import Seller
from services.billing.invoices.numbering import Made
from services.billing.invoices.selling import sellers
from services.billing.invoices.semantic.why import Look, Why
from services.billing.invoices.waiting import waits_for
from services.billing.invoices.whose.groups import Process, Recipient, by_ground
from services.billing.invoices.whose.recipients import recipients
from services.billing.tables import BillableItem, Hold
from services.messages.billing import BillingReport, RunBilling
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Work
from services.runtime.finland import local_date
from services.runtime.storage.database import execute


async def run(order: RunBilling, work: Work, look: Look) -> BillingReport:
    """Issues the invoices of at most fifty processes of the period, and of those that are on one with them; asked until
    nothing remains, and then the month is done.

    What is recorded after its month was done is invoiced with the next one, or when somebody orders it; so is what was
    not right, and held, once it is mended.
    A month that finance is to let go first waits for its word. look: at what each customer gets, before the number.
    Refuses: period_still_open, seller_missing.
    Next: services/billing/invoices/invoicing.py:draft
    """
    on = local_date(order.as_of)
    if on <= months.last_day(order.period):
        raise Refusal("period_still_open", "period")
    seller = await sellers.in_force(work.db, on)
    anew = [] if order.goes_on else await holding.look_again(work)
    await corrections.look_again(work, order.as_of)
    if await _waits_for_a_word(work.db, order, anew) or await _is_done(work.db, order):
        return _nothing(order)
    await holding.free(work.db, anew)
    wanted, unknown = await recipients(work, order)
    await numbers.line_up(work.db)
    if await _is_done(work.db, order):
        return _nothing(order)
    made = await _make(work.db, wanted, seller, order.period, on, look)
    wrong = [(whose, fault) for one in made for whose, fault in one.faults]
    await _hold(order, work, [*((one, Why(reason)) for one, reason in unknown), *wrong])
    remaining = await _remaining(work.db, order.period)
    if not remaining:
        await runs.complete(work.db, order.period, order.as_of)
    return _report(order, made, remaining, held=len(unknown) + len(wrong))


async def _make(
    db: AsyncSession, wanted: Sequence[Recipient], seller: Seller, period: str, on: date, look: Look
) -> list[Made]:
    exempt = await exempting.in_force(db, [one.process_id for to in wanted for one in to.group.processes])
    grounds = {process_id: one.ground for process_id, one in exempt.items()}
    alike = [one for to in wanted for one in by_ground(to, grounds)]
    return [await numbering.issue(db, to, seller, period, on, exempt, look) for to in alike]


def _nothing(order: RunBilling) -> BillingReport:
    return _report(order, [], remaining=0, held=0)


def _report(order: RunBilling, made: Sequence[Made], remaining: int, held: int) -> BillingReport:
    issued = [one.cents for one in made if one.cents is not None]
    return BillingReport(
        period=order.period,
        issued=len(issued),
        total_cents=sum(issued),
        remaining=remaining,
        held=held,
    )


async def _is_done(db: AsyncSession, order: RunBilling) -> bool:
    """And nobody orders more of it."""
    return not order.ordered_by and await runs.is_completed(db, order.period)


async def _waits_for_a_word(db: AsyncSession, order: RunBilling, anew: Sequence[Hold]) -> bool:
    """Whoever presses has given it. A month with nothing to invoice needs none; nor does one that is done."""
    if await runs.is_completed(db, order.period):
        return False
    if order.ordered_by:
        await approving.approve(db, order.period, order.ordered_by, order.as_of)
    if await approving.may_run(db, order.period):
        return False
    if not (
        await _remaining(db, order.period) or await holding.any_waits(db, anew, order.period, order.as_of)
    ):
        return False
    await approving.wait(db, order.period, order.as_of)
    return True


async def _hold(order: RunBilling, work: Work, found: Sequence[tuple[Process, Why]]) -> None:
    """Those for whom no invoice can be made; of others of an earlier run it is said again."""
    if not order.goes_on:
        await holding.tell_again(work.db, order.period, order.as_of)
    for whose, why in found:
        await holding.hold(work.db, whose, why, order.period, order.as_of)


async def _remaining(db: AsyncSession, period: str) -> int:
    """How many processes have items that wait for an invoice of the period."""
    counting = sa.select(sa.func.count(sa.distinct(col(BillableItem.process_id)))).where(waits_for(period))
    return int((await execute(db, counting)).scalar_one())
