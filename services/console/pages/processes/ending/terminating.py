"""A process is ended before its last day: by its supervisor, or by a coordinator for the party that has said so."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.processes.process_access import process_to
from services.messages.billing import DraftItem, ListDraftItems
from services.messages.contracts import TerminateProcess
from services.messages.intake import InquiryCard
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.ending import Ending, EndingForm, ending_of, order
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_END: Final = "terminate_process"


@router.get("/processes/{number}/terminate")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    """Also after it was ended; a coordinator reads why."""
    process = await process_to(visit, _END, number)
    await visit.note("opened_process", process.process_id)
    ending = await ending_of(visit, process)
    return await _page(visit, process, ending, Filled[EndingForm]())


@router.post("/processes/{number}/terminate")
async def terminate(
    visit: SignedIn, number: str, form: Annotated[Filled[EndingForm], Depends(filled(EndingForm))]
) -> Response:
    process = await process_to(visit, _END, number)
    ending = await ending_of(visit, process)

    def command(typed: EndingForm) -> TerminateProcess:
        return order(visit, process.process_id, ending, typed)

    return await send_form(
        visit,
        form,
        command,
        then=f"/processes/{process.number}/terminate",
        said=_("The contract is terminated. Everybody is told."),
        shown_again=lambda: _page(visit, process, ending, form, 422),
        process_id=process.process_id,
    )


async def shown_again(visit: Visit, process: InquiryCard, form: Filled[Any]) -> HTMLResponse:
    """With what was not right about confirming it."""
    return await _page(visit, process, await ending_of(visit, process), form, 422)


async def _page(
    visit: Visit, process: InquiryCard, ending: Ending, form: Filled[Any], status: int = 200
) -> HTMLResponse:
    late = await _late(visit, process) if ending.termination.may_confirm else []
    return await visit.page(
        "terminating/show.html", status, process=process, ending=ending, form=form, late=late
    )


async def _late(visit: Visit, process: InquiryCard) -> list[DraftItem]:
    """What was called off within the contract's notice, and costs something if it is paid for."""
    asked = ListDraftItems(viewer=visit.viewer, process_id=process.process_id, unconfirmed=True)
    return (await visit.ask(asked)).items
