"""Which documents have reached their customers: all of them by where they stand, and sending one again."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response

from services.console.pages.money.delivering import AgainForm, CameBackForm
from services.console.pages.money.invoices import must_see_invoices
from services.messages.billing import (
    CREDIT_SERIES,
    INVOICE_SERIES,
    DeliveryStatus,
    FindInvoice,
    ListDeliveries,
    MarkCameBack,
    SendInvoiceAgain,
)
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_command
from services.web.pages.visit import SignedIn

router = APIRouter()
_SERIES = {"invoices": INVOICE_SERIES, "credit-notes": CREDIT_SERIES}


@router.get("/deliveries")
async def show_all(
    visit: SignedIn, status: Annotated[DeliveryStatus | Literal[""], Query()] = ""
) -> HTMLResponse:
    """The last that changed first."""
    must_see_invoices(visit)
    found = await visit.ask(ListDeliveries(viewer=visit.viewer, status=status or None))
    form = Filled[Form]({"status": status})
    return await visit.page("deliveries/list.html", found=found, chosen=status, form=form)


@router.post("/{kind}/{number}/send-again")
async def send_again(
    visit: SignedIn,
    kind: Literal["invoices", "credit-notes"],
    number: int,
    form: Annotated[Filled[AgainForm], Depends(filled(AgainForm))],
) -> Response:
    """Raises NotFound for what no form of the page sends."""
    visit.must("run_billing")
    if not form.is_valid:
        raise NotFound
    found = await visit.ask(FindInvoice(number=number, series=_SERIES[kind], viewer=visit.viewer))
    return await send_command(
        visit,
        SendInvoiceAgain(
            invoice_id=found.card.invoice_id,
            sent_by=visit.person_id,
            as_of=visit.now,
            **form.data.model_dump(),
        ),
        then=f"/{kind}/{number}#delivery",
        said=_("It is sent again now."),
        process_id=found.card.process_id,
    )


@router.post("/{kind}/{number}/came-back")
async def came_back(
    visit: SignedIn,
    kind: Literal["invoices", "credit-notes"],
    number: int,
    form: Annotated[Filled[CameBackForm], Depends(filled(CameBackForm))],
) -> Response:
    """Raises NotFound for what no form of the page sends."""
    visit.must("run_billing")
    if not form.is_valid:
        raise NotFound
    found = await visit.ask(FindInvoice(number=number, series=_SERIES[kind], viewer=visit.viewer))
    invoice_id, message_id = found.card.invoice_id, form.data.message_id
    return await send_command(
        visit,
        MarkCameBack(
            invoice_id=invoice_id, message_id=message_id, recorded_by=visit.person_id, as_of=visit.now
        ),
        then=f"/{kind}/{number}#delivery",
        said=_("Noted: it came back. The next channel has its turn; if there is none, send it again here."),
        process_id=found.card.process_id,
    )
