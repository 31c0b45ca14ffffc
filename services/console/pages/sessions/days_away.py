"""A supervisor is away for some days: what is planned then is shown with what becomes of it, then called off at once.

The supervisor's own page, and a coordinator's for any of them.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.board.process_numbers import Known, known_processes
from services.console.pages.people.supervisors import find_supervisor
from services.messages.sessions import (
    CalledOff,
    DaysAwayPlan,
    ListDaysAway,
    PreviewDaysAway,
    ReportDaysAway,
    TakeBackDaysAway,
)
from services.messages.values import Day, Role
from services.runtime.policy import Belongs
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, described, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_AWAY: Final = "report_days_away"
_OWN: Final = "/availability/away"
_OF: Final = "/supervisors/{supervisor_id}/away"


class Days(Form):
    """Which days are looked at, or open again; both counted."""

    from_day: Day
    until_day: Day


class AwayForm(Days):
    """fingerprint: of what was shown before the press."""

    fingerprint: Annotated[str, Field(min_length=1, max_length=64)]


@dataclass
class Away:
    """Whose days, and what a page shows of them. name: of another than the visitor. back: where the page comes from.

    plan: none until days are looked at. rows: its sessions, each with its process.
    """

    supervisor_id: UUID
    path: str
    back: str
    name: str | None = None
    look: Filled[Days] = field(default_factory=lambda: Filled[Days]())
    plan: DaysAwayPlan | None = None
    rows: list[tuple[CalledOff, Known | None]] = field(default_factory=list)


Reported = Annotated[Filled[AwayForm], Depends(filled(AwayForm))]
TakenBack = Annotated[Filled[Days], Depends(filled(Days))]


@router.get(_OWN)
async def own(visit: SignedIn, from_day: str = "", until_day: str = "") -> HTMLResponse:
    return await _look(visit, _own(visit), {"from_day": from_day, "until_day": until_day})


@router.post(_OWN, openapi_extra=described(AwayForm))
async def report_own(visit: SignedIn, form: Reported) -> Response:
    return await _report(visit, _own(visit), form)


@router.post(f"{_OWN}/end", openapi_extra=described(Days))
async def take_back_own(visit: SignedIn, form: TakenBack) -> Response:
    return await _take_back(visit, _own(visit), form)


@router.get(_OF)
async def of(visit: SignedIn, supervisor_id: UUID, from_day: str = "", until_day: str = "") -> HTMLResponse:
    asked = {"from_day": from_day, "until_day": until_day}
    return await _look(visit, await _of(visit, supervisor_id), asked)


@router.post(_OF, openapi_extra=described(AwayForm))
async def report_of(visit: SignedIn, supervisor_id: UUID, form: Reported) -> Response:
    return await _report(visit, await _of(visit, supervisor_id), form)


@router.post(f"{_OF}/end", openapi_extra=described(Days))
async def take_back_of(visit: SignedIn, supervisor_id: UUID, form: TakenBack) -> Response:
    return await _take_back(visit, await _of(visit, supervisor_id), form)


def _own(visit: Visit) -> Away:
    """Raises NotFound for who supervises nobody."""
    if visit.viewer.role is not Role.SUPERVISOR:
        raise NotFound
    return Away(visit.person_id, _OWN, "/availability")


async def _of(visit: Visit, supervisor_id: UUID) -> Away:
    """Raises NotFound for whom the policy does not let, and for somebody who is no supervisor."""
    visit.must(_AWAY, Belongs(supervisor_id=supervisor_id))
    if visit.viewer.role is Role.SUPERVISOR:
        raise NotFound
    person, _card = await find_supervisor(visit, supervisor_id)
    return Away(
        supervisor_id, f"/supervisors/{supervisor_id}/away", f"/supervisors/{supervisor_id}", person.name
    )


async def _look(visit: Visit, away: Away, asked: dict[str, str]) -> HTMLResponse:
    if any(asked.values()):
        await _look_at(visit, away, asked)
    return await _page(visit, away, Filled[AwayForm]())


async def _report(visit: Visit, away: Away, form: Filled[AwayForm]) -> Response:
    async def shown_again() -> HTMLResponse:
        await _look_at(visit, away, {name: form.values.get(name, "") for name in Days.model_fields})
        return await _page(visit, away, form, 422)

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
        said=_("The days are kept, and the sessions are called off. Everybody is told by mail."),
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
        said=_("The days are open again. What was called off stays at its new times."),
        shown_again=lambda: _page(visit, away, Filled[AwayForm](), 422),
        about=away.supervisor_id,
    )


async def _look_at(visit: Visit, away: Away, asked: dict[str, str]) -> None:
    async def preview(typed: Days) -> DaysAwayPlan:
        return await visit.ask(
            PreviewDaysAway(
                supervisor_id=away.supervisor_id, viewer=visit.viewer, as_of=visit.now, **typed.model_dump()
            )
        )

    away.look = Filled[Days](dict(asked)).check(Days)
    away.plan = await away.look.carry_out(preview)
    if away.plan:
        async with visit.transaction() as db:
            known = await known_processes(db, {one.process_id for one in away.plan.sessions})
        away.rows = [(one, known.get(one.process_id)) for one in away.plan.sessions]


async def _page(visit: Visit, away: Away, form: Filled[Any], status: int = 200) -> HTMLResponse:
    kept = ListDaysAway(supervisor_id=away.supervisor_id, viewer=visit.viewer, as_of=visit.now)
    days = (await visit.ask(kept)).days
    return await visit.page("availability/away.html", status, away=away, form=form, days=days)
