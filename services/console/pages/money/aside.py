"""A line that waits for its invoice is held or left out, with a reason, and taken back."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.board.queries.process_numbers import known_processes
from services.console.pages.names import with_customers
from services.messages.billing import AsideKind, DraftItem, ListDraftItems, SetItemAside, TakeItemBack
from services.messages.values import LongText, Period
from services.web.http.errors import Over
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_command, send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/billing/runs/{period}/lines")


class AsideForm(Form):
    aside_id: UUID
    kind: AsideKind
    reason: Annotated[LongText, Field(max_length=500)]


@router.get("/{item_id}")
async def show(visit: SignedIn, period: Period, item_id: UUID) -> HTMLResponse:
    visit.must("run_billing")
    return await _page(visit, period, item_id, Filled[AsideForm]({"aside_id": uuid4(), "kind": "held"}))


@router.post("/{item_id}")
async def put(
    visit: SignedIn,
    period: Period,
    item_id: UUID,
    form: Annotated[Filled[AsideForm], Depends(filled(AsideForm))],
) -> Response:
    visit.must("run_billing")
    return await send_form(
        visit,
        form,
        lambda typed: SetItemAside(
            item_id=item_id, set_by=visit.person_id, as_of=visit.now, **typed.model_dump()
        ),
        then=f"/billing/runs/{period}",
        said=_("No run takes this line now. It can be taken back."),
        shown_again=lambda: _page(visit, period, item_id, form, 422),
    )


@router.post("/{aside_id}/take-back")
async def take_back(visit: SignedIn, period: Period, aside_id: UUID) -> Response:
    visit.must("run_billing")
    return await send_command(
        visit,
        TakeItemBack(aside_id=aside_id, taken_back_by=visit.person_id, as_of=visit.now),
        then=f"/billing/runs/{period}",
        said=_("Taken back: the next run takes this line."),
    )


async def _page(
    visit: Visit, period: str, item_id: UUID, form: Filled[AsideForm], status: int = 200
) -> HTMLResponse:
    line = await _line(visit, period, item_id)
    async with visit.transaction() as db:
        found = await known_processes(db, [line.process_id])
    process = next(iter(await with_customers(visit, found.values())), None)
    return await visit.page(
        "billing/aside.html", status, period=period, line=line, process=process, form=form
    )


async def _line(visit: Visit, period: str, item_id: UUID) -> DraftItem:
    """Where it does not wait any more, on to its month."""
    for held in (False, True):
        asked = ListDraftItems(viewer=visit.viewer, period=period, held=held)
        for one in (await visit.ask(asked)).items:
            if one.item_id == item_id:
                return one
    raise Over(f"/billing/runs/{period}")
