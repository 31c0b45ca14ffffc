"""A supervisee says that a session was recorded otherwise than it was: it is not invoiced until that is decided."""

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.billing import InvoicedSessions, ListInvoicedSessions, OpenDispute
from services.messages.sessions import SessionCard
from services.messages.values import LongText, Role
from services.portal.pages.processes.own_process import Process, find_process, or_nothing, sessions_of
from services.runtime.commands.refusal import Unavailable
from services.web.http.errors import NotFound, Over
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_PATH: Final = "/processes/{number}/sessions/{session_id}/not-right"


class RecordForm(Form):
    """dispute_id: given to the form, so that the same sent twice is one. item_id: what the session's record charges."""

    dispute_id: UUID
    item_id: UUID
    words: LongText = ""


@router.get(_PATH)
async def look(visit: SignedIn, number: str, session_id: UUID) -> HTMLResponse:
    process, session = await _found(visit, number, session_id)
    unbilled = await unbilled_of(visit, process)
    open_items = {one.session_id: one.item_id for one in unbilled.open_items} if unbilled else {}
    if session_id not in open_items:
        raise Over(f"/processes/{process.number}/schedule")
    form = Filled[RecordForm]({"dispute_id": uuid4(), "item_id": open_items[session_id]})
    return await _page(visit, process, session, form)


@router.post(_PATH)
async def dispute(
    visit: SignedIn,
    number: str,
    session_id: UUID,
    form: Annotated[Filled[RecordForm], Depends(filled(RecordForm))],
) -> Response:
    process, session = await _found(visit, number, session_id)
    return await send_form(
        visit,
        form,
        lambda typed: OpenDispute(
            dispute_id=typed.dispute_id,
            process_id=session.process_id,
            item_ids=[typed.item_id],
            claim="wrong_kind",
            words=typed.words,
            opened_by=visit.person_id,
            as_of=visit.now,
        ),
        then=f"/processes/{process.number}/disputes",
        said=_("We look into it, and write to you what was decided."),
        shown_again=lambda: _page(visit, process, session, form, 422),
        process_id=session.process_id,
    )


async def unbilled_of(visit: Visit, process: Process) -> InvoicedSessions | None:
    """What a supervisee may say anything about. None to anybody else, and while billing does not answer."""
    if visit.viewer.role is not Role.SUPERVISEE:
        return None
    query = ListInvoicedSessions(process_id=process.process_id, viewer=visit.viewer)
    try:
        return await or_nothing(visit.ask(query), "unknown_process")
    except Unavailable:
        return None


def disputable(unbilled: InvoicedSessions | None, sessions: Sequence[SessionCard]) -> list[SessionCard]:
    """Those whose record charges something that is on no invoice yet, and in no dispute."""
    ids = {one.session_id for one in unbilled.open_items} if unbilled else set()
    return [one for one in sessions if one.session_id in ids]


async def _found(visit: Visit, number: str, session_id: UUID) -> tuple[Process, SessionCard]:
    """Raises NotFound for anybody but a supervisee."""
    visit.must("open_dispute")
    if visit.viewer.role is not Role.SUPERVISEE:
        raise NotFound
    process = await find_process(visit, number)
    for session in await sessions_of(visit, process):
        if session.session_id == session_id:
            return process, session
    raise Over(f"/processes/{process.number}/schedule")


async def _page(
    visit: Visit, process: Process, session: SessionCard, form: Filled[RecordForm], status: int = 200
) -> HTMLResponse:
    return await visit.page("schedule/not_right.html", status, process=process, session=session, form=form)
