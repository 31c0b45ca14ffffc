"""A process is ended without notice: by who acts for the supervisees, or by the commissioner of a lapsed supervisor."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.contracts import EndAtOnce
from services.portal.pages.processes.own_process import Process, find_process
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.ending import AtOnceForm, Ending, ending_at_once, order_at_once
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_END: Final = "terminate_process"


@router.get("/processes/{number}/end-at-once")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process, ending = await _own(visit, number)
    return await _page(visit, process, ending, Filled[AtOnceForm]())


@router.post("/processes/{number}/end-at-once")
async def end(
    visit: SignedIn, number: str, form: Annotated[Filled[AtOnceForm], Depends(filled(AtOnceForm))]
) -> Response:
    process, ending = await _own(visit, number)
    process_id = process.process_id

    def command(typed: AtOnceForm) -> EndAtOnce:
        return order_at_once(visit, process_id, ending, typed)

    return await send_form(
        visit,
        form,
        command,
        then=f"/processes/{process.number}/terminate",
        said=_("The contract has ended. Everybody is told."),
        shown_again=lambda: _page(visit, process, ending, form, 422),
        process_id=process_id,
    )


async def _own(visit: Visit, number: str) -> tuple[Process, Ending]:
    visit.must(_END)
    process = await find_process(visit, number)
    return process, await ending_at_once(visit, process)


async def _page(
    visit: Visit, process: Process, ending: Ending, form: Filled[AtOnceForm], status: int = 200
) -> HTMLResponse:
    return await visit.page("at_once/show.html", status, process=process, ending=ending, form=form)
