"""What finance billed by hand and a private person does not owe, since they have withdrawn from the contract in time.

There is no line of ours to credit: finance does that where they billed it, and hears of it here.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.credits.unheld import is_unheld
from services.billing.invoices import holding
from services.billing.tables import BillableItem, DatedTerms, HandBill
from services.messages.billing import HandBillNotOwed
from services.runtime.events.announcing import announce
from services.runtime.storage.database import among


async def tell(db: AsyncSession, process_id: UUID, at: datetime) -> None:
    """Of each bill that stands. Next: services/notices/occasions/invoice_letters.py:tell_of_hand_bill"""
    standing = select(HandBill).where(
        HandBill.process_id == process_id, col(HandBill.taken_back_at).is_(None)
    )
    bills = (await db.exec(standing.order_by(col(HandBill.period), col(HandBill.bill_id)))).all()
    cents = await of_bills(db, [one.bill_id for one in bills])
    for bill in bills:
        if bill.bill_id in cents:
            facts = bill.model_dump(include={"process_id", "bill_id", "period"})
            await announce(db, HandBillNotOwed(**facts, net_cents=cents[bill.bill_id], found_at=at))


async def of_bills(db: AsyncSession, bill_ids: Collection[UUID]) -> dict[UUID, int]:
    """How much of each is not owed, without VAT; those are left out of which all is."""
    theirs = (
        select(BillableItem)
        .join(
            DatedTerms,
            (col(DatedTerms.process_id) == BillableItem.process_id)
            & (col(DatedTerms.version) == BillableItem.terms_version),
        )
        .where(among(BillableItem.hand_bill_id, list(bill_ids)), col(DatedTerms.withdrawn))
    )
    found: dict[UUID, int] = defaultdict(int)
    for item in await db.exec(theirs):
        if item.hand_bill_id and is_unheld(item):
            found[item.hand_bill_id] += holding.net_cents(item)
    return dict(found)
