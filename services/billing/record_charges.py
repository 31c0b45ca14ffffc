"""What a session's record comes to, told before it is said: what it costs that nobody came, and whether it stands."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.disputes.rows import invoice_numbers
from services.billing.invoices import corrections
from services.billing.items import terms, vat
from services.billing.items.quotes import belongs_of
from services.billing.tables import BillableItem, DatedTerms
from services.messages.billing import ItemKind, RecordCharge, ShowRecordCharge
from services.runtime.commands.refusal import Refusal
from services.runtime.policy import reaches, sees


async def show(db: AsyncSession, query: ShowRecordCharge) -> RecordCharge:
    """Refuses: unknown_process."""
    newest, holding = await terms.latest(db, query.process_id), await _of_its_day(db, query)
    known = [one for one in (newest, holding) if one and reaches(query.viewer, belongs_of(one))]
    if not known:
        raise Refusal("unknown_process", "process_id")
    priced = sees(query.viewer, "prices_and_invoices", belongs_of(known[0])) == "yes"
    settled = await corrections.is_settled(db, query.session_id)
    on = await _invoice_number(db, query) if settled and priced else None
    if holding is None:
        return RecordCharge(settled=settled, invoice_number=on)
    percent = terms.percent_for(ItemKind.NO_SHOW, None, holding)
    cents = vat.percent_of(holding.price_cents, percent) if priced else None
    return RecordCharge(no_show_percent=percent, no_show_cents=cents, settled=settled, invoice_number=on)


async def _of_its_day(db: AsyncSession, query: ShowRecordCharge) -> DatedTerms | None:
    """Who stands in is the supervisor of that day's alone."""
    try:
        return await terms.in_force(
            db, query.process_id, query.performed_on, query.minutes, trial=query.trial
        )
    except terms.TermsNotKnownYet:
        return None


async def _invoice_number(db: AsyncSession, query: ShowRecordCharge) -> int | None:
    of_session = select(BillableItem.item_id).where(
        BillableItem.process_id == query.process_id,
        BillableItem.session_id == query.session_id,
        corrections.is_outcome(),
    )
    items = (await db.exec(of_session.order_by(col(BillableItem.item_id)))).all()
    return next(iter((await invoice_numbers(db, items)).values()), None)
