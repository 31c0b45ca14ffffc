"""A supervisor is away for some days: what is planned then is shown with what becomes of it, then called off at once.

The supervisor's own page, and a coordinator's for any of them.
"""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.people.supervisors import find_supervisor
from services.console.pages.sessions.days_looked_at import Away, AwayForm, Days, away_page, look_at
from services.messages.sessions import ReportDaysAway, TakeBackDaysAway
from services.messages.values import Role
from services.runtime.policy import Belongs
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_AWAY: Final = "report_days_away"
_OWN: Final = "/availability/away"
_OF: Final = "/supervisors/{supervisor_id}/away"


Reported = Annotated[Filled[AwayForm], Depends(filled(AwayForm))]
TakenBack = Annotated[Filled[Days], Depends(filled(Days))]


@router.get(_OWN)
async def own(visit: SignedIn, from_day: str | None = None, until_day: str | None = None) -> HTMLResponse:
    return await _look(visit, _own_days(visit), {"from_day": from_day, "until_day": until_day})


@router.post(_OWN)
async def report_own(visit: SignedIn, form: Reported) -> Response:
    return await _report(visit, _own_days(visit), form)


@router.post(f"{_OWN}/end")
async def take_back_own(visit: SignedIn, form: TakenBack) -> Response:
    return await _take_back(visit, _own_days(visit), form)


@router.get(_OF)
async def of(
    visit: SignedIn, supervisor_id: UUID, from_day: str | None = None, until_day: str | None = None
) -> HTMLResponse:
    asked = {"from_day": from_day, "until_day": until_day}
    return await _look(visit, await _days_of(visit, supervisor_id), asked)


@router.post(_OF)
async def report_of(visit: SignedIn, supervisor_id: UUID, form: Reported) -> Response:
    return await _report(visit, await _days_of(visit, supervisor_id), form)


@router.post(f"{_OF}/end")
async def take_back_of(visit: SignedIn, supervisor_id: UUID, form: TakenBack) -> Response:
    return await _take_back(visit, await _days_of(visit, supervisor_id), form)


def _own_days(visit: Visit) -> Away:
    """Raises NotFound for who supervises nobody."""
    if visit.viewer.role is not Role.SUPERVISOR:
        raise NotFound
    return Away(visit.person_id, _OWN, "/availability")


async def _days_of(visit: Visit, supervisor_id: UUID) -> Away:
    """Raises NotFound for whom the policy does not let, and for somebody who is no supervisor."""
    visit.must(_AWAY, Belongs(supervisor_id=supervisor_id))
    if visit.viewer.role is Role.SUPERVISOR:
        raise NotFound
    person, _card = await find_supervisor(visit, supervisor_id)
    return Away(
        supervisor_id, f"/supervisors/{supervisor_id}/away", f"/supervisors/{supervisor_id}", person.name
    )


async def _look(visit: Visit, away: Away, asked: dict[str, str | None]) -> HTMLResponse:
    """Once the form was sent, empty or not."""
    if any(one is not None for one in asked.values()):
        await look_at(visit, away, asked)
    return await away_page(visit, away, Filled[AwayForm]())


async def _report(visit: Visit, away: Away, form: Filled[AwayForm]) -> Response:
    async def shown_again() -> HTMLResponse:
        await look_at(visit, away, form.values)
        return await away_page(visit, away, form, 422)

    return await send_form(
        visit,
        form,
        lambda typed: ReportDaysAway(
            supervisor_id=away.supervisor_id,
            reported_by=visit.person_id,
            as_of=visit.now,
            **typed.model_dump(),
        ),
        then=away.path,
        said=_(
            "The days are kept, and the sessions are called off. Everybody who takes part is told by mail."
        ),
        shown_again=shown_again,
        about=away.supervisor_id,
    )


async def _take_back(visit: Visit, away: Away, form: Filled[Days]) -> Response:
    return await send_form(
        visit,
        form,
        lambda typed: TakeBackDaysAway(
            supervisor_id=away.supervisor_id,
            taken_back_by=visit.person_id,
            as_of=visit.now,
            **typed.model_dump(),
        ),
        then=away.path,
        said=_(
            "The days are open again. What was called off stays at its new times; where it has none yet, the"
            " coordinator may find one on these days too."
        ),
        shown_again=lambda: away_page(visit, away, Filled[AwayForm](), 422),
        about=away.supervisor_id,
    )
