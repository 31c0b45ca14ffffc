"""A process is paused and goes on: by its supervisor, or by a coordinator for the party that has said so."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.processes.process_access import process_to
from services.messages.intake import InquiryCard
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.pausing import (
    PauseForm,
    Pausing,
    ResumeForm,
    pause_order,
    pausing_of,
    resume_order,
)
from services.web.pages.sending import ProcessPage
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_PAUSE: Final = "pause_process"


@router.get("/processes/{number}/pause")
async def show(
    visit: SignedIn,
    number: str,
    from_day: str | None = None,
    until_day: str | None = None,
    pause_from: str | None = None,
    on: str | None = None,
    by: str | None = None,
) -> HTMLResponse:
    """With days: what they would come to. A coordinator reads why it is paused."""
    process = await process_to(visit, _PAUSE, number)
    await visit.note("opened_process", process.process_id)
    asked = {"from_day": from_day, "until_day": until_day, "pause_from": pause_from, "on": on, "by": by}
    pausing = await pausing_of(visit, process, asked)
    return await _page(visit, process, pausing, Filled[PauseForm]())


@router.post("/processes/{number}/pause")
async def pause(
    visit: SignedIn, number: str, form: Annotated[Filled[PauseForm], Depends(filled(PauseForm))]
) -> Response:
    page, pausing = await _pressed(visit, number, form)
    return await page.send(
        form,
        lambda typed: pause_order(visit, page.process_id, pausing.shown, typed),
        said=_("The pause is written down. Everybody is told."),
    )


@router.post("/processes/{number}/resume")
async def resume(
    visit: SignedIn, number: str, form: Annotated[Filled[ResumeForm], Depends(filled(ResumeForm))]
) -> Response:
    page, pausing = await _pressed(visit, number, form)
    return await page.send(
        form,
        lambda typed: resume_order(visit, page.process_id, pausing, typed),
        said=_("The pause is called off. Everybody is told.")
        if pausing.calls_off
        else _("The process goes on. Everybody is told."),
    )


async def _pressed(visit: Visit, number: str, form: Filled[Any]) -> tuple[ProcessPage, Pausing]:
    process = await process_to(visit, _PAUSE, number)
    pausing = await pausing_of(visit, process, form.values)
    page = ProcessPage(visit, process, "pause", lambda form: _page(visit, process, pausing, form, 422))
    return page, pausing


async def _page(
    visit: Visit, process: InquiryCard, pausing: Pausing, form: Filled[Any], status: int = 200
) -> HTMLResponse:
    return await visit.page("pausing/show.html", status, process=process, pausing=pausing, form=form)
