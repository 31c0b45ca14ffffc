"""Somebody is to join the group: proposed by whoever acts for it, and answered by its members."""

from datetime import timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.contracts import AgreeToMember, Newcomers, ShowNewcomers
from services.messages.directory import ShowContacts
from services.messages.values import Day
from services.portal.pages.processes.own_process import Process, find_process, or_nothing
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.web.http.errors import NotFound, Over
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.joining import NewcomerForm, proposing
from services.web.pages.sending import ProcessPage
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_JOIN: Final = "propose_member"
_SAID = {
    True: _("The group is asked. When every member has agreed, the newcomer is asked too."),
    False: _("The newcomer is asked: nobody else's yes is needed."),
}


class AnswerForm(Form):
    """newcomer_id, from_day: who was proposed, and from when on, when the page was shown."""

    newcomer_id: UUID
    from_day: Day
    agrees: bool


@router.get("/processes/{number}/joining")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process, shown = await _own(visit, number)
    return await _page(visit, process, shown, Filled[NewcomerForm]({"language": visit.language}))


@router.post("/processes/{number}/joining")
async def propose(
    visit: SignedIn, number: str, form: Annotated[Filled[NewcomerForm], Depends(filled(NewcomerForm))]
) -> Response:
    """Contracts is asked before anybody is entered in the directory."""
    process, shown = await _group(visit, number)
    if shown.why_not:
        raise Refusal(shown.why_not)
    page = _joining_page(visit, process)
    return await page.send(
        form,
        lambda typed: proposing(visit, page.process_id, typed),
        said=lambda asked: visit.text(_SAID[asked.waits]),
    )


@router.post("/processes/{number}/joining/answer")
async def answer(
    visit: SignedIn, number: str, form: Annotated[Filled[AnswerForm], Depends(filled(AnswerForm))]
) -> Response:
    page = _joining_page(visit, (await _group(visit, number))[0])
    return await page.send(
        form,
        lambda typed: AgreeToMember(
            process_id=page.process_id,
            newcomer_id=typed.newcomer_id,
            from_day=typed.from_day,
            agrees=typed.agrees,
            person_id=visit.person_id,
            as_of=visit.now,
        ),
        said=_("Your answer is kept."),
    )


async def newcomers_of(visit: Visit, process: Process) -> Newcomers | None:
    """To the members of a group whose contract is signed."""
    if process.contract is None or process.contract.status != "signed":
        return None
    query = ShowNewcomers(process_id=process.process_id, viewer=visit.viewer)
    return await or_nothing(visit.ask(query), "unknown_process")


async def _own(visit: Visit, number: str) -> tuple[Process, Newcomers]:
    """To its members of today."""
    process, shown = await _group(visit, number)
    if shown.largest_group == 1:
        raise Over(f"/processes/{process.number}")
    return process, shown


async def _group(visit: Visit, number: str) -> tuple[Process, Newcomers]:
    visit.must(_JOIN)
    process = await find_process(visit, number)
    shown = await newcomers_of(visit, process)
    if shown is None:
        raise NotFound
    return process, shown


def _joining_page(visit: Visit, process: Process) -> ProcessPage:
    async def shown_again(form: Filled[Any]) -> Response:
        return await _page(visit, *await _own(visit, process.number), form, 422)

    return ProcessPage(visit, process, "joining", shown_again)


async def _page(
    visit: Visit,
    process: Process,
    shown: Newcomers,
    form: Filled[Any],
    status: int = 200,
) -> HTMLResponse:
    ids = [one.person_id for one in shown.newcomers]
    people = (await visit.ask(ShowContacts(person_ids=ids))).people if ids else []
    return await visit.page(
        "joining/show.html",
        status,
        process=process,
        shown=shown,
        names={one.person_id: one.name for one in people},
        form=form,
        tomorrow=local_date(visit.now) + timedelta(days=1),
    )
