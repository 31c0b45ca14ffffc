"""What a session cost its supervisor besides: reported on its page, and withdrawn until somebody accepts it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.console.pages.sessions.opened_session import open_session
from services.console.pages.sessions.reported_costs import REPORT, CostForm
from services.console.pages.sessions.session import page_of
from services.messages.billing import ReportCost, WithdrawItem
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_command, send_form
from services.web.pages.visit import SignedIn

router = APIRouter(prefix="/sessions/{session_id}/costs")


@router.post("")
async def report(
    visit: SignedIn, session_id: UUID, form: Annotated[Filled[CostForm], Depends(filled(CostForm))]
) -> Response:
    opened = await open_session(visit, session_id, REPORT)
    return await send_form(
        visit,
        form,
        lambda typed: ReportCost(
            session_id=session_id,
            price_cents=None if typed.price is None else int(typed.price * 100),
            reported_by=visit.person_id,
            as_of=visit.now,
            **typed.model_dump(exclude={"price"}),
        ),
        then=f"{opened.path}#costs",
        said=_("Reported: finance or a coordinator accepts it."),
        shown_again=lambda: page_of(visit, opened, 422, costs=form),
        process_id=opened.shown.process_id,
    )


@router.post("/{item_id}/withdraw")
async def withdraw(visit: SignedIn, session_id: UUID, item_id: UUID) -> Response:
    opened = await open_session(visit, session_id, REPORT)
    return await send_command(
        visit,
        WithdrawItem(item_id=item_id, withdrawn_by=visit.person_id, as_of=visit.now),
        then=f"{opened.path}#costs",
        said=_("Withdrawn: nobody is billed for it."),
        process_id=opened.shown.process_id,
    )
