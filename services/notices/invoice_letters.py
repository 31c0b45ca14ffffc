"""What is written when an invoice is issued."""

from services.messages.billing import InvoiceIssued
from services.notices.letter_kinds import LetterKind
from services.notices.writing import Letter, write
from services.runtime.commands.asking import Work


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
