"""Who has sent an inquiry puts it right, or asks it back, for as long as that may be done."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.intake import WithdrawInquiry
from services.messages.values import LongText
from services.portal.pages.processes.own_process import Process, find_process
from services.portal.pages.public.drafts import About
from services.portal.pages.public.entering import correcting
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()


class WithdrawForm(Form):
    reason: LongText = ""


@router.post("/processes/{number}/edit")
async def edit(visit: SignedIn, number: str) -> Response:
    """Opens the inquiry's form as it was sent."""
    process = await find_process(visit, number)
    if not process.inquiry.may_change:
        raise NotFound
    return await correcting(visit, process.process_id, About(by_id=visit.person_id))


@router.get("/processes/{number}/withdraw")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    return await _page(visit, await _withdrawable(visit, number), Filled[WithdrawForm]())


@router.post("/processes/{number}/withdraw")
async def withdraw(
    visit: SignedIn, number: str, form: Annotated[Filled[WithdrawForm], Depends(filled(WithdrawForm))]
) -> Response:
    process = await _withdrawable(visit, number)
    return await send_form(
        visit,
        form,
        lambda typed: WithdrawInquiry(
            process_id=process.process_id,
            reason=typed.reason,
            withdrawn_by=visit.person_id,
            as_of=visit.now,
        ),
        then=f"/processes/{process.number}",
        said=_("The inquiry is asked back. Nothing more happens with it."),
        shown_again=lambda: _page(visit, process, form, 422),
        process_id=process.process_id,
    )


async def _withdrawable(visit: Visit, number: str) -> Process:
    process = await find_process(visit, number)
    if not process.inquiry.may_withdraw:
        raise NotFound
    return process


async def _page(
    visit: Visit, process: Process, form: Filled[WithdrawForm], status: int = 200
) -> HTMLResponse:
    return await visit.page("process/withdraw.html", status, process=process, form=form)
