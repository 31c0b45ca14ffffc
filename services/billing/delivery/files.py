"""The file that is handed over: the document in its format, and around it what the operator's network wants."""

from dataclasses import replace

from services.billing.delivery.operators.handing_over import Operator, Outgoing
from services.billing.documents.electronic import formats, frames
from services.billing.documents.electronic.finvoice import scheme
from services.billing.invoices.invoicing import Invoice as Stored
from services.billing.invoices.semantic.making import document_number, semantic
from services.billing.invoices.semantic.model import SemanticInvoice
from services.billing.invoices.snapshots import from_snapshot
from services.billing.tables import Delivery, Invoice
from services.messages.billing import DocumentFormat, InvoiceKind
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import HELSINKI


def file_of(invoice: Invoice, row: Delivery, wanted: DocumentFormat, operator: Operator) -> Outgoing:
    """The same bytes for the same message. Refuses: a code of `DocumentObstacle`, operator_missing."""
    stored = _readdressed(from_snapshot(invoice.snapshot), row.address)
    terms = semantic(stored, stored.customer.language)
    content = formats.document(terms, wanted)
    if wanted == "finvoice":
        carried = _transmission(terms, row, operator)
        content = frames.addressed(content, carried)
        formats.check(terms, wanted, content)
        if operator.frame == "soap":
            content = frames.soap(carried, terms.number) + content
    called = document_number(InvoiceKind(invoice.kind), invoice.number)
    return Outgoing(f"{called}-{row.message_id}.xml", content, wanted, row.message_id)


def _readdressed(stored: Stored, address: str) -> Stored:
    """address: as the customer had it when this message was begun; whoever took the invoice under another has not
    got it. Empty where it had said none.
    """
    if not address:
        return stored
    return replace(stored, customer=replace(stored.customer, electronic_address=address))


def _transmission(terms: SemanticInvoice, row: Delivery, operator: Operator) -> frames.Transmission:
    """Refuses: operator_missing, no_electronic_address."""
    seller, buyer = terms.seller.electronic, terms.buyer.electronic
    if not row.operator:
        raise Refusal("operator_missing", "operator")
    if seller is None or buyer is None:
        raise Refusal("no_electronic_address", "wanted")
    return frames.Transmission(
        sender=frames.End(scheme(seller), seller.value, operator.intermediator or terms.payment.bank),
        receiver=frames.End(scheme(buyer), buyer.value, row.operator),
        message_id=str(row.message_id),
        at=row.message_at.astimezone(HELSINKI),
    )
