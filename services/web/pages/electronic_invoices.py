"""An invoice as a file for the customer's own system, as either door gives it away."""

from base64 import b64decode

from fastapi.responses import Response

from services.messages.billing import DocumentFormat, InvoiceShown, ShowElectronicInvoice
from services.web.pages.visit import Visit


async def electronic_invoice(visit: Visit, found: InvoiceShown, wanted: DocumentFormat) -> Response:
    """Named by number and format alone. Refused where the invoice's page gives the reason instead of the link."""
    query = ShowElectronicInvoice(invoice_id=found.card.invoice_id, wanted=wanted, viewer=visit.viewer)
    document = await visit.ask(query)
    headers = {"content-disposition": f'attachment; filename="{document.number}-{wanted}.xml"'}
    return Response(b64decode(document.xml), media_type="application/xml", headers=headers)
