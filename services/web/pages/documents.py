"""Papers as files, as either door gives them away: invoices, credit notes, proposals, contracts.

Named by their numbers alone.
"""

from uuid import UUID

from fastapi.responses import Response

from services.messages.billing import DocumentFormat, InvoiceShown, ShowElectronicInvoice, ShowInvoicePdf
from services.messages.contracts import ShowContractPdf, ShowProposalPdf
from services.runtime.commands.files import whole_file
from services.web.pages.visit import Visit


async def electronic_invoice(visit: Visit, found: InvoiceShown, wanted: DocumentFormat) -> Response:
    """For the customer's own system. Refused where the invoice's page gives the reason instead of the link."""
    query = ShowElectronicInvoice(invoice_id=found.card.invoice_id, wanted=wanted, viewer=visit.viewer)
    document, xml = await whole_file(visit.ask, query, lambda part: part.xml)
    headers = {"content-disposition": f'attachment; filename="{document.document_number}-{wanted}.xml"'}
    return Response(xml, media_type="application/xml", headers=headers)


async def paper(visit: Visit, found: InvoiceShown) -> Response:
    """The PDF as it was mailed."""
    query = ShowInvoicePdf(invoice_id=found.card.invoice_id, viewer=visit.viewer)
    document, pdf = await whole_file(visit.ask, query, lambda part: part.pdf)
    headers = {"content-disposition": f'inline; filename="{document.document_number}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


async def contract_paper(visit: Visit, query: ShowContractPdf) -> Response:
    """Whoever may read the contract may have it as a file."""
    file, pdf = await whole_file(visit.ask, query, lambda part: part.pdf)
    headers = {"content-disposition": f'inline; filename="{file.number}-{file.version}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


async def proposal_paper(visit: Visit, process_id: UUID, revision: int | None = None) -> Response:
    """Whoever may read the proposal with its price may have it as a file. revision: none for the newest."""
    query = ShowProposalPdf(process_id=process_id, viewer=visit.viewer, revision=revision)
    return await proposal_file(visit, query)


async def proposal_file(visit: Visit, query: ShowProposalPdf) -> Response:
    file, pdf = await whole_file(visit.ask, query, lambda part: part.pdf)
    headers = {"content-disposition": f'inline; filename="{file.number}-proposal-{file.revision}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)
