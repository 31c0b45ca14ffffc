"""Which documents for a customer's system there are of an invoice, and each of them as a file."""

from collections.abc import Callable
from dataclasses import dataclass

from services.billing.documents.electronic import finvoice, finvoice_reading, ubl, ubl_reading
from services.billing.invoices.semantic.model import SemanticInvoice
from services.messages.billing import DocumentFormat, DocumentObstacle
from services.runtime.commands.refusal import Refusal


@dataclass(frozen=True)
class _Format:
    write: Callable[[SemanticInvoice], bytes]
    read: Callable[[bytes], SemanticInvoice]


_FORMATS: dict[DocumentFormat, _Format] = {
    "finvoice": _Format(finvoice.write, finvoice_reading.read),
    "peppol": _Format(ubl.write, ubl_reading.read),
}


class UnequalError(Exception):
    """A document that says something else than its invoice: a fault of ours, and nobody gets it."""


def document(invoice: SemanticInvoice, wanted: DocumentFormat) -> bytes:
    """The file, read back before it is given away: it says what the invoice says.

    Refuses: a code of `DocumentObstacle`.
    """
    if missing := _missing(invoice, wanted):
        raise Refusal(missing, "wanted")
    made = _FORMATS[wanted].write(invoice)
    check(invoice, wanted, made)
    return made


def check(invoice: SemanticInvoice, wanted: DocumentFormat, made: bytes) -> None:
    """Raises UnequalError."""
    if _FORMATS[wanted].read(made) != invoice:
        raise UnequalError(wanted)


def obstacle(invoice: SemanticInvoice, wanted: DocumentFormat) -> DocumentObstacle | None:
    """Why there is no such document of it; none: there is."""
    if missing := _missing(invoice, wanted):
        return missing
    try:
        document(invoice, wanted)
    except Refusal:
        return "document_does_not_fit"
    return None


def _missing(invoice: SemanticInvoice, wanted: DocumentFormat) -> DocumentObstacle | None:
    if not (invoice.seller.electronic and invoice.buyer.electronic):
        return "no_electronic_address"
    if wanted == "peppol" and not (invoice.buyer_reference or invoice.order):
        return "no_buyer_reference"
    return None
