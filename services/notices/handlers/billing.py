"""What notices hears from billing: invoices, disputes, and under which name the provider writes."""

from services.messages import billing
from services.notices.occasions import correction_letters, invoice_letters
from services.runtime.commands.transactions import Work
from services.runtime.provider import names as provider


async def invoice_issued(event: billing.InvoiceIssued, work: Work) -> None:
    """Where another channel takes it first, no mail is sent.

    Next: services/notices/occasions/invoice_letters.py:pass_on
    """
    if event.channel == "mail":
        await invoice_letters.pass_on(event, work)


async def invoice_credited(event: billing.InvoiceCredited, work: Work) -> None:
    if event.channel == "mail":
        await invoice_letters.pass_on_credit(event, work)
    if event.withdrawn:
        await invoice_letters.tell_of_credit(event, work)


async def hand_bill_not_owed(event: billing.HandBillNotOwed, work: Work) -> None:
    await invoice_letters.tell_of_hand_bill(event, work)


async def invoice_sent_otherwise(event: billing.InvoiceSentOtherwise, work: Work) -> None:
    if event.channel == "mail":
        await invoice_letters.pass_on_otherwise(event, work)


async def invoice_held(event: billing.InvoiceHeld, work: Work) -> None:
    await invoice_letters.tell_of_holding(event, work)


async def late_change_charged(event: billing.LateChangeCharged, work: Work) -> None:
    await correction_letters.tell_of_late_change(event, work)


async def session_charged(event: billing.SessionCharged, work: Work) -> None:
    await correction_letters.tell_of_charge(event, work)


async def run_waits(event: billing.RunWaits, work: Work) -> None:
    await invoice_letters.tell_of_waiting_run(event, work)


async def dispute_opened(event: billing.DisputeOpened, work: Work) -> None:
    await invoice_letters.tell_of_dispute(event, work)


async def dispute_resolved(event: billing.DisputeResolved, work: Work) -> None:
    await invoice_letters.tell_of_decision(event, work)


async def seller_set(event: billing.SellerSet, work: Work) -> None:
    await provider.keep_name(work.db, event)
