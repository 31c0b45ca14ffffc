"""A member says that they cannot come to one session, or that they can after all: their own word, without a reason."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.sessions import ReportAbsence, SessionCard, TakeBackAbsence
from services.portal.pages.processes.own_process import Process
from services.portal.pages.sessions.own_session import own_session
from services.web.pages.forms import Filled, Form, described, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_PATH = "/processes/{number}/sessions/{session_id}/absence"
_REPORT: Final = "report_absence"


class AbsenceForm(Form):
    """Nothing to fill in: the press is what is said."""


Pressed = Annotated[Filled[AbsenceForm], Depends(filled(AbsenceForm))]


@router.get(_PATH)
async def look(visit: SignedIn, number: str, session_id: UUID) -> HTMLResponse:
    process, session = await own_session(visit, number, session_id, _REPORT)
    return await _page(visit, process, session, Filled[AbsenceForm]())


@router.post(_PATH, openapi_extra=described(AbsenceForm))
async def report(visit: SignedIn, number: str, session_id: UUID, form: Pressed) -> Response:
    said = _("The supervisor knows now that you cannot come.")
    return await _say(visit, number, session_id, form, (ReportAbsence, said))


@router.post(f"{_PATH}/end", openapi_extra=described(AbsenceForm))
async def take_back(visit: SignedIn, number: str, session_id: UUID, form: Pressed) -> Response:
    said = _("The supervisor expects you again.")
    return await _say(visit, number, session_id, form, (TakeBackAbsence, said))


async def _say(
    visit: Visit,
    number: str,
    session_id: UUID,
    form: Filled[AbsenceForm],
    word: tuple[type[ReportAbsence | TakeBackAbsence], str],
) -> Response:
    """word: what is ordered, and what is said of it."""
    process, session = await own_session(visit, number, session_id, _REPORT)
    order, said = word
    return await send_form(
        visit,
        form,
        lambda _typed: order(session_id=session_id, person_id=visit.person_id, as_of=visit.now),
        then=f"/processes/{process.number}/schedule",
        said=said,
        shown_again=lambda: _page(visit, process, session, form, 422),
        process_id=session.process_id,
    )


async def _page(
    visit: Visit, process: Process, session: SessionCard, form: Filled[AbsenceForm], status: int = 200
) -> HTMLResponse:
    return await visit.page("schedule/absence.html", status, process=process, session=session, form=form)
