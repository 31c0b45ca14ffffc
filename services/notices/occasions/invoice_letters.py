"""What is written when an invoice is issued, held or disputed."""

from services.messages.billing import DisputeOpened, DisputeResolved, InvoiceHeld, InvoiceIssued
from services.notices.letter_kinds import LetterKind
from services.notices.occasions.amendment_letters import FINANCE
from services.notices.occasions.inquiry_letters import write_to_customer_of
from services.notices.writing import Letter, write, write_of_nothing, write_to
from services.runtime.commands.transactions import Work


async def pass_on(event: InvoiceIssued, work: Work) -> None:
    """To where the invoices of the organisation or its department go; the PDF is asked for when the mail is sent.

    Next: services/notices/writing.py:write
    """
    letter = Letter(
        LetterKind.INVOICE_ISSUED,
        str(event.invoice_id),
        {
            "invoice_id": str(event.invoice_id),
            "invoice_number": event.number,
            "total_cents": event.gross_cents,
            "due_on": event.due_on,
            "reference": event.reference,
            **({"department_id": str(event.department_id)} if event.department_id else {}),
        },
        organisation_id=event.organisation_id,
    )
    await write(work, event.process_id, [letter])


async def tell_of_holding(event: InvoiceHeld, work: Work) -> None:
    """Finance, once a run, however many it holds; which they are stands on the page of the runs."""
    await write_of_nothing(work, [Letter(LetterKind.INVOICES_HELD, event.period, role=FINANCE)])


async def tell_of_dispute(event: DisputeOpened, work: Work) -> None:
    """The customer, whoever of theirs has said it; finance finds it on its day."""
    await write_to_customer_of(work, event, Letter(LetterKind.DISPUTE_OPENED, str(event.dispute_id)))


async def tell_of_decision(event: DisputeResolved, work: Work) -> None:
    """The customer, and who disputed it; why, they read on their page."""
    letter = Letter(LetterKind.DISPUTE_RESOLVED, str(event.dispute_id))
    await write_to_customer_of(work, event, letter)
    await write_to(work, event.process_id, [event.opened_by], letter)
