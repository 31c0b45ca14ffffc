"""A member says that they cannot come to one session, or that they can after all: their own word, without a reason."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.sessions import ReportAbsence, SessionCard, TakeBackAbsence
from services.messages.values import Utc
from services.portal.pages.processes.own_process import Process
from services.portal.pages.sessions.own_session import own_session
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_PATH = "/processes/{number}/sessions/{session_id}/absence"
_REPORT: Final = "report_absence"


class AbsenceForm(Form):
    """Nothing to fill in: the press is what is said. seen_at: of the session that the page showed."""

    seen_at: Utc | None = None


Pressed = Annotated[Filled[AbsenceForm], Depends(filled(AbsenceForm))]


@router.get(_PATH)
async def look(visit: SignedIn, number: str, session_id: UUID) -> HTMLResponse:
    process, session = await own_session(visit, number, session_id, _REPORT)
    return await _page(visit, process, session, Filled[AbsenceForm]())


@router.post(_PATH)
async def report(visit: SignedIn, number: str, session_id: UUID, form: Pressed) -> Response:
    word, around = await _press(visit, number, session_id, form)
    said = _("The supervisor knows now that you cannot come.")
    return await send_form(
        visit, form, lambda typed: ReportAbsence(**word, seen_at=typed.seen_at), said=said, **around
    )


@router.post(f"{_PATH}/end")
async def take_back(visit: SignedIn, number: str, session_id: UUID, form: Pressed) -> Response:
    word, around = await _press(visit, number, session_id, form)
    said = _("The supervisor expects you again.")
    return await send_form(visit, form, lambda _typed: TakeBackAbsence(**word), said=said, **around)


async def _press(
    visit: Visit, number: str, session_id: UUID, form: Filled[AbsenceForm]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is said of the session, and where the page goes on."""
    process, session = await own_session(visit, number, session_id, _REPORT)
    word = {"session_id": session_id, "person_id": visit.person_id, "as_of": visit.now}
    around = {
        "then": f"/processes/{process.number}/schedule",
        "shown_again": lambda: _page(visit, process, session, form, 422),
        "process_id": session.process_id,
    }
    return word, around


async def _page(
    visit: Visit, process: Process, session: SessionCard, form: Filled[AbsenceForm], status: int = 200
) -> HTMLResponse:
    return await visit.page("schedule/absence.html", status, process=process, session=session, form=form)
