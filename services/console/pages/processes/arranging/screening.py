"""Is it supervision? What was asked, what the rule suggests and why; a coordinator decides."""

from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.processes.process_access import people_of, process_to
from services.messages.intake import (
    CustomerFound,
    DecideScreening,
    InquiryCard,
    ScreeningOutcome,
    ShowCustomerFound,
    TypedFacts,
)
from services.messages.names import TitleText
from services.messages.values import LongText, Version
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

Place = Literal["whole", "new"] | UUID
router = APIRouter()
_ACTION: Final = "decide_screening"


class DecisionForm(Form):
    """place: for whom supervision is: the whole organisation, a department of it (its id), or a new department."""

    outcome: ScreeningOutcome
    reason: LongText = ""
    place: Place | None = None
    organisation_name: TitleText | None = None
    department_name: TitleText | None = None
    typed_facts: TypedFacts | None = None
    revision: Version | None = None


@router.get("/processes/{number}/screening")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await process_to(visit, _ACTION, number)
    await visit.note("opened_process", process.process_id)
    return await _page(visit, process, Filled[DecisionForm](_usual(process, await _found(visit, process))))


@router.post("/processes/{number}/screening")
async def decide(
    visit: SignedIn, number: str, form: Annotated[Filled[DecisionForm], Depends(filled(DecisionForm))]
) -> Response:
    process = await process_to(visit, _ACTION, number)
    is_supervision = form.is_valid and form.data.outcome is ScreeningOutcome.SUPERVISION
    found = await _found(visit, process)
    if is_supervision and found:
        _check_place(form, found)
    return await send_form(
        visit,
        form,
        lambda typed: DecideScreening(
            process_id=process.process_id,
            outcome=typed.outcome,
            reason=typed.reason,
            revision=typed.revision,
            **_placed(typed, found),
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


def _usual(process: InquiryCard, found: CustomerFound | None) -> dict[str, Any]:
    """A new organisation is the whole of it; of a known one, nothing is chosen beforehand."""
    known = found and found.organisation
    return {} if known else {"organisation_name": process.organisation_name, "place": "whole"}


def _check_place(form: Filled[DecisionForm], found: CustomerFound) -> None:
    if form.data.place is None and found.organisation:
        form.refuse("place", _("Choose for whom it is."))
    if form.data.place == "new" and not form.data.department_name:
        form.refuse("department_name", _("Name the department."))


def _placed(typed: DecisionForm, found: CustomerFound | None) -> dict[str, Any]:
    if typed.outcome is not ScreeningOutcome.SUPERVISION or found is None:
        return {}
    return {
        "organisation_name": None if found.organisation else typed.organisation_name,
        "department_id": typed.place if isinstance(typed.place, UUID) else None,
        "department_name": typed.department_name if typed.place == "new" else None,
        "typed_facts": typed.typed_facts,
    }


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
        found=await _found(visit, process),
        outcomes=list(ScreeningOutcome),
        form=form,
    )


async def _found(visit: Visit, process: InquiryCard) -> CustomerFound | None:
    """None once it is decided: then what is known of the customer is no longer compared."""
    if process.outcome or process.renews:
        return None
    return await visit.ask(ShowCustomerFound(process_id=process.process_id, viewer=visit.viewer))
