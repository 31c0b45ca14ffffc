"""A private person has withdrawn from a contract in time: what was invoiced of it without being held is credited.

No word of finance is asked: the contract's clause says what is paid for. Who paid already gets it back by finance.
"""

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.credits import issuing
from services.billing.credits.issuing import Wanted
from services.billing.disputes import granting
from services.billing.invoices import numbers
from services.billing.invoices.semantic.why import Look
from services.billing.items import recording, terms
from services.billing.items.terms import TRIAL
from services.billing.tables import BillableItem, InvoiceLine
from services.messages.billing import CreditedThen, ItemKind
from services.messages.contracts import ProcessTerminated


async def settle(db: AsyncSession, event: ProcessTerminated, look: Look) -> None:
    """By its terms only what was held costs anything from now on; a dispute about what costs nothing is granted."""
    await numbers.line_up(db)
    await terms.ends(db, event.process_id, event.last_day)
    await terms.withdrawn(db, event.process_id)
    await _credit(db, event.process_id, event.terminated_at, look)
    await recording.price_again(db, event.process_id, date.min)
    await granting.follow_charges(db, event.process_id, "withdrawal", event.terminated_at)


async def _credit(db: AsyncSession, process_id: UUID, at: datetime, look: Look) -> None:
    """A credit note for each invoice with such lines, of what is left of them. Its items are free again: by the terms
    they cost nothing now, and one that is recorded as held afterwards is charged. Of what an earlier note let go in
    part, nothing comes back. Refuses: as `issuing.credit`.
    """
    for invoice_id, items in (await _unheld(db, process_id)).items():
        before = await issuing.credited(db, invoice_id)
        parts = {item: net - before.get(item, 0) for item, net in items.items()}
        then: CreditedThen = "let_go" if any(before.get(item) for item in items) else "bill_again"
        wanted = Wanted(
            credit_id=uuid5(process_id, f"withdrawn:{invoice_id}"),
            invoice_id=invoice_id,
            parts=parts,
            then=then,
            reason="withdrawal",
            ordered_by=None,
            at=at,
        )
        await issuing.credit(db, wanted, look)


async def _unheld(db: AsyncSession, process_id: UUID) -> dict[UUID, dict[str, int]]:
    """By invoice and item, what its line came to without VAT."""
    theirs = (
        select(InvoiceLine)
        .join(BillableItem, col(BillableItem.item_id) == InvoiceLine.item_id)
        .where(
            BillableItem.process_id == process_id,
            BillableItem.terms_version > TRIAL,
            BillableItem.kind != ItemKind.HELD,
            col(BillableItem.session_id).is_not(None),
            col(InvoiceLine.credited_by).is_(None),
        )
        .order_by(col(InvoiceLine.line_id))
    )
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for line in await db.exec(theirs):
        found[line.invoice_id][str(line.item_id)] = line.net_cents
    return found
