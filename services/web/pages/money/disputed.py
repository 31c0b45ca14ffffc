"""Which disputes are about an invoice, as its viewer may read them."""

from services.messages.billing import DisputeCard, InvoiceShown, ListDisputes
from services.web.pages.visit import Visit


async def disputes_of(visit: Visit, invoice: InvoiceShown) -> list[DisputeCard]:
    """Of its lines, those that wait and those that were decided."""
    return (await visit.ask(ListDisputes(viewer=visit.viewer, invoice_id=invoice.card.invoice_id))).disputes
