"""The rest of a series on another weekday or at another time: the whole plan with its conflicts, then one press."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.sessions.opened_session import Opened, open_session
from services.console.pages.sessions.price_of_moving import party_of
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


@router.get("/sessions/{session_id}/move-series")
async def look(
    visit: SignedIn, session_id: UUID, weekday: str = "", time: str = "", waived: str = ""
) -> HTMLResponse:
    """With a weekday and a time: the plan that they come to."""
    opened = await open_session(visit, session_id)
    return await _page(visit, opened, await looked_at(visit, opened.card, weekday, time, waived))


@router.post("/sessions/{session_id}/move-series")
async def move(
    visit: SignedIn,
    session_id: UUID,
    form: Annotated[Filled[MoveSeriesForm], Depends(filled(MoveSeriesForm))],
) -> Response:
    opened = await open_session(visit, session_id)

    async def shown_again() -> HTMLResponse:
        return await _page(visit, opened, await looked_at_again(visit, opened.card, form), 422)

    return await send_form(
        visit,
        form,
        lambda typed: order(visit, session_id, party_of(visit, None), typed),
        then=opened.path,
        said=_("The sessions have their new times. Everybody who takes part is told by one mail."),
        shown_again=shown_again,
        process_id=opened.shown.process_id,
    )


async def _page(visit: Visit, opened: Opened, moving: SeriesMove, status: int = 200) -> HTMLResponse:
    return await visit.page(
        "sessions/move_series.html",
        status,
        opened=opened,
        moving=moving,
        may_waive=visit.may("record_session"),
    )
