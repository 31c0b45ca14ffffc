"""The trial before the contract: everybody says yes to it; whoever acts for the supervisees says whether it goes on."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.messages.contracts import (
    AgreeToTrial,
    SayTrialDecision,
    ShowTrialPaper,
    TrialShown,
    TrialWord,
)
from services.messages.policy import Right
from services.portal.pages.mine.gathering import in_other_roles
from services.portal.pages.processes.own_process import Process, find_process, people_of, trial_of
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.trial import NOTED, NoForm, no_of
from services.web.pages.sending import ProcessPage
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()


class AgreeForm(Form):
    """revision: of the agreement that was read."""

    revision: Annotated[int, Field(ge=1, le=10_000)]


class DecisionForm(Form):
    word: TrialWord
    members_heard: bool = False


@router.get("/processes/{number}/trial")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process, trial = await _own(visit, number)
    return await _page(visit, process, trial, Filled[AgreeForm]())


@router.post("/processes/{number}/trial")
async def agree(
    visit: SignedIn, number: str, form: Annotated[Filled[AgreeForm], Depends(filled(AgreeForm))]
) -> Response:
    page = await _pressed(visit, number, "agree_to_trial")
    return await page.send(
        form,
        lambda typed: AgreeToTrial(
            process_id=page.process_id,
            revision=typed.revision,
            person_id=visit.person_id,
            as_of=visit.now,
        ),
        said=_("Your consent is recorded. The sessions are booked when everybody has consented."),
    )


@router.post("/processes/{number}/trial/no")
async def decline(
    visit: SignedIn, number: str, form: Annotated[Filled[NoForm], Depends(filled(NoForm))]
) -> Response:
    page = await _pressed(visit, number, "agree_to_trial")
    by = (page.process_id, visit.person_id, visit.now)
    return await page.send(form, lambda typed: no_of(typed, *by), said=NOTED)


@router.post("/processes/{number}/trial/decision")
async def decide(
    visit: SignedIn, number: str, form: Annotated[Filled[DecisionForm], Depends(filled(DecisionForm))]
) -> Response:
    page = await _pressed(visit, number, "decide_trial")
    return await page.send(
        form,
        lambda typed: SayTrialDecision(
            process_id=page.process_id,
            word=typed.word,
            members_heard=typed.members_heard,
            person_id=visit.person_id,
            as_of=visit.now,
        ),
        said=_("Your answer is recorded."),
    )


async def _pressed(visit: Visit, number: str, action: Right) -> ProcessPage:
    visit.must(action)
    process, trial = await _own(visit, number)
    return ProcessPage(visit, process, "trial", lambda form: _page(visit, process, trial, form, 422))


async def _own(visit: Visit, number: str) -> tuple[Process, TrialShown]:
    process = await find_process(visit, number)
    trial = await trial_of(visit, process)
    if trial is None:
        raise NotFound
    return process, trial


async def _page(
    visit: Visit,
    process: Process,
    trial: TrialShown,
    form: Filled[Any],
    status: int = 200,
) -> HTMLResponse:
    supervisor_id = trial.parties.supervisor_id  # also where it has another one by now
    decides = trial.decider_id or supervisor_id
    people = await people_of(visit, [supervisor_id, decides])
    return await visit.page(
        "trial/show.html",
        status,
        process=process,
        trial=trial,
        paper=await visit.ask(ShowTrialPaper(process_id=process.process_id, viewer=visit.viewer)),
        supervisor=people.get(supervisor_id),
        decider=people.get(decides) if trial.decider_id else None,
        form=form,
        elsewhere=await in_other_roles(visit, process),
    )
