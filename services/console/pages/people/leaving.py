"""A supervisor leaves: what hangs on them after a day, each with what can be done about it, and the end."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.people.supervisors import find_supervisor
from services.messages.directory import EndSupervisor, Leaving, ShowLeaving
from services.messages.values import Day
from services.runtime.finland import local_date
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.days import day_asked
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_ACTION: Final = "part_with_supervisor"


class LeavingForm(Form):
    """force: what is left without another supervisor is paused."""

    last_day: Day
    force: bool = False


@router.get("/supervisors/{supervisor_id}/leaving")
async def show(visit: SignedIn, supervisor_id: UUID, last_day: str = "") -> HTMLResponse:
    """last_day: the day that is looked at."""
    visit.must(_ACTION)
    await visit.note("opened_supervisor", about=supervisor_id)
    return await _page(visit, supervisor_id, Filled[LeavingForm](), day=day_asked(last_day))


@router.post("/supervisors/{supervisor_id}/leaving")
async def end(
    visit: SignedIn,
    supervisor_id: UUID,
    form: Annotated[Filled[LeavingForm], Depends(filled(LeavingForm))],
) -> Response:
    visit.must(_ACTION)
    day = day_asked(str(form.values.get("last_day") or ""))
    return await send_form(
        visit,
        form,
        lambda typed: EndSupervisor(
            supervisor_id=supervisor_id, **typed.model_dump(), ended_by=visit.person_id, as_of=visit.now
        ),
        then=f"/supervisors/{supervisor_id}/leaving",
        said=_("They are matched no more, and come in no more after their last day."),
        shown_again=lambda: _page(visit, supervisor_id, form, 422, day),
        about=supervisor_id,
    )


async def _page(
    visit: Visit,
    supervisor_id: UUID,
    form: Filled[LeavingForm],
    status: int = 200,
    day: date | None = None,
) -> HTMLResponse:
    person, card = await find_supervisor(visit, supervisor_id)
    looked_at = day or card.leaves_on or local_date(visit.now)
    query = ShowLeaving(
        supervisor_id=supervisor_id, last_day=looked_at, asked_by=visit.person_id, as_of=visit.now
    )
    leaving: Leaving = await visit.ask(query)
    return await visit.page(
        "leaving/show.html", status, person=person, card=card, leaving=leaving, day=looked_at, form=form
    )
