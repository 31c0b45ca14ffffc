"""Credit notes: all of them, one with its lines, its PDF and its e-invoice; and how an invoice is credited."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response

from services.console.board.queries.process_numbers import numbers_of
from services.console.pages.money.delivering import delivery_of, form_to_send_again
from services.console.pages.money.invoices import ON_A_PAGE, must_see_invoices
from services.console.pages.money.prices import Euros
from services.messages.billing import (
    CREDIT_SERIES,
    CreditedLine,
    CreditedThen,
    CreditInvoice,
    DocumentFormat,
    FindInvoice,
    InvoiceShown,
    ListInvoices,
)
from services.messages.values import ShortText
from services.web.pages.documents import electronic_invoice, paper
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.money.happenings import happenings
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()


class CreditForm(Form):
    """item_id: one line; none for all that is left of the invoice. net: how much of it; none for what is left of it."""

    named_otherwise = {"lines": "net", "net_cents": "net"}
    credit_id: UUID
    item_id: UUID | None = None
    net: Euros | None = None
    then: CreditedThen
    reason: ShortText


@router.get("/credit-notes")
async def show_all(
    visit: SignedIn, before: Annotated[int | None, Query(ge=1, le=10**18)] = None
) -> HTMLResponse:
    """The newest first. before: the number before which the page begins."""
    must_see_invoices(visit)
    found = await visit.ask(ListInvoices(viewer=visit.viewer, series=CREDIT_SERIES, before=before))
    newest = found.invoices[::-1]
    shown = newest[:ON_A_PAGE]
    async with visit.transaction() as db:
        numbers = await numbers_of(db, [one.process_id for one in shown])
    return await visit.page(
        "credit_notes/list.html",
        notes=shown,
        numbers=numbers,
        newer="/credit-notes" if before else None,
        older=f"/credit-notes?before={shown[-1].number}" if len(newest) > ON_A_PAGE else None,
    )


@router.get("/credit-notes/{number}")
async def show(visit: SignedIn, number: int) -> HTMLResponse:
    found = await _found(visit, number)
    delivery = await delivery_of(visit, found.card.invoice_id)
    return await visit.page(
        "credit_notes/show.html",
        invoice=found,
        delivery=delivery,
        happened=happenings(found, delivery.attempts),
        form=form_to_send_again(),
    )


@router.get("/credit-notes/{number}/pdf")
async def pdf(visit: SignedIn, number: int) -> Response:
    return await paper(visit, await _found(visit, number))


@router.get("/credit-notes/{number}/xml/{wanted}")
async def electronic(visit: SignedIn, number: int, wanted: DocumentFormat) -> Response:
    return await electronic_invoice(visit, await _found(visit, number), wanted)


@router.get("/invoices/{number}/credit")
async def ask_how(visit: SignedIn, number: int) -> HTMLResponse:
    blank = Filled[CreditForm]({"credit_id": uuid4(), "then": "bill_again"})
    return await _page(visit, await _to_credit(visit, number), blank)


@router.post("/invoices/{number}/credit")
async def credit(
    visit: SignedIn, number: int, form: Annotated[Filled[CreditForm], Depends(filled(CreditForm))]
) -> Response:
    invoice = await _to_credit(visit, number)
    if form.is_valid and form.data.net and not form.data.item_id:
        form.refuse("item_id", _("Choose the line of which this much is credited."))
    if form.is_valid and form.data.net is None and _is_gone(invoice, form.data.item_id):
        form.refuse("item_id", _("All of it has been credited."))
    return await send_form(
        visit,
        form,
        lambda typed: CreditInvoice(
            invoice_id=invoice.card.invoice_id,
            lines=_lines(invoice, typed),
            ordered_by=visit.person_id,
            as_of=visit.now,
            **typed.model_dump(include={"credit_id", "then", "reason"}),
        ),
        then=f"/invoices/{number}",
        said=_("It is credited, and the customer gets the credit note."),
        shown_again=lambda: _page(visit, invoice, form, 422),
        process_id=invoice.card.process_id,
    )


def _is_gone(invoice: InvoiceShown, item_id: UUID | None) -> bool:
    """An older page may offer a line that has been credited since."""
    return any(line.item_id == item_id and not line.left_cents for line in invoice.lines)


def _lines(invoice: InvoiceShown, typed: CreditForm) -> list[CreditedLine]:
    if typed.item_id is None:
        return []
    left = {line.item_id: line.left_cents for line in invoice.lines}
    cents = int(typed.net * 100) if typed.net is not None else left.get(typed.item_id, 0)
    return [CreditedLine(item_id=typed.item_id, net_cents=cents)]


async def _found(visit: Visit, number: int) -> InvoiceShown:
    """Refuses: unknown_invoice."""
    must_see_invoices(visit)
    found = await visit.ask(FindInvoice(number=number, series=CREDIT_SERIES, viewer=visit.viewer))
    await visit.note("opened_invoice", found.card.process_id)
    return found


async def _to_credit(visit: Visit, number: int) -> InvoiceShown:
    """Refuses: unknown_invoice."""
    visit.must("run_billing")
    return await visit.ask(FindInvoice(number=number, viewer=visit.viewer))


async def _page(
    visit: Visit, invoice: InvoiceShown, form: Filled[CreditForm], status: int = 200
) -> HTMLResponse:
    return await visit.page("invoices/credit.html", status, invoice=invoice, form=form)
