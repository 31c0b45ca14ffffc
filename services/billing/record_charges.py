"""What a session's record comes to: what it costs that nobody came, whether it stands, and whether it is disputed."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.disputes.rows import about_record, invoice_numbers
from services.billing.invoices import corrections
from services.billing.items import quotes, terms, vat
from services.billing.tables import BillableItem
from services.messages.billing import ItemKind, RecordCharge, RecordDispute, ShowRecordCharge
from services.messages.policy import scope
from services.messages.values import Viewer
from services.runtime.policy import may, sees


async def show(db: AsyncSession, query: ShowRecordCharge) -> RecordCharge:
    """Refuses: unknown_process."""
    holding = await quotes.of_its_day(db, query)
    belongs = await quotes.reached(db, query, holding)
    priced = sees(query.viewer, "prices_and_invoices", belongs) == "yes"
    settled = await corrections.is_settled(db, query.session_id, query.process_id)
    on = await _invoice_number(db, query) if settled and priced else None
    dispute = await _dispute(db, query) if _hears_of_disputes(query.viewer) else None
    told = RecordCharge(settled=settled, invoice_number=on, dispute=dispute)
    if holding is None:
        return told
    percent = terms.percent_for(ItemKind.NO_SHOW, None, holding)
    cents = vat.percent_of(holding.price_cents, percent) if priced else None
    return told.model_copy(update={"no_show_percent": percent, "no_show_cents": cents})


def _hears_of_disputes(viewer: Viewer) -> bool:
    return may(viewer.role, "record_session") or scope(viewer.role, "disputes") == "yes"


async def _dispute(db: AsyncSession, query: ShowRecordCharge) -> RecordDispute | None:
    found = await about_record(db, query.process_id, query.session_id)
    return (
        RecordDispute.model_validate(found.model_dump(include=set(RecordDispute.model_fields)))
        if found
        else None
    )


async def _invoice_number(db: AsyncSession, query: ShowRecordCharge) -> int | None:
    of_session = select(BillableItem.item_id).where(
        BillableItem.process_id == query.process_id,
        BillableItem.session_id == query.session_id,
        corrections.is_outcome(),
    )
    items = (await db.exec(of_session.order_by(col(BillableItem.item_id)))).all()
    return next(iter((await invoice_numbers(db, items)).values()), None)
