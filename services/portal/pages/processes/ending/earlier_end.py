"""An earlier last day is proposed, and answered: by the commissioner, or by who acts for the supervisees."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.contracts import EarlierEndShown
from services.portal.pages.processes.own_process import Process, find_process
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.earlier_end import (
    AnswerForm,
    EarlierEnd,
    ProposeForm,
    TakeBackForm,
    answer,
    earlier_end_of,
    looked_at,
    proposal,
    taking_back,
)
from services.web.pages.sending import ProcessPage
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_END: Final = "terminate_process"


@router.get("/processes/{number}/earlier-end")
async def show(visit: SignedIn, number: str, last_day: str | None = None) -> HTMLResponse:
    """With a day: what it would come to."""
    process = await _own(visit, number)
    return await _page(visit, process, await earlier_end_of(visit, process, looked_at(last_day)))


@router.post("/processes/{number}/earlier-end")
async def propose(
    visit: SignedIn, number: str, form: Annotated[Filled[ProposeForm], Depends(filled(ProposeForm))]
) -> Response:
    page, shown = await _pressed(visit, number, form)
    return await page.send(
        form,
        lambda typed: proposal(visit, page.process_id, shown, typed),
        said=_("The other parties have been asked."),
    )


@router.post("/processes/{number}/earlier-end/answer")
async def answered(
    visit: SignedIn, number: str, form: Annotated[Filled[AnswerForm], Depends(filled(AnswerForm))]
) -> Response:
    page, shown = await _pressed(visit, number, form)
    return await page.send(
        form,
        lambda typed: answer(visit, page.process_id, shown, typed),
        said=_("Your answer is kept."),
        then="",
    )


@router.post("/processes/{number}/earlier-end/take-back")
async def taken_back(
    visit: SignedIn, number: str, form: Annotated[Filled[TakeBackForm], Depends(filled(TakeBackForm))]
) -> Response:
    page, shown = await _pressed(visit, number, form)
    return await page.send(
        form,
        lambda typed: taking_back(visit, page.process_id, shown, typed),
        said=_("The proposal is taken back, and the others are told."),
    )


async def _pressed(visit: Visit, number: str, form: Filled[Any]) -> tuple[ProcessPage, EarlierEndShown]:
    process = await _own(visit, number)
    seen = await earlier_end_of(visit, process, form)
    return ProcessPage(visit, process, "earlier-end", lambda _: _page(visit, process, seen, 422)), seen.shown


async def _own(visit: Visit, number: str) -> Process:
    visit.must(_END)
    return await find_process(visit, number)


async def _page(visit: Visit, process: Process, seen: EarlierEnd, status: int = 200) -> HTMLResponse:
    form: Filled[Any] = seen.form
    return await visit.page("earlier_end/show.html", status, process=process, seen=seen, form=form)
