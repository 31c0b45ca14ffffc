"""A supervisor's own weekly hours: offered, and withdrawn again; what is booked on them stays."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.people.supervisor import HoursForm, availability_of, usual_hours
from services.messages.sessions import OfferAvailability, WithdrawAvailability
from services.messages.values import Role
from services.runtime.finland import local_date
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_command, send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()


@router.get("/availability")
async def show(visit: SignedIn) -> HTMLResponse:
    _must_supervise(visit)
    return await _page(visit)


@router.post("/availability/hours")
async def offer(visit: SignedIn, form: Annotated[Filled[HoursForm], Depends(filled(HoursForm))]) -> Response:
    _must_supervise(visit)
    return await send_form(
        visit,
        form,
        lambda typed: OfferAvailability(
            supervisor_id=visit.person_id, offered_by=visit.person_id, as_of=visit.now, **typed.model_dump()
        ),
        then="/availability",
        said=_("The hours are offered."),
        shown_again=lambda: _page(visit, form, 422),
        about=visit.person_id,
    )


@router.post("/availability/hours/{availability_id}/withdraw")
async def withdraw(visit: SignedIn, availability_id: UUID) -> Response:
    _must_supervise(visit)
    return await send_command(
        visit,
        WithdrawAvailability(
            supervisor_id=visit.person_id,
            availability_id=availability_id,
            withdrawn_by=visit.person_id,
            as_of=visit.now,
        ),
        then="/availability",
        said=_("The hours are withdrawn. What is booked on them stays."),
        about=visit.person_id,
    )


def _must_supervise(visit: Visit) -> None:
    """Raises NotFound for everybody else: a coordinator changes hours on the supervisor's card."""
    if visit.viewer.role is not Role.SUPERVISOR:
        raise NotFound


async def _page(visit: Visit, form: Filled[HoursForm] | None = None, status: int = 200) -> HTMLResponse:
    today = local_date(visit.now)
    return await visit.page(
        "availability/show.html",
        status,
        availability=await availability_of(visit, visit.person_id),
        form=form,
        hours_form=form or Filled[HoursForm](usual_hours(today)),
    )
