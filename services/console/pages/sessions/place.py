"""Where a session is, and from it on the rest of its series: its supervisor says so, or a coordinator."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.sessions.opened_session import Opened, open_session
from services.messages.sessions import SetPlace
from services.messages.values import PlaceText
from services.runtime.finland import local_date
from services.web.feed.pages import place_agreed
from services.web.http.errors import Over
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_PLAN: Final = "propose_plan"


class PlaceForm(Form):
    place: PlaceText = ""
    and_later: bool = False


@router.get("/sessions/{session_id}/place")
async def show(visit: SignedIn, session_id: UUID, and_later: bool = False) -> HTMLResponse:
    """and_later: the rest of its series is chosen already."""
    opened = await open_session(visit, session_id, _PLAN)
    if not opened.card.may_move:
        raise Over(opened.path)
    return await _page(visit, opened, Filled[PlaceForm]({"place": opened.card.place, "and_later": and_later}))


@router.post("/sessions/{session_id}/place")
async def change(
    visit: SignedIn, session_id: UUID, form: Annotated[Filled[PlaceForm], Depends(filled(PlaceForm))]
) -> Response:
    opened = await open_session(visit, session_id, _PLAN)
    return await send_form(
        visit,
        form,
        lambda typed: SetPlace(
            session_id=session_id,
            place=typed.place,
            and_later=typed.and_later,
            set_by=visit.person_id,
            as_of=visit.now,
        ),
        then=opened.path,
        said=_("The place is saved. Who meets there is told by mail."),
        shown_again=lambda: _page(visit, opened, form, 422),
        process_id=opened.shown.process_id,
    )


async def _page(visit: Visit, opened: Opened, form: Filled[PlaceForm], status: int = 200) -> HTMLResponse:
    agreed = await place_agreed(visit, opened.shown.process_id, local_date(opened.card.starts_at))
    return await visit.page(
        "sessions/place.html", status, opened=opened, card=opened.card, form=form, agreed=agreed
    )
