"""The proposal: what is offered at what price, until when; accepted, sent back for a change, or declined."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.contracts import TellProposal
from services.messages.directory import ShowSupervisorPicture
from services.messages.intake import AnswerProposal, ShowProposal
from services.messages.values import LongText, Version
from services.portal.pages.processes.all_processes import supervisor_of
from services.portal.pages.processes.own_process import Process, find_process
from services.web.http.errors import NotFound
from services.web.pages.documents import proposal_paper
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.patience import answer_or_none
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit
from services.web.pictures.shown import picture

router = APIRouter()
_SAID = {
    "accept": _("The proposal is accepted. You get a mail when it is your turn again."),
    "ask_change": _("We heard you: a coordinator prepares a new proposal."),
    "decline": _("The proposal is declined."),
}
_WITH_A_REASON = ("ask_change", "decline")
_STANDS = _("We heard you. What was accepted before stands.")


class AnswerForm(Form):
    answer: Literal["accept", "ask_change", "decline"]
    reason: LongText = ""
    revision: Version | None = None


@router.get("/processes/{number}/proposal")
async def show(visit: SignedIn, number: str, answer: str = "") -> HTMLResponse:
    """answer: one that needs a reason, whose short form is opened."""
    visit.must("answer_proposal")
    form = Filled[AnswerForm](values={"answer": answer} if answer in _WITH_A_REASON else {})
    return await _page(visit, await find_process(visit, number), form)


@router.get("/processes/{number}/proposal/pdf")
async def as_file(visit: SignedIn, number: str, revision: Version | None = None) -> Response:
    """revision: one that another has taken the place of; none: the newest."""
    visit.must("answer_proposal")
    return await proposal_paper(visit, (await find_process(visit, number)).process_id, revision)


@router.get("/processes/{number}/proposal/supervisor")
async def supervisors_picture(visit: SignedIn, number: str) -> Response:
    """Of who is introduced; for whoever may read the proposal."""
    visit.must("answer_proposal")
    process = await find_process(visit, number)
    proposal = await visit.ask(ShowProposal(process_id=process.process_id, viewer=visit.viewer))
    shown = await visit.ask(ShowSupervisorPicture(supervisor_id=proposal.supervisor_id))
    if shown.picture_id is None:
        raise NotFound
    return await picture(visit, shown.picture_id, "supervisor")


@router.post("/processes/{number}/proposal")
async def answer(
    visit: SignedIn, number: str, form: Annotated[Filled[AnswerForm], Depends(filled(AnswerForm))]
) -> Response:
    process = await find_process(visit, number)
    visit.must("answer_proposal", process.belongs)
    if form.is_valid and form.data.answer != "accept" and not form.data.reason:
        form.refuse("reason", _("Write the reason."))
    return await send_form(
        visit,
        form,
        lambda typed: AnswerProposal(
            process_id=process.process_id,
            answer=typed.answer,
            reason=typed.reason,
            revision=typed.revision,
            answered_by=visit.person_id,
            as_of=visit.now,
        ),
        then=f"/processes/{process.number}",
        said=lambda _answered: visit.text(_said(process, form.data.answer)),
        shown_again=lambda: _page(visit, process, form, 422),
        process_id=process.process_id,
    )


def _said(process: Process, answer: str) -> str:
    corrects = process.inquiry.status == "reproposed" and answer != "accept"
    return _STANDS if corrects else _SAID[answer]


async def _page(visit: Visit, process: Process, form: Filled[AnswerForm], status: int = 200) -> HTMLResponse:
    query = ShowProposal(process_id=process.process_id, viewer=visit.viewer)
    proposal, supervisor = await asyncio.gather(visit.ask(query), supervisor_of(visit, process.inquiry))
    before = await visit.ask(query.model_copy(update={"accepted": True})) if proposal.corrects else None
    pictured = await answer_or_none(visit, ShowSupervisorPicture(supervisor_id=proposal.supervisor_id))
    return await visit.page(
        "proposal/show.html",
        status,
        pictured=bool(pictured and pictured.picture_id),
        process=process,
        proposal=proposal,
        before=before,
        supervisor=supervisor,
        told=await answer_or_none(visit, TellProposal(process_id=process.process_id, viewer=visit.viewer)),
        form=form,
    )
