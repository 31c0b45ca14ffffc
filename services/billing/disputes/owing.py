"""What is to be paid of an invoice of which something is, or was, disputed, and by when."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.disputes.money import DisputedLine, due_again_on, undisputed
from services.billing.items.lines import Line
from services.billing.tables import Dispute, DisputedItem, Invoice, InvoiceLine
from services.messages.billing import Owed
from services.runtime.finland import local_date


async def owed(
    db: AsyncSession, invoice: Invoice, lines: Sequence[Line], credited: Mapping[str, int], left_cents: int
) -> Owed | None:
    """credited: by item, what credit notes have taken back. left_cents: of all of it after them, VAT included; reckoned
    anew it might be another by a cent. None where nothing of it was ever disputed.
    """
    about = await _about(db, invoice)
    if not about:
        return None
    left = [_left(line, credited.get(line.item_id, 0)) for line in lines]
    waiting = {item_id for item_id, dispute in about if dispute.resolved_at is None}
    rest = min(undisputed(left, waiting).gross_cents, left_cents) if waiting else left_cents
    kept = {one.item_id for one in left if one.net_cents > one.credited_cents} - waiting
    days = [
        _due_on(invoice.due_on, [dispute for _, dispute in theirs])
        for item_id, theirs in groupby(about, key=lambda one: one[0])
        if item_id in kept
    ]
    return Owed(
        disputed_cents=left_cents - rest,
        undisputed_cents=rest,
        due_on=max(days, default=None),
    )


async def _about(db: AsyncSession, invoice: Invoice) -> list[tuple[str, Dispute]]:
    """The disputes of its lines since it was issued, by item, each item's in their order."""
    of_it = (
        select(DisputedItem.item_id, Dispute)
        .join(Dispute, col(Dispute.dispute_id) == DisputedItem.dispute_id)
        .join(InvoiceLine, col(InvoiceLine.item_id) == DisputedItem.item_id)
        .where(InvoiceLine.invoice_id == invoice.invoice_id)
        .order_by(col(DisputedItem.item_id), col(Dispute.opened_at))
    )
    found = [(str(item_id), dispute) for item_id, dispute in await db.exec(of_it)]
    return [one for one in found if local_date(one[1].opened_at) >= invoice.issued_on]


def _due_on(due_on: date, disputes: Sequence[Dispute]) -> date:
    for one in disputes:
        if one.resolved_at:
            due_on = due_again_on(due_on, local_date(one.opened_at), local_date(one.resolved_at))
    return due_on


def _left(line: Line, credited: int) -> DisputedLine:
    return DisputedLine(line.item_id, line.net_cents, line.vat_rate, credited)
