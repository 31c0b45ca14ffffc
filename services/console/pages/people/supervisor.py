"""One supervisor's card: credentials with their last days, weekly hours, and what matching goes by."""

from datetime import date
from typing import Annotated, Any, ClassVar, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.pages.people.credentials import last_day, standing
from services.console.pages.people.supervisors import ACTION, find_supervisor
from services.console.pages.settings.first_steps import next_step
from services.messages.directory import (
    ENDLESS,
    NO_END,
    CredentialHolds,
    CredentialKind,
    CredentialWords,
    RecordCredential,
)
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
    """holds_until: empty for what never ends."""

    kind: CredentialKind
    description: CredentialWords = ""
    holds_until: Day | None = None


class HoursForm(Form):
    not_typed: ClassVar = frozenset({"weekday"})

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
    check_recorded(form)
    return await send_form(
        visit,
        form,
        lambda typed: RecordCredential(
            supervisor_id=supervisor_id,
            kind=typed.kind,
            valid_until=typed.holds_until or NO_END,
            description=typed.description or None,
            recorded_by=visit.person_id,
            as_of=visit.now,
        ),
        then=f"/supervisors/{supervisor_id}",
        said=lambda answer: _said(visit, form.data, answer),
        shown_again=lambda: _page(visit, supervisor_id, 422, credential=form),
        about=supervisor_id,
    )


def _said(visit: Visit, typed: CredentialForm, answer: CredentialHolds) -> str:
    if answer.valid_until <= (typed.holds_until or NO_END):
        return visit.text(_("The credential is recorded."))
    day = last_day(answer.valid_until)
    if day is None:
        return visit.text(_("It stands without a last day, and the day was not changed."))
    text = visit.text(_("It holds longer already: until %(day)s. The day was not changed."))
    return text % {"day": Formats(visit.language).day(day)}


def check_recorded(form: Filled[CredentialForm]) -> None:
    """What a training is, customers read before they decide; what ends has its last day."""
    if not form.is_valid:
        return
    if form.data.kind == "training" and not form.data.description:
        form.refuse("description", _("Write what the training is: its name, who gave it, and the year."))
    if form.data.holds_until is None and form.data.kind not in ENDLESS:
        form.refuse("holds_until", _("Write the last valid day."))


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
    return await visit.page(
        "supervisors/show.html",
        status,
        person=person,
        card=card,
        next=await next_step(visit, "/supervisors"),
        credentials=standing(card, today),
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
