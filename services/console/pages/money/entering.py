"""What comes of no session: travel, material, fees and corrections, entered for the next invoice of a process."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.pages.money.prices import Euros
from services.console.pages.names import names_of
from services.console.pages.processes.process_access import process_to
from services.messages.billing import (
    AcceptReport,
    Amount,
    EnteredKind,
    EnterItem,
    ListEnteredItems,
    ShowTravelPrice,
    TravelPrice,
    WithdrawItem,
)
from services.messages.intake import InquiryCard
from services.messages.values import Day, LongText
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import ProcessPage, send_command
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/processes/{number}/items")


class EntryForm(Form):
    item_id: UUID
    kind: EnteredKind
    performed_on: Day
    quantity: Amount
    price: Euros | None = None
    note: Annotated[LongText, Field(max_length=500)] = ""


@router.get("")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await process_to(visit, "enter_item", number)
    blank = {"item_id": uuid4(), "kind": "travel", "performed_on": local_date(visit.now)}
    return await _page(visit, process, Filled[EntryForm](blank))


@router.post("")
async def enter(
    visit: SignedIn, number: str, form: Annotated[Filled[EntryForm], Depends(filled(EntryForm))]
) -> Response:
    process = await process_to(visit, "enter_item", number)
    page = ProcessPage(visit, process, "items", lambda form: _page(visit, process, form, 422))
    return await page.send(
        form,
        lambda typed: EnterItem(
            process_id=process.process_id,
            price_cents=None if typed.price is None else int(typed.price * 100),
            entered_by=visit.person_id,
            as_of=visit.now,
            **typed.model_dump(exclude={"price"}),
        ),
        said=_("Entered: the next run of its month takes it."),
    )


@router.post("/{item_id}/accept")
async def accept(visit: SignedIn, number: str, item_id: UUID) -> Response:
    process = await process_to(visit, "enter_item", number)
    return await send_command(
        visit,
        AcceptReport(item_id=item_id, accepted_by=visit.person_id, as_of=visit.now),
        then=f"/processes/{process.number}/items",
        said=_("Accepted: the next run of its month takes it."),
    )


@router.post("/{item_id}/withdraw")
async def withdraw(visit: SignedIn, number: str, item_id: UUID) -> Response:
    process = await process_to(visit, "enter_item", number)
    return await send_command(
        visit,
        WithdrawItem(item_id=item_id, withdrawn_by=visit.person_id, as_of=visit.now),
        then=f"/processes/{process.number}/items",
        said=_("Withdrawn: nobody is billed for it."),
    )


async def _page(
    visit: Visit, process: InquiryCard, form: Filled[EntryForm], status: int = 200
) -> HTMLResponse:
    today = local_date(visit.now)
    entered = await visit.ask(ListEnteredItems(viewer=visit.viewer, process_id=process.process_id))
    return await visit.page(
        "entering/show.html",
        status,
        process=process,
        entered=entered,
        names=await names_of(visit, [one.entered_by for one in entered.items]),
        travel=await _travel(visit, process),
        today=today,
        form=form,
    )


async def _travel(visit: Visit, process: InquiryCard) -> TravelPrice | None:
    """Of its contract today; none where there is none."""
    try:
        return await visit.ask(ShowTravelPrice(on=local_date(visit.now), process_id=process.process_id))
    except Refusal:
        return None
