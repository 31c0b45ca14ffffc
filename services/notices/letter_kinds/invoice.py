"""Letters about invoices."""

from collections.abc import Mapping

from services.messages import billing, directory
from services.notices.letter_kinds.kinds import LetterKind
from services.notices.letter_kinds.rows import PROCESS, LetterRow

_DISPUTES = f"{PROCESS}/disputes"
ROWS: Mapping[LetterKind, LetterRow] = {
    LetterKind.INVOICE_ISSUED: LetterRow(
        (billing.InvoiceIssued, billing.InvoiceSentOtherwise), portal="/invoices/{invoice_number}"
    ),
    LetterKind.INVOICE_CREDITED: LetterRow(
        (billing.InvoiceCredited, billing.InvoiceSentOtherwise), portal="/credit-notes/{invoice_number}"
    ),
    LetterKind.COLLECTIVE_INVOICE: LetterRow(
        (billing.InvoiceIssued, billing.InvoiceSentOtherwise), portal="/invoices/{invoice_number}"
    ),
    LetterKind.COLLECTIVE_CREDIT: LetterRow(
        (billing.InvoiceCredited, billing.InvoiceSentOtherwise), portal="/credit-notes/{invoice_number}"
    ),
    LetterKind.INVOICES_HELD: LetterRow((billing.InvoiceHeld,), console="/billing/runs#held", why="finance"),
    LetterKind.RUN_WAITS: LetterRow((billing.RunWaits,), console="/billing/runs", why="finance"),
    LetterKind.REFERENCE_NEEDED: LetterRow(
        (billing.InvoiceHeld,),
        portal="/organisation/billing#references",
        names_customer=True,
        why="invoicing",
    ),
    LetterKind.INVOICE_ADDRESS_CHANGED: LetterRow(
        (directory.InvoiceAddressChanged,), portal="/organisation/billing"
    ),
    LetterKind.CREDITED_BY_ITSELF: LetterRow(
        (billing.InvoiceCredited,), console="/invoices/{invoice_number}", why="finance"
    ),
    LetterKind.HAND_BILL_NOT_OWED: LetterRow(
        (billing.HandBillNotOwed,), console="/billing/runs#by-hand", why="finance"
    ),
    LetterKind.DISPUTE_OPENED: LetterRow((billing.DisputeOpened,), portal=_DISPUTES, why="customer"),
    LetterKind.DISPUTE_TO_DECIDE: LetterRow(
        (billing.DisputeOpened,),
        console="/billing/disputes",
        why="finance",
    ),
    LetterKind.DISPUTE_RESOLVED: LetterRow((billing.DisputeResolved,), portal=_DISPUTES, why="party"),
    LetterKind.DISPUTE_SETTLED: LetterRow(
        (billing.DisputeResolved,), console="/billing/disputes", why="finance"
    ),
}
