"""What a supervisor called off and what found no other time: a coordinator gives it one, or leaves it out."""

from datetime import date
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.sessions.free_times import free_times, times_page
from services.console.pages.sessions.opened_session import Opened, open_session
from services.messages.sessions import ReplanSession, SessionCard
from services.messages.values import Utc
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.days import day_asked
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit
from services.wording.formats import Formats

router = APIRouter()
_REPLAN: Final = "replan_session"


class ReplanForm(Form):
    starts_at: Utc


class LeaveOutForm(Form):
    """Nothing to fill in: the press is what is said."""


@router.get("/sessions/{session_id}/replan")
async def look(visit: SignedIn, session_id: UUID, from_day: str = "") -> HTMLResponse:
    opened = await open_session(visit, session_id, _REPLAN)
    return await _page(visit, opened, Filled[ReplanForm](), day_asked(from_day))


@router.post("/sessions/{session_id}/replan")
async def replan(
    visit: SignedIn, session_id: UUID, form: Annotated[Filled[ReplanForm], Depends(filled(ReplanForm))]
) -> Response:
    opened = await open_session(visit, session_id, _REPLAN)
    if "starts_at" in form.errors:
        form.errors["starts_at"] = _("Choose a time.")

    def said(found: SessionCard) -> str:
        text = visit.text(_("The session is held at %(when)s. Everybody is told by mail."))
        return text % {"when": Formats(visit.language).moment(found.starts_at)}

    return await send_form(
        visit,
        form,
        lambda typed: ReplanSession(
            session_id=session_id, starts_at=typed.starts_at, planned_by=visit.person_id, as_of=visit.now
        ),
        then=opened.path,
        said=said,
        shown_again=lambda: _page(visit, opened, form, None, 422),
        process_id=opened.shown.process_id,
    )


@router.post("/sessions/{session_id}/leave-out")
async def leave_out(
    visit: SignedIn, session_id: UUID, form: Annotated[Filled[LeaveOutForm], Depends(filled(LeaveOutForm))]
) -> Response:
    opened = await open_session(visit, session_id, _REPLAN)
    return await send_form(
        visit,
        form,
        lambda _typed: ReplanSession(session_id=session_id, planned_by=visit.person_id, as_of=visit.now),
        then=opened.path,
        said=_("Noted: no other time is looked for."),
        shown_again=lambda: _page(visit, opened, Filled[ReplanForm](), None, 422),
        process_id=opened.shown.process_id,
    )


async def _page(
    visit: Visit, opened: Opened, form: Filled[ReplanForm], first: date | None, status: int = 200
) -> HTMLResponse:
    free = await free_times(visit, opened, first) if opened.card.may_replan else None
    return await times_page(visit, "sessions/replan.html", opened, form, free, status)
