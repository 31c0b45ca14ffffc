"""Conflicts of interest: a coordinator asks or enters what was said, a supervisor answers for themselves."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.board.queries.waiting_interests import hindering
from services.console.pages.processes.process_access import people_of, process_to
from services.messages.intake import (
    AskForInterest,
    DeclareInterest,
    InquiryCard,
    InterestAskedOf,
    ShowInterestAsked,
    ShowInterests,
)
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.interest import InterestForm, interest_of
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_ACTION: Final = "match"
_Typed = Annotated[Filled[InterestForm], Depends(filled(InterestForm))]


class AskForm(Form):
    supervisor_id: UUID


@router.post("/matching/{number}/interests")
async def ask(
    visit: SignedIn, number: str, form: Annotated[Filled[AskForm], Depends(filled(AskForm))]
) -> Response:
    process = await process_to(visit, _ACTION, number)

    async def nothing_to_show() -> Response:
        raise NotFound

    return await send_form(
        visit,
        form,
        lambda typed: AskForInterest(
            process_id=process.process_id,
            supervisor_id=typed.supervisor_id,
            asked_by=visit.person_id,
            as_of=visit.now,
        ),
        then=await _back(visit, process),
        said=_("The supervisor is asked by letter, and answers on their own page."),
        shown_again=nothing_to_show,
        process_id=process.process_id,
        about=lambda _asked: form.data.supervisor_id,
    )


@router.get("/matching/{number}/interests/{supervisor_id}")
async def show_entering(visit: SignedIn, number: str, supervisor_id: UUID) -> HTMLResponse:
    process = await process_to(visit, _ACTION, number)
    found = await visit.ask(ShowInterests(process_id=process.process_id, viewer=visit.viewer))
    said = next((one.interest for one in found.cards if one.supervisor_id == supervisor_id), None)
    values = said.model_dump(mode="json", exclude_none=True) if said else {}
    return await _entering(visit, process, supervisor_id, Filled[InterestForm](values))


@router.post("/matching/{number}/interests/{supervisor_id}")
async def enter(visit: SignedIn, number: str, supervisor_id: UUID, form: _Typed) -> Response:
    process = await process_to(visit, _ACTION, number)
    return await send_form(
        visit,
        form,
        lambda typed: _order(visit, process.process_id, supervisor_id, typed),
        then=await _back(visit, process),
        said=_("What the supervisor said is recorded."),
        shown_again=lambda: _entering(visit, process, supervisor_id, form, 422),
        process_id=process.process_id,
        about=lambda _said: supervisor_id,
    )


@router.get("/interests/{process_id}")
async def show_own(visit: SignedIn, process_id: UUID) -> HTMLResponse:
    asked = await _asked(visit, process_id)
    values = asked.declared.model_dump(mode="json", exclude_none=True) if asked.declared else {}
    return await visit.page("interests/own.html", asked=asked, form=Filled[InterestForm](values))


@router.post("/interests/{process_id}")
async def declare(visit: SignedIn, process_id: UUID, form: _Typed) -> Response:
    asked = await _asked(visit, process_id)
    return await send_form(
        visit,
        form,
        lambda typed: _order(visit, process_id, visit.person_id, typed),
        then="/",
        said=_("Thank you. The coordinator has your answer."),
        shown_again=lambda: visit.page("interests/own.html", 422, asked=asked, form=form),
        process_id=process_id,
    )


async def _back(visit: Visit, process: InquiryCard) -> str:
    """To where the supervisor is chosen, for the first time or as another one, or what they told is decided about."""
    async with visit.transaction() as db:
        if await hindering(db, process.process_id):
            return f"/processes/{process.number}/interest"
    page = f"/processes/{process.number}/supervisor"
    return f"/matching/{process.number}" if process.may_match else page


async def _asked(visit: Visit, process_id: UUID) -> InterestAskedOf:
    visit.must("declare_interest")
    return await visit.ask(ShowInterestAsked(process_id=process_id, viewer=visit.viewer))


async def _entering(
    visit: Visit, process: InquiryCard, supervisor_id: UUID, form: Filled[InterestForm], status: int = 200
) -> HTMLResponse:
    people = await people_of(visit, [supervisor_id])
    if supervisor_id not in people:
        raise NotFound
    return await visit.page(
        "interests/enter.html",
        status,
        process=process,
        supervisor=people[supervisor_id],
        back_to=await _back(visit, process),
        form=form,
    )


def _order(visit: Visit, process_id: UUID, supervisor_id: UUID, typed: InterestForm) -> DeclareInterest:
    return DeclareInterest(
        process_id=process_id,
        supervisor_id=supervisor_id,
        interest=interest_of(typed),
        declared_by=visit.person_id,
        as_of=visit.now,
    )
