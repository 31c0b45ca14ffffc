"""What a session's record comes to, told before it is said: what it costs that nobody came, and whether it stands."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.disputes.rows import invoice_numbers
from services.billing.invoices import corrections
from services.billing.items import quotes, terms, vat
from services.billing.tables import BillableItem
from services.messages.billing import ItemKind, RecordCharge, ShowRecordCharge
from services.runtime.policy import sees


async def show(db: AsyncSession, query: ShowRecordCharge) -> RecordCharge:
    """Refuses: unknown_process."""
    holding = await quotes.of_its_day(db, query)
    belongs = await quotes.reached(db, query, holding)
    priced = sees(query.viewer, "prices_and_invoices", belongs) == "yes"
    settled = await corrections.is_settled(db, query.session_id)
    on = await _invoice_number(db, query) if settled and priced else None
    if holding is None:
        return RecordCharge(settled=settled, invoice_number=on)
    percent = terms.percent_for(ItemKind.NO_SHOW, None, holding)
    cents = vat.percent_of(holding.price_cents, percent) if priced else None
    return RecordCharge(no_show_percent=percent, no_show_cents=cents, settled=settled, invoice_number=on)


async def _invoice_number(db: AsyncSession, query: ShowRecordCharge) -> int | None:
    of_session = select(BillableItem.item_id).where(
        BillableItem.process_id == query.process_id,
        BillableItem.session_id == query.session_id,
        corrections.is_outcome(),
    )
    items = (await db.exec(of_session.order_by(col(BillableItem.item_id)))).all()
    return next(iter((await invoice_numbers(db, items)).values()), None)
