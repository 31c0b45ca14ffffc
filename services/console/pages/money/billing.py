"""The months' invoicing: what each run made, what a run would take, and a run ordered by hand with its progress."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.board.queries.process_numbers import known_processes, numbers_of
from services.console.pages.money import ordered_runs
from services.console.pages.money.invoices import must_see_invoices
from services.console.pages.money.months_picture import of_months
from services.console.pages.names import names_of, with_customers
from services.console.tables import OrderedRun
from services.messages.billing import (
    BillingReport,
    DocumentFormat,
    HeldInvoice,
    HeldMonth,
    ListDeferred,
    ListDraftItems,
    ListEnteredItems,
    ListHandBills,
    ListHeldInvoices,
    ListItemsAside,
    ListRuns,
    PreviewRun,
    RunBilling,
    RunCard,
    RunMode,
    SetRunMode,
    ShowRunMode,
    ShowSeller,
)
from services.messages.values import Period
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.refusals import SENTENCES, sentence
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit
from services.wording.ordering import by_name

router = APIRouter(prefix="/billing/runs")


class ModeForm(Form):
    mode: RunMode


@router.get("")
async def show_all(visit: SignedIn) -> HTMLResponse:
    must_see_invoices(visit)
    return await _all_runs(visit)


@router.post("")
async def set_mode(visit: SignedIn, form: Annotated[Filled[ModeForm], Depends(filled(ModeForm))]) -> Response:
    visit.must("run_billing")
    return await send_form(
        visit,
        form,
        lambda typed: SetRunMode(mode=typed.mode, set_by=visit.person_id, as_of=visit.now),
        then="/billing/runs#mode",
        said=_("How the months are run is saved."),
        shown_again=lambda: _all_runs(visit, form, 422),
    )


async def _all_runs(visit: Visit, form: Filled[ModeForm] | None = None, status: int = 200) -> HTMLResponse:
    listed = await visit.ask(ListRuns(viewer=visit.viewer))
    held = (await visit.ask(ListHeldInvoices(viewer=visit.viewer))).held
    bills = await visit.ask(ListHandBills(viewer=visit.viewer))
    async with visit.transaction() as db:
        numbers = await numbers_of(
            db, [one.process_id for one in held] + [one.process_id for one in bills.bills]
        )
    mode = await visit.ask(ShowRunMode())
    who = [person for one in bills.bills for person in (one.billed_by, one.taken_back_by)]
    return await visit.page(
        "billing/list.html",
        status,
        runs=listed.runs,
        not_held_against=listed.not_held_against,
        picture=of_months({one.period: one.net_cents for one in listed.runs}),
        mode=mode,
        form=form or Filled[ModeForm]({"mode": mode.mode}),
        held=held,
        bills=bills,
        numbers=numbers,
        names=await names_of(visit, [*who, mode.set_by]),
        today=local_date(visit.now),
        has_seller=await _has_seller(visit),
    )


@router.get("/{period}")
async def show(visit: SignedIn, period: Period) -> HTMLResponse:
    must_see_invoices(visit)
    return await _page(visit, period, Filled[Form]())


@router.post("/{period}")
async def run(visit: SignedIn, period: Period) -> Response:
    """The first invoices are made before the answer; a second press changes nothing."""
    visit.must("run_billing")
    form = Filled[Form]()
    try:
        report = await ordered_runs.order(visit, period)
    except Refusal as refusal:
        form.refuse(None, sentence(refusal))
        return await _page(visit, period, form, 422)
    await visit.note(RunBilling)
    return await visit.go(f"/billing/runs/{period}", _said(visit, report))


def _said(visit: Visit, report: BillingReport) -> str:
    if report.remaining:
        return visit.text(_("The invoices are being made. You may leave this page."))
    if not (report.issued or report.held):
        return visit.text(_("There was nothing more to invoice: nothing has changed."))
    plural, told = visit.door.renderer.plural, []
    if count := report.issued:
        made = plural(visit.language, "One invoice was made.", "%(number)s invoices were made.", count)
        told.append(made % {"number": count})
    if count := report.held:
        held = plural(
            visit.language,
            "The invoice of one process is held: see below why.",
            "The invoices of %(number)s processes are held: see below why.",
            count,
        )
        told.append(held % {"number": count})
    return " ".join(told)


async def _page(visit: Visit, period: str, form: Filled[Form], status: int = 200) -> HTMLResponse:
    card, not_held_against = await _card(visit, period)
    lists = await _lists(visit, period)
    async with visit.transaction() as db:
        processes = await known_processes(db, _whose(lists))
        ordered = await db.get(OrderedRun, period)
    who = [one.set_by for one in lists["aside"].items] + [one.entered_by for one in lists["entered"].items]
    who += [card.approved_by] if card.approved_by else []
    known = dict(zip(processes, await with_customers(visit, processes.values()), strict=True))
    return await visit.page(
        "billing/show.html",
        status,
        run=card,
        not_held_against=not_held_against,
        **lists,
        names=await names_of(visit, who),
        customers=by_name(lists["preview"].customers, visit.language, lambda one: one.name),
        known=known,
        ordered=ordered,
        refused=_refused(ordered),
        form=form,
    )


async def _lists(visit: Visit, period: str) -> dict[str, Any]:
    """What stands on the month's page, by the name that it has there."""
    of_it: dict[str, Any] = {"viewer": visit.viewer, "period": period}
    return {
        "draft": await visit.ask(ListDraftItems(**of_it)),
        "held_lines": await visit.ask(ListDraftItems(**of_it, held=True)),
        "preview": await visit.ask(PreviewRun(**of_it)),
        "aside": await visit.ask(ListItemsAside(**of_it)),
        "entered": await visit.ask(ListEnteredItems(**of_it)),
        "deferred": await visit.ask(ListDeferred(**of_it)),
        "held": await _held_in(visit, period),
    }


def _whose(lists: dict[str, Any]) -> list[UUID]:
    """The processes of all of them."""
    rows = [*lists["draft"].items, *lists["held_lines"].items, *lists["aside"].items, *lists["entered"].items]
    rows += [*lists["deferred"].processes, *(one for one, _month in lists["held"])]
    return [one.process_id for one in rows]


def _refused(ordered: OrderedRun | None) -> str:
    """Why what was ordered does not go on; empty where it does."""
    if ordered is None or not ordered.refusal:
        return ""
    return SENTENCES.get(ordered.refusal, _("This cannot be done now."))


async def _held_in(visit: Visit, period: str) -> list[tuple[HeldInvoice, HeldMonth]]:
    """What of the month no run could invoice, with its reason."""
    found = (await visit.ask(ListHeldInvoices(viewer=visit.viewer))).held
    return [(one, month) for one in found for month in one.months if month.period == period]


async def _card(visit: Visit, period: str) -> tuple[RunCard, list[DocumentFormat]]:
    """And what documents are not held against. Raises NotFound for a month of which nothing is known."""
    listed = await visit.ask(ListRuns(viewer=visit.viewer))
    for one in listed.runs:
        if one.period == period:
            return one, listed.not_held_against
    raise NotFound


async def _has_seller(visit: Visit) -> bool:
    try:
        await visit.ask(ShowSeller())
    except Refusal:
        return False
    return True
