"""Issued invoices: filtered by organisation and month, found by number, as a file, one with its lines and its PDF."""

from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from services.console.board.queries.process_numbers import numbers_of
from services.console.pages.money.delivering import delivery_of, form_to_send_again
from services.messages.billing import (
    DeliveryStatus,
    DocumentFormat,
    FindInvoice,
    InvoiceCard,
    ListInvoices,
    ListRuns,
)
from services.messages.directory import ListOrganisations
from services.messages.policy import REACH, scope
from services.messages.texts import is_digits
from services.messages.values import Period
from services.runtime.commands.refusal import Refusal
from services.web.http.errors import NotFound
from services.web.pages.documents import electronic_invoice, paper
from services.web.pages.forms import Filled, Form
from services.web.pages.languages import marked as _
from services.web.pages.money.disputed import disputes_of
from services.web.pages.money.happenings import happenings
from services.web.pages.spreadsheets import amount, spreadsheet
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
ON_A_PAGE = 50
_HEAD = (
    _("Number"), _("Month"), _("Organisation"), _("Process"), _("Issued"), _("Due"), _("Reference"),
    _("Without VAT"), _("VAT"), _("With VAT"), _("After credit notes"), _("Delivery"),
)  # fmt: skip


class Asked(Form):
    """The address's own words. number: leads to that invoice. before: the number before which the page begins.

    delivery: only those whose document stands so.
    """

    organisation: UUID | Literal[""] = ""
    period: Period | Literal[""] = ""
    delivery: DeliveryStatus | Literal[""] = ""
    number: Annotated[str, Query(max_length=30)] = ""
    before: Annotated[int | None, Query(ge=1, le=10**18)] = None

    def address(self, path: str = "/invoices", **other: Any) -> str:
        """The same filter elsewhere."""
        said = self.model_dump(mode="json", include={"organisation", "period", "delivery"}) | other
        told = {name: value for name, value in said.items() if value}
        return path + (f"?{urlencode(told)}" if told else "")

    def query(self, visit: Visit, before: int | None) -> ListInvoices:
        return ListInvoices(
            viewer=visit.viewer,
            organisation_id=self.organisation or None,
            period=self.period or None,
            delivery=self.delivery or None,
            before=before,
        )


@router.get("/invoices")
async def show_all(visit: SignedIn, asked: Annotated[Asked, Query()]) -> Response:
    must_see_invoices(visit)
    form = Filled[Form](asked.model_dump(mode="json"))
    if asked.number:
        if found := await _numbered(visit, asked.number):
            return await visit.go(f"/invoices/{found}")
        form.refuse("number", _("No invoice has this number."))
    newest = (await visit.ask(asked.query(visit, asked.before))).invoices[::-1]
    shown = newest[:ON_A_PAGE]
    runs, organisations = await visit.ask(ListRuns(viewer=visit.viewer)), await _organisations(visit)
    return await visit.page(
        "invoices/list.html",
        422 if form.errors else 200,
        asked=asked,
        form=form,
        invoices=shown,
        older=asked.address(before=shown[-1].number) if len(newest) > ON_A_PAGE else None,
        periods=[one.period for one in runs.runs if one.invoices],
        organisations=organisations,
        numbers=await _numbers(visit, shown),
    )


@router.get("/invoices.csv")
async def as_file(visit: SignedIn, asked: Annotated[Asked, Query()]) -> Response:
    """Everything that the filter lets through."""
    must_see_invoices(visit)
    found: list[InvoiceCard] = []
    before = None
    more = True
    while more:
        part = await visit.ask(asked.query(visit, before))
        found += part.invoices[::-1]
        more, before = part.more, found[-1].number if found else None
    numbers = await _numbers(visit, found)
    await visit.note("exported_invoices")
    return spreadsheet(
        "invoices.csv", [visit.text(one) for one in _HEAD], [_cells(visit, one, numbers) for one in found]
    )


@router.get("/invoices/{number}")
async def show(visit: SignedIn, number: int) -> HTMLResponse:
    must_see_invoices(visit)
    found = await visit.ask(FindInvoice(number=number, viewer=visit.viewer))
    await visit.note("opened_invoice", found.card.process_id)
    delivery, disputes = await delivery_of(visit, found.card.invoice_id), await disputes_of(visit, found)
    return await visit.page(
        "invoices/show.html",
        invoice=found,
        delivery=delivery,
        disputes=disputes,
        happened=happenings(found, delivery.attempts, disputes),
        form=form_to_send_again(),
    )


@router.get("/invoices/{number}/pdf")
async def pdf(visit: SignedIn, number: int) -> Response:
    must_see_invoices(visit)
    found = await visit.ask(FindInvoice(number=number, viewer=visit.viewer))
    await visit.note("opened_invoice", found.card.process_id)
    return await paper(visit, found)


@router.get("/invoices/{number}/xml/{wanted}")
async def electronic(visit: SignedIn, number: int, wanted: DocumentFormat) -> Response:
    must_see_invoices(visit)
    found = await visit.ask(FindInvoice(number=number, viewer=visit.viewer))
    await visit.note("opened_invoice", found.card.process_id)
    return await electronic_invoice(visit, found, wanted)


def must_see_invoices(visit: Visit) -> None:
    """Raises NotFound for all but those of the house who see everybody's; a supervisor's own is no invoice."""
    role = visit.viewer.role
    if scope(role, "prices_and_invoices") == "no" or REACH[role] != "everything":
        raise NotFound


async def _numbered(visit: Visit, text: str) -> int | None:
    digits = "".join(text.split())
    if not (is_digits(digits) and 0 < int(digits) <= 10**18):
        return None
    try:
        return (await visit.ask(FindInvoice(number=int(digits), viewer=visit.viewer))).card.number
    except Refusal:
        return None


async def _organisations(visit: Visit) -> list[tuple[UUID, str]]:
    found = (await visit.ask(ListOrganisations(viewer=visit.viewer, language=visit.language))).organisations
    return [(one.organisation_id, one.name) for one in found]


async def _numbers(visit: Visit, invoices: list[InvoiceCard]) -> dict[UUID, str]:
    async with visit.transaction() as db:
        return await numbers_of(db, [one.process_id for one in invoices])


def _cells(visit: Visit, one: InvoiceCard, numbers: dict[UUID, str]) -> tuple[object, ...]:
    left = one.gross_cents - one.credited_cents
    money = (amount(cents) for cents in (one.net_cents, one.vat_cents, one.gross_cents, left))
    whose = (one.organisation_name, "" if one.collective else numbers.get(one.process_id, ""))
    delivery = visit.label("delivery_status", one.delivery) if one.delivery else ""
    return (one.number, one.period, *whose, one.issued_on, one.due_on, one.reference, *money, delivery)
