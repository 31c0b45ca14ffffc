"""A held month that was billed by hand: said by finance with their own number or a reason, and taken back."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.board.queries.process_numbers import numbers_of
from services.messages.billing import (
    BillByHand,
    HeldInvoice,
    HeldMonth,
    ListHeldInvoices,
    OwnNumber,
    TakeBackBill,
    WaitingCents,
    WhyByHand,
)
from services.messages.values import Period
from services.web.http.errors import Over
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_command, send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/billing")
_ALL_RUNS = "/billing/runs"


class ByHandForm(Form):
    """waiting_cents: what the page showed, so that what came meanwhile is looked at first."""

    bill_id: UUID
    waiting_cents: WaitingCents
    number: OwnNumber = ""
    reason: WhyByHand = ""


@router.get("/held/{process_id}/{period}")
async def show(visit: SignedIn, process_id: UUID, period: Period) -> HTMLResponse:
    visit.must("run_billing")
    return await _page(visit, process_id, period, Filled[ByHandForm]({"bill_id": uuid4()}))


@router.post("/held/{process_id}/{period}")
async def bill(
    visit: SignedIn,
    process_id: UUID,
    period: Period,
    form: Annotated[Filled[ByHandForm], Depends(filled(ByHandForm))],
) -> Response:
    visit.must("run_billing")
    return await send_form(
        visit,
        form,
        lambda typed: BillByHand(
            process_id=process_id,
            period=period,
            billed_by=visit.person_id,
            as_of=visit.now,
            **typed.model_dump(),
        ),
        then=f"{_ALL_RUNS}#by-hand",
        said=_("Billed by hand: no run makes an invoice of this any more."),
        shown_again=lambda: _page(visit, process_id, period, form, 422),
        process_id=process_id,
    )


@router.post("/by-hand/{bill_id}/take-back")
async def take_back(visit: SignedIn, bill_id: UUID) -> Response:
    visit.must("run_billing")
    return await send_command(
        visit,
        TakeBackBill(bill_id=bill_id, taken_back_by=visit.person_id, as_of=visit.now),
        then=f"{_ALL_RUNS}#by-hand",
        said=_("Taken back: what it covered waits again."),
    )


async def _page(
    visit: Visit, process_id: UUID, period: str, form: Filled[ByHandForm], status: int = 200
) -> HTMLResponse:
    held, month = await _month(visit, process_id, period)
    form.values["waiting_cents"] = month.net_cents
    async with visit.transaction() as db:
        numbers = await numbers_of(db, [process_id])
    number = numbers.get(process_id, "")
    return await visit.page("billing/held.html", status, held=held, month=month, number=number, form=form)


async def _month(visit: Visit, process_id: UUID, period: str) -> tuple[HeldInvoice, HeldMonth]:
    """Where nothing of the month waits any more, on to all runs."""
    for held in (await visit.ask(ListHeldInvoices(viewer=visit.viewer))).held:
        for month in held.months:
            if (held.process_id, month.period) == (process_id, period):
                return held, month
    raise Over(_ALL_RUNS)
