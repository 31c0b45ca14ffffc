"""One supervisor's card: credentials with their last days, weekly hours, and what matching goes by."""

from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.pages.people.credentials import KINDS, state_of
from services.console.pages.people.supervisors import ACTION, find_supervisor
from services.console.pages.settings.first_steps import next_step
from services.messages.directory import CredentialHolds, CredentialKind, RecordCredential
from services.messages.sessions import (
    AvailabilityCard,
    ListAvailability,
    OfferAvailability,
    WithdrawAvailability,
)
from services.messages.values import Day, LocalTime
from services.runtime.finland import local_date
from services.runtime.policy import Belongs
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_command, send_form
from services.web.pages.visit import SignedIn, Visit
from services.wording.formats import Formats

router = APIRouter()
_HOURS: Final = "offer_availability"
_A_YEAR_AND_A_MONTH = 395


class CredentialForm(Form):
    kind: CredentialKind
    holds_until: Day


class HoursForm(Form):
    weekday: Annotated[int, Field(ge=0, le=6)]
    from_time: LocalTime
    to_time: LocalTime
    valid_from: Day
    valid_until: Day


@router.get("/supervisors/{supervisor_id}")
async def show(visit: SignedIn, supervisor_id: UUID) -> HTMLResponse:
    visit.must(ACTION)
    await visit.note("opened_supervisor", about=supervisor_id)
    return await _page(visit, supervisor_id)


@router.post("/supervisors/{supervisor_id}/credentials")
async def record(
    visit: SignedIn,
    supervisor_id: UUID,
    form: Annotated[Filled[CredentialForm], Depends(filled(CredentialForm))],
) -> Response:
    visit.must(ACTION)

    def said(answer: CredentialHolds) -> str:
        if answer.valid_until <= form.data.holds_until:
            return visit.text(_("The credential is recorded."))
        text = visit.text(_("It holds longer already: until %(day)s. Nothing was changed."))
        return text % {"day": Formats(visit.language).day(answer.valid_until)}

    return await send_form(
        visit,
        form,
        lambda typed: RecordCredential(
            supervisor_id=supervisor_id,
            kind=typed.kind,
            valid_until=typed.holds_until,
            recorded_by=visit.person_id,
            as_of=visit.now,
        ),
        then=f"/supervisors/{supervisor_id}",
        said=said,
        shown_again=lambda: _page(visit, supervisor_id, 422, credential=form),
        about=supervisor_id,
    )


@router.post("/supervisors/{supervisor_id}/hours")
async def offer(
    visit: SignedIn, supervisor_id: UUID, form: Annotated[Filled[HoursForm], Depends(filled(HoursForm))]
) -> Response:
    visit.must(_HOURS, Belongs(supervisor_id=supervisor_id))
    visit.must(ACTION)
    await find_supervisor(visit, supervisor_id)
    return await send_form(
        visit,
        form,
        lambda typed: _offer(visit, supervisor_id, typed),
        then=f"/supervisors/{supervisor_id}",
        said=_("The hours are offered."),
        shown_again=lambda: _page(visit, supervisor_id, 422, hours=form),
        about=supervisor_id,
    )


@router.post("/supervisors/{supervisor_id}/hours/{availability_id}/withdraw")
async def withdraw(visit: SignedIn, supervisor_id: UUID, availability_id: UUID) -> Response:
    """Hours that are gone already: the same answer, with nothing to undo."""
    visit.must(_HOURS, Belongs(supervisor_id=supervisor_id))
    visit.must(ACTION)
    offered = {one.availability_id: one for one in await availability_of(visit, supervisor_id) or []}
    undo = ""
    if hours := offered.get(availability_id):
        facts = hours.model_dump(mode="json", exclude={"availability_id"})
        undo = f"/supervisors/{supervisor_id}/hours/again?{urlencode(facts)}"
    return await send_command(
        visit,
        WithdrawAvailability(
            supervisor_id=supervisor_id,
            availability_id=availability_id,
            withdrawn_by=visit.person_id,
            as_of=visit.now,
        ),
        then=f"/supervisors/{supervisor_id}",
        said=_("The hours are withdrawn. What is booked on them stays."),
        about=supervisor_id,
        undo=undo,
    )


@router.post("/supervisors/{supervisor_id}/hours/again")
async def again(visit: SignedIn, supervisor_id: UUID, hours: Annotated[HoursForm, Query()]) -> Response:
    """The withdrawal is undone."""
    visit.must(_HOURS, Belongs(supervisor_id=supervisor_id))
    visit.must(ACTION)
    await find_supervisor(visit, supervisor_id)
    return await send_command(
        visit,
        _offer(visit, supervisor_id, hours),
        then=f"/supervisors/{supervisor_id}",
        said=_("The hours are offered again."),
        about=supervisor_id,
    )


def _offer(visit: Visit, supervisor_id: UUID, hours: HoursForm) -> OfferAvailability:
    return OfferAvailability(
        supervisor_id=supervisor_id, offered_by=visit.person_id, as_of=visit.now, **hours.model_dump()
    )


async def _page(
    visit: Visit,
    supervisor_id: UUID,
    status: int = 200,
    credential: Filled[CredentialForm] | None = None,
    hours: Filled[HoursForm] | None = None,
) -> HTMLResponse:
    """credential, hours: what was typed and is not right yet."""
    person, card = await find_supervisor(visit, supervisor_id)
    today = local_date(visit.now)
    states = [
        (kind, card.credentials.get(kind), state_of(card.credentials.get(kind), today)) for kind in KINDS
    ]
    return await visit.page(
        "supervisors/show.html",
        status,
        person=person,
        card=card,
        next=await next_step(visit, "/supervisors"),
        credentials=states,
        availability=await availability_of(visit, supervisor_id),
        form=credential or hours,
        credential_form=credential or Filled[CredentialForm](),
        hours_form=hours or Filled[HoursForm](usual_hours(today)),
        today=today,
    )


async def availability_of(visit: Visit, supervisor_id: UUID) -> list[AvailabilityCard] | None:
    """None for a role that has nothing to do with anybody's hours."""
    if not visit.may(_HOURS):
        return None
    query = ListAvailability(supervisor_id=supervisor_id, viewer=visit.viewer)
    return (await visit.ask(query)).availability


def usual_hours(today: date) -> dict[str, Any]:
    """Long enough for the series of a contract that begins soon."""
    until = date.fromordinal(today.toordinal() + _A_YEAR_AND_A_MONTH)
    return {"from_time": "09:00", "to_time": "16:00", "valid_from": today, "valid_until": until}
