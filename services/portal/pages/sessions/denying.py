"""A supervisee says that nobody came to a session: while the supervisor says otherwise, it is not invoiced."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.billing import DenySession, InvoicedSessions
from services.messages.sessions import SessionCard
from services.messages.values import LongText, Role
from services.portal.pages.processes.own_process import Process, find_process, sessions_of
from services.runtime.commands.refusal import Refusal
from services.web.http.errors import NotFound, Over
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_PATH = "/processes/{number}/sessions/{session_id}/nobody-came"


class DenialForm(Form):
    words: LongText = ""


@router.get(_PATH)
async def look(visit: SignedIn, number: str, session_id: UUID) -> HTMLResponse:
    process, session = await _over(visit, number, session_id)
    return await _page(visit, process, session, Filled[DenialForm]())


@router.post(_PATH)
async def deny(
    visit: SignedIn,
    number: str,
    session_id: UUID,
    form: Annotated[Filled[DenialForm], Depends(filled(DenialForm))],
) -> Response:
    process, session = await _over(visit, number, session_id)
    return await send_form(
        visit,
        form,
        lambda typed: DenySession(
            process_id=session.process_id,
            session_id=session_id,
            words=typed.words,
            denied_by=visit.person_id,
            as_of=visit.now,
        ),
        then=f"/processes/{process.number}/schedule",
        said=_(
            "It is noted. If the supervisor says otherwise, it is looked into before anything is invoiced."
        ),
        shown_again=lambda: _page(visit, process, session, form, 422),
        process_id=session.process_id,
    )


def deniable(
    unbilled: InvoicedSessions | None, sessions: Sequence[SessionCard], now: datetime
) -> list[SessionCard]:
    """What a supervisee may say it of: over, and on no invoice."""
    over = [one for one in sessions if one.ends_at <= now and one.status in ("planned", "held")]
    return [one for one in over if unbilled and one.session_id not in unbilled.session_ids]


async def _over(visit: Visit, number: str, session_id: UUID) -> tuple[Process, SessionCard]:
    """Raises NotFound for anybody but a supervisee. Refuses: session_not_over, where it was moved meanwhile."""
    visit.must("open_dispute")
    if visit.viewer.role is not Role.SUPERVISEE:
        raise NotFound
    process = await find_process(visit, number)
    for session in await sessions_of(visit, process):
        if session.session_id == session_id:
            if visit.now < session.ends_at:
                raise Refusal("session_not_over")
            return process, session
    raise Over(f"/processes/{process.number}/schedule")


async def _page(
    visit: Visit, process: Process, session: SessionCard, form: Filled[DenialForm], status: int = 200
) -> HTMLResponse:
    return await visit.page("schedule/nobody_came.html", status, process=process, session=session, form=form)
