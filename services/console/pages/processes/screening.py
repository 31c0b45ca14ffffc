"""Is it supervision? What was asked, what the rule suggests and why; a coordinator decides."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.processes.process_access import people_of, process_to
from services.messages.intake import DecideScreening, InquiryCard, ScreeningOutcome
from services.messages.values import LongText
from services.web.pages.forms import Filled, Form, described, filled
from services.web.pages.languages import marked as _
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
    done = await form.carry_out(
        lambda typed: visit.ask(
            DecideScreening(
                process_id=process.process_id,
                outcome=typed.outcome,
                reason=typed.reason,
                decided_by=visit.person_id,
                as_of=visit.now,
            )
        )
    )
    if done is None:
        return await _page(visit, process, form, 422)
    await visit.note("decided_screening", process.process_id)
    if form.data.outcome is ScreeningOutcome.SUPERVISION:
        said = visit.text(_("It is supervision. Choose the supervisor next."))
        return await visit.go(f"/matching/{process.number}", said)
    return await visit.go(
        f"/processes/{process.number}", visit.text(_("The inquiry is closed, and the answer is mailed."))
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
