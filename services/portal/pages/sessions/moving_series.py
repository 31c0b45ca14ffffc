"""Whoever acts for the group or the customer has the rest of a series on another weekday or at another time."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.portal.pages.processes.own_process import Process
from services.portal.pages.sessions.own_session import own_session
from services.portal.pages.sessions.price_of_moving import party_of
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.moving_series import (
    MoveSeriesForm,
    SeriesMove,
    looked_at,
    looked_at_again,
    order,
)
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_PATH = "/processes/{number}/sessions/{session_id}/move-series"
_MOVE: Final = "move_session"


@router.get(_PATH)
async def look(
    visit: SignedIn, number: str, session_id: UUID, weekday: str = "", time: str = ""
) -> HTMLResponse:
    """With a weekday and a time: the plan that they come to."""
    process, session = await own_session(visit, number, session_id, _MOVE)
    return await _page(visit, process, await looked_at(visit, session, weekday, time, ""))


@router.post(_PATH)
async def move(
    visit: SignedIn,
    number: str,
    session_id: UUID,
    form: Annotated[Filled[MoveSeriesForm], Depends(filled(MoveSeriesForm))],
) -> Response:
    process, session = await own_session(visit, number, session_id, _MOVE)

    async def shown_again() -> HTMLResponse:
        return await _page(visit, process, await looked_at_again(visit, session, form), 422)

    return await send_form(
        visit,
        form,
        lambda typed: order(visit, session_id, party_of(visit), typed),
        then=f"/processes/{process.number}/schedule",
        said=_("The sessions have their new times. Everybody who takes part is told by one mail."),
        shown_again=shown_again,
        process_id=session.process_id,
    )


async def _page(visit: Visit, process: Process, moving: SeriesMove, status: int = 200) -> HTMLResponse:
    return await visit.page("schedule/move_series.html", status, process=process, moving=moving)
