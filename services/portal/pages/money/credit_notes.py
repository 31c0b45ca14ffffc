"""Credit notes about the organisation's invoices: one with its lines, its PDF and its e-invoice."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.messages.billing import CREDIT_SERIES, DocumentFormat, FindInvoice, InvoiceShown
from services.portal.pages.money.invoices import must_see_prices
from services.web.pages.documents import electronic_invoice, paper
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/credit-notes/{number}")


@router.get("")
async def show(visit: SignedIn, number: int) -> HTMLResponse:
    return await visit.page("credit_notes/show.html", invoice=await _found(visit, number))


@router.get("/pdf")
async def pdf(visit: SignedIn, number: int) -> Response:
    return await paper(visit, await _found(visit, number))


@router.get("/xml/{wanted}")
async def electronic(visit: SignedIn, number: int, wanted: DocumentFormat) -> Response:
    return await electronic_invoice(visit, await _found(visit, number), wanted)


async def _found(visit: Visit, number: int) -> InvoiceShown:
    """Refuses: unknown_invoice."""
    must_see_prices(visit)
    found = await visit.ask(FindInvoice(number=number, series=CREDIT_SERIES, viewer=visit.viewer))
    await visit.note("opened_invoice", found.card.process_id)
    return found
