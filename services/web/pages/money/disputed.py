"""Which disputes are about an invoice, as its viewer may read them."""

from services.messages.billing import DisputeCard, InvoiceShown, ListDisputes
from services.web.pages.visit import Visit


async def disputes_of(visit: Visit, invoice: InvoiceShown) -> list[DisputeCard]:
    """Of its lines, those that wait and those that were decided."""
    found = await visit.ask(ListDisputes(viewer=visit.viewer, process_id=invoice.card.process_id))
    on_it = {line.item_id for line in invoice.lines}
    return [one for one in found.disputes if on_it & {item.item_id for item in one.items}]
