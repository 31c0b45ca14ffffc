"""A supervisor leaves: what hangs on them after a day, each with what can be done about it, and the end."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.names import names_of
from services.console.pages.people.supervisors import find_supervisor
from services.messages.directory import EndSupervisor, ShowLeaving
from services.messages.values import Day
from services.runtime.finland import local_date
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.refusals import SENTENCES
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_ACTION: Final = "part_with_supervisor"


class LeavingForm(Form):
    """force: what is left without another supervisor is paused."""

    last_day: Day
    force: bool = False


@router.get("/supervisors/{supervisor_id}/leaving")
async def show(visit: SignedIn, supervisor_id: UUID, last_day: str | None = None) -> HTMLResponse:
    """last_day: the day that is looked at; today, or the day that was said, where none is asked."""
    visit.must(_ACTION)
    await visit.note("opened_supervisor", about=supervisor_id)
    if last_day is None:
        return await _page(visit, supervisor_id, Filled[LeavingForm]())
    form = _looked_at(last_day, local_date(visit.now))
    return await _page(visit, supervisor_id, form, 200 if form.is_valid else 422, listed=form.is_valid)


@router.post("/supervisors/{supervisor_id}/leaving")
async def end(
    visit: SignedIn,
    supervisor_id: UUID,
    form: Annotated[Filled[LeavingForm], Depends(filled(LeavingForm))],
) -> Response:
    visit.must(_ACTION)
    listed = form.is_valid
    return await send_form(
        visit,
        form,
        lambda typed: EndSupervisor(
            supervisor_id=supervisor_id, **typed.model_dump(), ended_by=visit.person_id, as_of=visit.now
        ),
        then=f"/supervisors/{supervisor_id}/leaving",
        said=_("They are matched no more, and come in no more after their last day."),
        shown_again=lambda: _page(visit, supervisor_id, form, 422, listed=listed),
        about=supervisor_id,
    )


def _looked_at(last_day: str, today: date) -> Filled[LeavingForm]:
    form = Filled[LeavingForm]({"last_day": last_day}).check(LeavingForm)
    if form.is_valid and form.data.last_day < today:
        form.refuse("last_day", SENTENCES["day_is_past"])
    return form


async def _page(
    visit: Visit, supervisor_id: UUID, form: Filled[LeavingForm], status: int = 200, *, listed: bool = True
) -> HTMLResponse:
    """listed: of a day that is one. What the owner refuses is listed again, with the way that is left."""
    person, card = await find_supervisor(visit, supervisor_id)
    today, leaving = local_date(visit.now), None
    if not form.values:
        form.values["last_day"] = (card.leaves_on or today).isoformat()
        form.check(LeavingForm)
    if listed:
        query = ShowLeaving(
            supervisor_id=supervisor_id,
            last_day=form.data.last_day,
            asked_by=visit.person_id,
            as_of=visit.now,
        )
        leaving = await visit.ask(query)
    return await visit.page(
        "leaving/show.html",
        status,
        person=person,
        card=card,
        leaving=leaving,
        after=await names_of(visit, [one.comes_after_id for one in leaving.processes] if leaving else []),
        today=today,
        form=form,
    )
