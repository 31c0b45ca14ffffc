"""A session that is over and was cancelled beforehand: its supervisor says when and by whom, as they were told."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.sessions.opened_session import Opened, open_session
from services.messages.envelope import Reply
from services.messages.sessions import Canceller, RecordCancelled
from services.messages.values import Day, LocalTime
from services.runtime.finland import to_utc
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_RECORD: Final = "record_session"


class CancelledForm(Form):
    """told_on, told_at: Helsinki's day and time."""

    cancelled_by: Canceller
    told_on: Day
    told_at: LocalTime


@router.get("/sessions/{session_id}/cancelled")
async def look(visit: SignedIn, session_id: UUID) -> HTMLResponse:
    return await _page(visit, await open_session(visit, session_id, _RECORD), Filled[CancelledForm]())


@router.post("/sessions/{session_id}/cancelled")
async def record(
    visit: SignedIn, session_id: UUID, form: Annotated[Filled[CancelledForm], Depends(filled(CancelledForm))]
) -> Response:
    opened = await open_session(visit, session_id, _RECORD)

    def said(_answer: Reply) -> str:
        told = {"session": opened.card.number, "process": opened.process.number}
        of_contract = _("Session %(session)s of %(process)s is recorded as cancelled.")
        of_trial = _("Trial session %(session)s of %(process)s is recorded as cancelled.")
        return visit.text(of_trial if opened.card.trial else of_contract) % told

    return await send_form(
        visit,
        form,
        lambda typed: RecordCancelled(
            session_id=session_id,
            cancelled_by=typed.cancelled_by,
            told_at=to_utc(typed.told_on, typed.told_at),
            recorded_by=visit.person_id,
            as_of=visit.now,
        ),
        then="/",
        said=said,
        shown_again=lambda: _page(visit, opened, form, 422),
        process_id=opened.shown.process_id,
    )


async def _page(visit: Visit, opened: Opened, form: Filled[CancelledForm], status: int = 200) -> HTMLResponse:
    return await visit.page("sessions/cancelled.html", status, opened=opened, card=opened.card, form=form)
