"""The link in a mail by which somebody says yes or no to a trial, without an account. GET changes nothing."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.contracts import AgreeToTrial, ShowPaperLink, ShowTrial, ShowTrialPaper, TrialShown
from services.messages.directory import ShowContacts
from services.messages.values import Party, Viewer
from services.portal.pages.processes.agreeing.trial import AgreeForm
from services.portal.pages.processes.mailed_links import opened, viewers_as
from services.portal.pages.processes.own_process import or_nothing
from services.web.pages.forms import F, Filled, filled
from services.web.pages.process_forms.trial import NoForm, no_of
from services.web.pages.visit import Anyone, Visit

router = APIRouter()
_AS = (Party.SUPERVISEE, Party.COMMISSIONER, Party.SUPERVISOR)


@dataclass(frozen=True)
class Asked:
    """As whom the link's reader looks today, and the trial as it stands for them."""

    token: str
    party: Party
    viewer: Viewer
    trial: TrialShown

    @property
    def person_id(self) -> UUID:
        return self.viewer.person_id


@router.get("/trial/{token}")
async def show(visit: Anyone, token: str) -> HTMLResponse:
    return await _page(visit, token, Filled[AgreeForm]())


@router.post("/trial/{token}")
async def agree(
    visit: Anyone, token: str, form: Annotated[Filled[AgreeForm], Depends(filled(AgreeForm))]
) -> Response:
    return await _carried_out(
        visit,
        token,
        form,
        lambda typed, by: visit.ask(
            AgreeToTrial(
                process_id=by.trial.process_id,
                revision=typed.revision,
                person_id=by.person_id,
                as_of=visit.now,
            )
        ),
    )


@router.post("/trial/{token}/no")
async def decline(
    visit: Anyone, token: str, form: Annotated[Filled[NoForm], Depends(filled(NoForm))]
) -> Response:
    return await _carried_out(
        visit,
        token,
        form,
        lambda typed, by: visit.ask(no_of(typed, by.trial.process_id, by.person_id, visit.now)),
    )


async def _carried_out(
    visit: Visit, token: str, form: Filled[F], act: Callable[[F, Asked], Awaitable[object]]
) -> Response:
    """The page as it is after it: a link that was pressed twice says what the first press did."""
    asked = await _asked(visit, token)
    if asked is None:
        return await visit.page("trial/link_over.html", 410)
    done = await form.carry_out(lambda typed: act(typed, asked))
    return await _page(visit, token, form, 200 if done else 422)


async def _page(visit: Visit, token: str, form: Filled[F], status: int = 200) -> HTMLResponse:
    asked = await _asked(visit, token)
    if asked is None:
        return await visit.page("trial/link_over.html", 410)
    supervisor_id = asked.trial.parties.supervisor_id
    people = (await visit.ask(ShowContacts(person_ids=[supervisor_id]))).people
    return await visit.page(
        "trial/by_link.html",
        status,
        asked=asked,
        trial=asked.trial,
        paper=await visit.ask(ShowTrialPaper(process_id=asked.trial.process_id, viewer=asked.viewer)),
        supervisor=people[0] if people else None,
        form=form,
    )


async def _asked(visit: Visit, token: str) -> Asked | None:
    """None once its time is over, it went to an address that is no longer theirs, or another agreement is asked about.

    Raises NotFound for a link not of ours.
    """
    link = await opened(visit, ShowPaperLink, "trying", token)
    if link.standing != "good" or link.person_id is None:
        return None
    process_id, revision = UUID(link.facts["process_id"]), int(link.facts["revision"])
    for party in _AS:
        for viewer in await viewers_as(visit, party, link.person_id):
            query = ShowTrial(process_id=process_id, viewer=viewer)
            trial = await or_nothing(visit.ask(query), "unknown_process")
            if trial and trial.revision == revision:
                return Asked(token, party, viewer, trial)
    return None
