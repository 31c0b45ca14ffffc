"""An inquiry is entered for somebody on the telephone, put right, or withdrawn for them."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.console.pages.processes.process_access import people_of, process_to
from services.messages.intake import InquiryCard, ListInquiryChanges, SealEnteringLink, WithdrawInquiry
from services.messages.values import LongText
from services.web.http.errors import Over
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_CHANGE: Final = "change_inquiry"
_WITHDRAW: Final = "withdraw_inquiry"
_WITHDRAWN = _("The inquiry is withdrawn. Who asked is told.")
_WITHDRAWN_AS_TEST = _("The inquiry is withdrawn as a test. Nobody gets a letter about it.")


class WithdrawForm(Form):
    reason: LongText = ""
    is_test: bool = False


@router.get("/inquiries/new")
async def new(visit: SignedIn) -> Response:
    """To the form that customers fill in, opened in the coordinator's name."""
    visit.must(_CHANGE)
    return await _to_the_form(visit, None)


@router.get("/processes/{number}/correct")
async def correct(visit: SignedIn, number: str) -> Response:
    process = await process_to(visit, _CHANGE, number)
    if not process.may_change:
        raise Over(f"/processes/{process.number}/inquiry")
    return await _to_the_form(visit, process.process_id)


@router.get("/processes/{number}/inquiry")
async def show(visit: SignedIn, number: str, test: bool = False) -> HTMLResponse:
    """What has become of it, and what can be done about it. test: with that it was one, to be withdrawn."""
    process = await process_to(visit, _CHANGE, number)
    return await _page(visit, process, Filled[WithdrawForm]({"is_test": "true"} if test else {}))


@router.post("/processes/{number}/inquiry")
async def withdraw(
    visit: SignedIn, number: str, form: Annotated[Filled[WithdrawForm], Depends(filled(WithdrawForm))]
) -> Response:
    process = await process_to(visit, _WITHDRAW, number)
    return await send_form(
        visit,
        form,
        lambda typed: WithdrawInquiry(
            process_id=process.process_id,
            reason=typed.reason,
            is_test=typed.is_test,
            withdrawn_by=visit.person_id,
            as_of=visit.now,
        ),
        then=f"/processes/{process.number}/inquiry",
        said=lambda _done: visit.text(_WITHDRAWN_AS_TEST if form.data.is_test else _WITHDRAWN),
        shown_again=lambda: _page(visit, process, form, 422),
        process_id=process.process_id,
    )


async def _to_the_form(visit: Visit, process_id: UUID | None) -> RedirectResponse:
    link = await visit.ask(SealEnteringLink(process_id=process_id, viewer=visit.viewer))
    return RedirectResponse(f"{visit.door.settings.portal_url.rstrip('/')}/enter/{link.token}", 303)


async def _page(
    visit: Visit, process: InquiryCard, form: Filled[WithdrawForm], status: int = 200
) -> HTMLResponse:
    query = ListInquiryChanges(process_id=process.process_id, viewer=visit.viewer)
    changes = (await visit.ask(query)).changes
    people = await people_of(visit, [process.entered_by, *(one.changed_by for one in changes)])
    return await visit.page(
        "inquiry/show.html", status, process=process, changes=changes, people=people, form=form
    )
