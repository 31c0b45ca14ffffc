"""Who acts for the group: named by its members, of whom every one has to agree."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.directory import ShowContacts
from services.messages.sessions import AgreeToRepresentative, Group
from services.messages.values import Day
from services.portal.pages.processes.changes.leaving import group_of
from services.portal.pages.processes.own_process import Process, find_process
from services.runtime.finland import local_date
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.not_theirs import why_not
from services.web.pages.process_forms.representing import RepresentativeForm, naming
from services.web.pages.sending import ProcessPage
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_NAME: Final = "name_representative"
_SAID = {
    True: _("Your answer is saved. It is done when every member of the group agrees."),
    False: _("Saved: nobody else's yes is needed."),
}


class AnswerForm(Form):
    """representative_id, from_day: who was proposed when the page was shown, and from when on."""

    representative_id: UUID
    from_day: Day
    agrees: bool


@router.get("/processes/{number}/representative")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process, group = await _own(visit, number)
    return await _page(visit, process, group, Filled[RepresentativeForm]())


@router.post("/processes/{number}/representative")
async def name(
    visit: SignedIn,
    number: str,
    form: Annotated[Filled[RepresentativeForm], Depends(filled(RepresentativeForm))],
) -> Response:
    page = await _naming(visit, number)
    return await page.send(
        form,
        lambda typed: naming(visit, page.process_id, typed),
        said=lambda asked: visit.text(_SAID[asked.waits]),
        then=lambda asked: "representative" if asked.waits else "",
    )


@router.post("/processes/{number}/representative/answer")
async def answer(
    visit: SignedIn, number: str, form: Annotated[Filled[AnswerForm], Depends(filled(AnswerForm))]
) -> Response:
    page = await _naming(visit, number)
    return await page.send(
        form,
        lambda typed: AgreeToRepresentative(
            process_id=page.process_id,
            representative_id=typed.representative_id,
            from_day=typed.from_day,
            agrees=typed.agrees,
            person_id=visit.person_id,
            as_of=visit.now,
        ),
        said=_("Your answer is kept."),
    )


async def _own(visit: Visit, number: str) -> tuple[Process, Group]:
    """Of a group of several, to its members of today."""
    visit.must(_NAME)
    process = await find_process(visit, number)
    group = await group_of(visit, process)
    if group is None:
        raise NotFound
    if not group.may_name:
        raise await why_not(visit, process)
    return process, group


async def _naming(visit: Visit, number: str) -> ProcessPage:
    """Whether it still may be named, sessions says."""
    visit.must(_NAME)
    process = await find_process(visit, number)

    async def shown_again(form: Filled[Any]) -> Response:
        return await _page(visit, *await _own(visit, number), form, 422)

    return ProcessPage(visit, process, "representative", shown_again)


async def _page(
    visit: Visit,
    process: Process,
    group: Group,
    form: Filled[Any],
    status: int = 200,
) -> HTMLResponse:
    ids = [one.person_id for one in group.members]
    people = (await visit.ask(ShowContacts(person_ids=ids))).people
    form.values.setdefault("from_day", local_date(visit.now).isoformat())
    return await visit.page(
        "representing/show.html",
        status,
        process=process,
        group=group,
        people={one.person_id: one for one in people},
        form=form,
        today=local_date(visit.now),
    )
