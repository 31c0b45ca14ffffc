"""A coordinator proposes a new member of a group, on the members' word: each of them is asked, and the newcomer."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.processes.changes.group import newcomers_of
from services.console.pages.processes.process_access import process_to
from services.messages.contracts import Newcomers, ShowContract
from services.messages.intake import InquiryCard
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.web.http.errors import Over
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.joining import NewcomerForm, proposing
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_PROPOSE: Final = "propose_member"


@router.get("/processes/{number}/group/newcomer")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process, shown = await _open(visit, number)
    return await _page(visit, process, shown, Filled[NewcomerForm]({"language": visit.language}))


@router.post("/processes/{number}/group/newcomer")
async def propose(
    visit: SignedIn, number: str, form: Annotated[Filled[NewcomerForm], Depends(filled(NewcomerForm))]
) -> Response:
    """Contracts is asked before anybody is entered in the directory."""
    process = await process_to(visit, _PROPOSE, number)
    if why_not := (await newcomers_of(visit, process.process_id)).why_not:
        raise Refusal(why_not)

    async def shown_again() -> HTMLResponse:
        return await _page(visit, *await _open(visit, number), form, 422)

    return await send_form(
        visit,
        form,
        lambda typed: proposing(visit, process.process_id, typed),
        then=f"/processes/{process.number}#group",
        said=_("The members are asked. When every one of them has agreed, the newcomer is asked too."),
        shown_again=shown_again,
        process_id=process.process_id,
    )


async def _open(visit: Visit, number: str) -> tuple[InquiryCard, Newcomers]:
    """Where nobody more can join, on to the group."""
    process = await process_to(visit, _PROPOSE, number)
    shown = await newcomers_of(visit, process.process_id)
    if not shown.may_propose:
        raise Over(f"/processes/{process.number}")
    return process, shown


async def _page(
    visit: Visit, process: InquiryCard, shown: Newcomers, form: Filled[NewcomerForm], status: int = 200
) -> HTMLResponse:
    contract = await visit.ask(ShowContract(process_id=process.process_id, viewer=visit.viewer))
    return await visit.page(
        "newcomer/show.html",
        status,
        process=process,
        shown=shown,
        form=form,
        tomorrow=local_date(visit.now) + timedelta(days=1),
        last=contract.terms.ends_on,
    )
