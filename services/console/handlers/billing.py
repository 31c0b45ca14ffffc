"""What the console hears from billing, and which facts of it a card takes in."""

from services.console.board import cards
from services.messages import billing
from services.runtime.commands.transactions import Work
from services.runtime.provider import names as provider


async def invoice_held(event: billing.InvoiceHeld, work: Work) -> None:
    await cards.hear(work, event, invoice_held_at=event.held_at)


async def invoice_freed(event: billing.InvoiceFreed, work: Work) -> None:
    await cards.hear(work, event, invoice_held_at=None)


async def dispute_opened(event: billing.DisputeOpened, work: Work) -> None:
    await cards.hear(work, event, disputed_since=event.open_since, decide_by=event.decide_by)


async def dispute_resolved(event: billing.DisputeResolved, work: Work) -> None:
    await cards.hear(work, event, disputed_since=event.open_since, decide_by=event.decide_by)


async def billed_by_hand(event: billing.BilledByHand, work: Work) -> None:
    await cards.hear(work, event, invoice_held_at=event.held_since)


async def bill_taken_back(event: billing.BillTakenBack, work: Work) -> None:
    await cards.hear(work, event, invoice_held_at=event.held_since)


async def hand_bill_not_owed(event: billing.HandBillNotOwed, work: Work) -> None:
    await cards.hear(work, event)


async def invoice_credited(event: billing.InvoiceCredited, work: Work) -> None:
    await cards.take_back(work, event)


async def invoice_issued(event: billing.InvoiceIssued, work: Work) -> None:
    await cards.bill(work, event)


async def invoice_sent_otherwise(event: billing.InvoiceSentOtherwise, work: Work) -> None:
    await cards.send_otherwise(work, event)


async def seller_set(event: billing.SellerSet, work: Work) -> None:
    await provider.keep_name(work.db, event)
