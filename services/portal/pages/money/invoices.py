"""The organisation's invoices: listed, filtered, one with its lines, as PDF and as CSV."""

import csv
import io
from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from services.messages.billing import (
    CREDIT_SERIES,
    INVOICE_SERIES,
    DocumentFormat,
    FindInvoice,
    InvoiceCard,
    InvoiceShown,
    ListInvoices,
    ListOwnLines,
    OwnLine,
)
from services.messages.directory import ShowContacts
from services.messages.policy import scope
from services.portal.pages.mine.gathering import wanted_references
from services.web.http.errors import NotFound
from services.web.pages.documents import electronic_invoice, paper
from services.web.pages.money.costs import cost_of
from services.web.pages.money.disputed import disputes_of
from services.web.pages.money.happenings import happenings
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_COLUMNS = (
    "number",
    "period",
    "issued_on",
    "due_on",
    "reference",
    "net_cents",
    "vat_cents",
    "gross_cents",
    "credited_cents",
    "process_number",
)
_OF_LINES = (
    *("invoice_number", "period", "issued_on", "process_number", "performed_on", "kind"),
    *("net_cents", "left_cents"),
)


@router.get("/invoices")
async def invoices(visit: SignedIn, period: str = "") -> HTMLResponse:
    found = await _all(visit)
    periods = sorted({one.period for one in found}, reverse=True)
    shown = [one for one in found if period in ("", one.period)]
    notes = [one for one in await _all(visit, CREDIT_SERIES) if period in ("", one.period)]
    own = await visit.ask(ListOwnLines(viewer=visit.viewer))
    return await visit.page(
        "invoices/list.html",
        invoices=shown,
        notes=notes,
        periods=periods,
        period=period,
        own=own,
        wanted=await wanted_references(visit, visit.viewer),
    )


@router.get("/invoices.csv")
async def as_csv(visit: SignedIn, period: str = "") -> Response:
    """What the list shows, for a spreadsheet: UTF-8 with BOM, semicolons, amounts in euros with a comma."""
    shown = [one for one in await _all(visit) if period in ("", one.period)]
    return _file("invoices.csv", _table(shown, _COLUMNS))


@router.get("/invoices/own-lines.csv")
async def own_lines_as_csv(visit: SignedIn) -> Response:
    """What the list shows of collective invoices that the viewer does not see whole."""
    must_see_prices(visit)
    own = await visit.ask(ListOwnLines(viewer=visit.viewer))
    return _file("own-lines.csv", _table(own.lines, _OF_LINES))


@router.get("/invoices/{number}")
async def invoice(visit: SignedIn, number: int) -> HTMLResponse:
    must_see_prices(visit)
    found = await visit.ask(FindInvoice(number=number, viewer=visit.viewer))
    await visit.note("opened_invoice", found.card.process_id)
    disputes = await disputes_of(visit, found)
    return await visit.page(
        "invoices/show.html",
        invoice=found,
        disputes=disputes,
        happened=happenings(found, disputes=disputes),
        cost=None if found.card.collective else await cost_of(visit, found.card.process_id),
        supervisors=await _supervisors(visit, found),
    )


async def _supervisors(visit: Visit, invoice: InvoiceShown) -> list[str]:
    """Who supervised, as the contract names them; no document does."""
    if not invoice.supervisor_ids:
        return []
    return [one.name for one in (await visit.ask(ShowContacts(person_ids=invoice.supervisor_ids))).people]


@router.get("/invoices/{number}/pdf")
async def pdf(visit: SignedIn, number: int) -> Response:
    """The same 404 for one that is not there and one that is another's."""
    must_see_prices(visit)
    found = await visit.ask(FindInvoice(number=number, viewer=visit.viewer))
    return await paper(visit, found)


@router.get("/invoices/{number}/xml/{wanted}")
async def electronic(visit: SignedIn, number: int, wanted: DocumentFormat) -> Response:
    """For the organisation's own system; whoever may have the PDF may have this."""
    must_see_prices(visit)
    found = await visit.ask(FindInvoice(number=number, viewer=visit.viewer))
    return await electronic_invoice(visit, found, wanted)


async def _all(visit: Visit, series: str = INVOICE_SERIES) -> list[InvoiceCard]:
    """The newest first."""
    must_see_prices(visit)
    part = await visit.ask(ListInvoices(series=series, viewer=visit.viewer))
    found = part.invoices[::-1]
    while part.more:
        part = await visit.ask(ListInvoices(series=series, viewer=visit.viewer, before=found[-1].number))
        found += part.invoices[::-1]
    return found


def must_see_prices(visit: Visit) -> None:
    if scope(visit.viewer.role, "prices_and_invoices") == "no":
        raise NotFound


def _file(name: str, table: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + table, media_type="text/csv; charset=utf-8", headers=headers)


def _table(shown: Sequence[InvoiceCard] | Sequence[OwnLine], columns: Sequence[str]) -> str:
    out = io.StringIO()
    rows = csv.writer(out, delimiter=";")
    rows.writerow([name.removesuffix("_cents") for name in columns])
    for one in shown:
        rows.writerow([_cell(name, getattr(one, name)) for name in columns])
    return out.getvalue()


def _cell(name: str, value: object) -> str:
    if name.endswith("_cents") and isinstance(value, int):
        return f"{'-' if value < 0 else ''}{abs(value) // 100},{abs(value) % 100:02}"
    return str(value)
