"""A process is ended before its last day: by the commissioner, or by who signs for the supervisees."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.contracts import TerminateProcess
from services.portal.pages.processes.own_process import Process, find_process, trial_of
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.ending import Ending, EndingForm, ending_of, order
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_END: Final = "terminate_process"


@router.get("/processes/{number}/terminate")
async def show(visit: SignedIn, number: str) -> Response:
    """Also after it was ended: until when, and by whom. A trial before the contract ends on its own page."""
    visit.must(_END)
    process = await find_process(visit, number)
    is_signed = process.contract is not None and process.contract.status == "signed"
    if not is_signed and await trial_of(visit, process):
        return await visit.go(f"/processes/{process.number}/trial")
    ending = await ending_of(visit, process)
    return await _page(visit, process, ending, Filled[EndingForm]())


@router.post("/processes/{number}/terminate")
async def terminate(
    visit: SignedIn, number: str, form: Annotated[Filled[EndingForm], Depends(filled(EndingForm))]
) -> Response:
    process, ending = await _own(visit, number)
    process_id = process.process_id

    def command(typed: EndingForm) -> TerminateProcess:
        return order(visit, process_id, ending, typed)

    return await send_form(
        visit,
        form,
        command,
        then=f"/processes/{process.number}/terminate",
        said=_("The contract is terminated. Everybody is told."),
        shown_again=lambda: _page(visit, process, ending, form, 422),
        process_id=process_id,
    )


async def _own(visit: Visit, number: str) -> tuple[Process, Ending]:
    visit.must(_END)
    process = await find_process(visit, number)
    return process, await ending_of(visit, process)


async def _page(
    visit: Visit, process: Process, ending: Ending, form: Filled[EndingForm], status: int = 200
) -> HTMLResponse:
    return await visit.page("terminating/show.html", status, process=process, ending=ending, form=form)
