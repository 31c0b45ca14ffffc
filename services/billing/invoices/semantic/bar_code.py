"""The bank's bar code of an invoice, from its terms."""

from services.billing.invoices import bar_codes
from services.billing.invoices.semantic.model import SemanticInvoice


def bar_code(invoice: SemanticInvoice) -> str:
    """54 digits. Refuses: as `virtual_bar_code`."""
    payment = invoice.payment
    return bar_codes.virtual_bar_code(
        payment.account, payment.reference, invoice.totals.due_cents, invoice.due_on
    )
