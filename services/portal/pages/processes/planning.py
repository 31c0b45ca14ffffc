"""The days that are proposed for the sessions: whoever acts for those who meet confirms them, or asks for others."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.messages.sessions import AskOtherPlan, ConfirmPlan, PlanShown, ShowPlan
from services.portal.pages.mine.gathering import in_other_roles
from services.portal.pages.processes.own_process import Process, find_process, or_nothing
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import ProcessPage
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
Revision = Annotated[int, Field(ge=1, le=10_000)]


class ConfirmForm(Form):
    """revision: of the plan that was shown."""

    revision: Revision


class OtherForm(ConfirmForm):
    wish: Annotated[str, Field(min_length=1, max_length=4000)]


@router.get("/processes/{number}/plan")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process, plan = await _own(visit, number)
    return await _page(visit, process, plan, Filled[ConfirmForm]())


@router.post("/processes/{number}/plan")
async def confirm(
    visit: SignedIn, number: str, form: Annotated[Filled[ConfirmForm], Depends(filled(ConfirmForm))]
) -> Response:
    page = await _answered(visit, number)
    return await page.send(
        form,
        lambda typed: ConfirmPlan(process_id=page.process_id, **_answer(visit, typed)),
        said=_("The plan is confirmed. Everybody gets an invitation."),
        then="schedule",
    )


@router.post("/processes/{number}/plan/other")
async def ask_otherwise(
    visit: SignedIn, number: str, form: Annotated[Filled[OtherForm], Depends(filled(OtherForm))]
) -> Response:
    page = await _answered(visit, number)
    return await page.send(
        form,
        lambda typed: AskOtherPlan(process_id=page.process_id, wish=typed.wish, **_answer(visit, typed)),
        said=_("Your wish is with those who plan. You get a mail when other days are proposed."),
    )


def _answer(visit: Visit, typed: ConfirmForm) -> dict[str, Any]:
    return {"revision": typed.revision, "person_id": visit.person_id, "as_of": visit.now}


async def plan_of(visit: Visit, process: Process) -> PlanShown | None:
    """None before the contract is signed."""
    query = ShowPlan(process_id=process.process_id, viewer=visit.viewer, as_of=visit.now)
    return await or_nothing(visit.ask(query), "unknown_process")


async def _answered(visit: Visit, number: str) -> ProcessPage:
    visit.must("confirm_plan")
    process, plan = await _own(visit, number)
    return ProcessPage(visit, process, "plan", lambda form: _page(visit, process, plan, form, 422))


async def _own(visit: Visit, number: str) -> tuple[Process, PlanShown]:
    process = await find_process(visit, number)
    plan = await plan_of(visit, process)
    if plan is None:
        raise NotFound
    return process, plan


async def _page(
    visit: Visit,
    process: Process,
    plan: PlanShown,
    form: Filled[Any],
    status: int = 200,
) -> HTMLResponse:
    elsewhere = await in_other_roles(visit, process)
    return await visit.page(
        "planning/show.html", status, process=process, plan=plan, form=form, elsewhere=elsewhere
    )
