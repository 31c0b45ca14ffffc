"""Is it supervision? What was asked, what the rule suggests and why; a coordinator decides."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.processes.process_access import people_of, process_to
from services.messages.intake import DecideScreening, InquiryCard, ScreeningOutcome
from services.messages.values import LongText
from services.web.pages.forms import Filled, Form, described, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_ACTION = "decide_screening"


class DecisionForm(Form):
    outcome: ScreeningOutcome
    reason: LongText = ""


@router.get("/processes/{number}/screening")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await process_to(visit, _ACTION, number)
    await visit.note("opened_process", process.process_id)
    return await _page(visit, process, Filled[DecisionForm]())


@router.post("/processes/{number}/screening", openapi_extra=described(DecisionForm))
async def decide(
    visit: SignedIn, number: str, form: Annotated[Filled[DecisionForm], Depends(filled(DecisionForm))]
) -> Response:
    process = await process_to(visit, _ACTION, number)
    is_supervision = form.is_valid and form.data.outcome is ScreeningOutcome.SUPERVISION
    return await send_form(
        visit,
        form,
        lambda typed: DecideScreening(
            process_id=process.process_id,
            outcome=typed.outcome,
            reason=typed.reason,
            decided_by=visit.person_id,
            as_of=visit.now,
        ),
        then=f"/matching/{process.number}" if is_supervision else f"/processes/{process.number}",
        said=_("It is supervision. Choose the supervisor next.")
        if is_supervision
        else _("The inquiry is closed, and the answer is mailed."),
        shown_again=lambda: _page(visit, process, form, 422),
        process_id=process.process_id,
    )


async def _page(
    visit: Visit, process: InquiryCard, form: Filled[DecisionForm], status: int = 200
) -> HTMLResponse:
    people = await people_of(visit, [process.contact_id])
    contact = people.get(process.contact_id) if process.contact_id else None
    return await visit.page(
        "screening/show.html",
        status,
        process=process,
        contact=contact,
        outcomes=list(ScreeningOutcome),
        form=form,
    )
