"""A process is ended without notice: by its supervisor, or by a coordinator for whom it was; and that is confirmed."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.processes.ending import terminating
from services.console.pages.processes.process_access import process_to
from services.messages.contracts import ConfirmEnding, EndAtOnce
from services.messages.intake import InquiryCard
from services.messages.values import LongText
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.ending import AtOnceForm, Ending, ending_at_once, order_at_once
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_END: Final = "terminate_process"


class ConfirmForm(Form):
    charges: Literal["yes", "no"]
    ground: LongText = ""


@router.get("/processes/{number}/end-at-once")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await process_to(visit, _END, number)
    await visit.note("opened_process", process.process_id)
    ending = await ending_at_once(visit, process)
    return await _page(visit, process, ending, Filled[AtOnceForm]())


@router.post("/processes/{number}/end-at-once")
async def end(
    visit: SignedIn, number: str, form: Annotated[Filled[AtOnceForm], Depends(filled(AtOnceForm))]
) -> Response:
    process = await process_to(visit, _END, number)
    ending = await ending_at_once(visit, process)

    def command(typed: AtOnceForm) -> EndAtOnce:
        return order_at_once(visit, process.process_id, ending, typed)

    return await send_form(
        visit,
        form,
        command,
        then=f"/processes/{process.number}/terminate",
        said=_("The contract has ended. Everybody is told."),
        shown_again=lambda: _page(visit, process, ending, form, 422),
        process_id=process.process_id,
    )


@router.post("/processes/{number}/end-at-once/confirm")
async def confirm(
    visit: SignedIn, number: str, form: Annotated[Filled[ConfirmForm], Depends(filled(ConfirmForm))]
) -> Response:
    process = await process_to(visit, "confirm_ending", number)

    def command(typed: ConfirmForm) -> ConfirmEnding:
        return ConfirmEnding(
            process_id=process.process_id,
            charges=typed.charges == "yes",
            ground=typed.ground,
            confirmed_by=visit.person_id,
            as_of=visit.now,
        )

    return await send_form(
        visit,
        form,
        command,
        then=f"/processes/{process.number}/terminate",
        said=_("The end is confirmed."),
        shown_again=lambda: terminating.shown_again(visit, process, form),
        process_id=process.process_id,
    )


async def _page(
    visit: Visit, process: InquiryCard, ending: Ending, form: Filled[AtOnceForm], status: int = 200
) -> HTMLResponse:
    return await visit.page("at_once/show.html", status, process=process, ending=ending, form=form)
