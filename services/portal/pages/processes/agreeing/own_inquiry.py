"""Who asks puts the inquiry right, asks it back, or confirms what was entered for them, as long as that may be done."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.intake import ConfirmInquiry, WithdrawInquiry
from services.messages.values import LongText
from services.portal.pages.processes.own_process import Process, find_process
from services.portal.pages.public.drafts import About
from services.portal.pages.public.entering import correcting
from services.web.http.errors import NotFound, Over
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_command, send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()


class WithdrawForm(Form):
    reason: LongText = ""


@router.post("/processes/{number}/edit")
async def edit(visit: SignedIn, number: str) -> Response:
    """Opens the inquiry's form as it was sent."""
    process = await find_process(visit, number)
    if not process.inquiry.may_change:
        raise Over(f"/processes/{process.number}")
    return await correcting(visit, process.process_id, About(by_id=visit.person_id))


@router.get("/processes/{number}/confirm")
async def entered(visit: SignedIn, number: str) -> HTMLResponse:
    """As the mailed link shows it, whose life may be over."""
    process = await _entered_for(visit, number)
    address = f"/processes/{process.number}/confirm"
    return await visit.page("inquiry/confirm.html", at=address, inquiry=process.inquiry)


@router.post("/processes/{number}/confirm")
async def confirm(visit: SignedIn, number: str) -> Response:
    process = await _entered_for(visit, number)
    return await send_command(
        visit,
        ConfirmInquiry(process_id=process.process_id, person_id=visit.person_id, as_of=visit.now),
        then=f"/processes/{process.number}",
        said=_("You have confirmed it."),
        process_id=process.process_id,
    )


@router.get("/processes/{number}/withdraw")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    return await _page(visit, await _withdrawable(visit, number), Filled[WithdrawForm]())


@router.post("/processes/{number}/withdraw")
async def withdraw(
    visit: SignedIn, number: str, form: Annotated[Filled[WithdrawForm], Depends(filled(WithdrawForm))]
) -> Response:
    """Withdrawn in another tab already, it is the same once more, or the owner says why not."""
    process = await find_process(visit, number)
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
        said=_("The inquiry is withdrawn. Nothing more happens with it."),
        shown_again=lambda: _again(visit, number, form),
        process_id=process.process_id,
    )


async def _entered_for(visit: Visit, number: str) -> Process:
    """Raises NotFound where it was not, or for somebody else."""
    process = await find_process(visit, number)
    inquiry = process.inquiry
    if not inquiry.entered_by or inquiry.contact_id != visit.person_id:
        raise NotFound
    return process


async def _withdrawable(visit: Visit, number: str) -> Process:
    process = await find_process(visit, number)
    if not process.inquiry.may_withdraw:
        raise Over(f"/processes/{process.number}")
    return process


async def _again(visit: Visit, number: str, form: Filled[WithdrawForm]) -> HTMLResponse:
    return await _page(visit, await _withdrawable(visit, number), form, 422)


async def _page(
    visit: Visit, process: Process, form: Filled[WithdrawForm], status: int = 200
) -> HTMLResponse:
    return await visit.page("process/withdraw.html", status, process=process, form=form)
