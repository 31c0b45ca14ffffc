"""The three-way meeting before a contract is signed: held on a day, or waived with a reason."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.console.pages.processes.arranging.contracting import contract_page
from services.messages.contracts import (
    ArrangeMeeting,
    CorrectMeeting,
    MeetingOutcome,
    RecordMeeting,
    WaiveMeeting,
)
from services.messages.values import Day, LocalTime, LongText, Minutes, PlaceText
from services.runtime.finland import to_utc
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import SignedIn

router = APIRouter()


class HeldForm(Form):
    held_on: Day


class WaivedForm(Form):
    reason: LongText


class ArrangedForm(Form):
    """By Helsinki's clock."""

    named_otherwise = {"starts_at": "start", "minutes": "meeting_minutes", "place": "meeting_place"}
    day: Day
    start: LocalTime
    meeting_minutes: Minutes = 60
    meeting_place: PlaceText = ""


class CorrectedForm(Form):
    """held_on, reason: by the outcome."""

    outcome: MeetingOutcome
    held_on: Day | None = None
    reason: LongText = ""


@router.post("/processes/{number}/contracting/meeting")
async def record(
    visit: SignedIn, number: str, form: Annotated[Filled[HeldForm], Depends(filled(HeldForm))]
) -> Response:
    page = await contract_page(visit, number)
    return await page.send(
        form,
        lambda typed: RecordMeeting(
            process_id=page.process_id,
            held_on=typed.held_on,
            recorded_by=visit.person_id,
            as_of=visit.now,
        ),
        said=_("The meeting is recorded. The contract can be completed."),
    )


@router.post("/processes/{number}/contracting/meeting/waive")
async def waive(
    visit: SignedIn, number: str, form: Annotated[Filled[WaivedForm], Depends(filled(WaivedForm))]
) -> Response:
    page = await contract_page(visit, number)
    return await page.send(
        form,
        lambda typed: WaiveMeeting(
            process_id=page.process_id, reason=typed.reason, waived_by=visit.person_id, as_of=visit.now
        ),
        said=_("The meeting is left out. The contract can be completed."),
    )


@router.post("/processes/{number}/contracting/meeting/arrange")
async def arrange(
    visit: SignedIn, number: str, form: Annotated[Filled[ArrangedForm], Depends(filled(ArrangedForm))]
) -> Response:
    page = await contract_page(visit, number)
    return await page.send(
        form,
        lambda typed: ArrangeMeeting(
            process_id=page.process_id,
            starts_at=to_utc(typed.day, typed.start),
            minutes=typed.meeting_minutes,
            place=typed.meeting_place,
            arranged_by=visit.person_id,
            as_of=visit.now,
        ),
        said=_("The meeting has a time. Everybody concerned is told."),
    )


@router.post("/processes/{number}/contracting/meeting/correct")
async def correct(
    visit: SignedIn, number: str, form: Annotated[Filled[CorrectedForm], Depends(filled(CorrectedForm))]
) -> Response:
    page = await contract_page(visit, number)
    return await page.send(
        form,
        lambda typed: CorrectMeeting(
            process_id=page.process_id,
            **typed.model_dump(),
            corrected_by=visit.person_id,
            as_of=visit.now,
        ),
        said=_("The record of the meeting is put right."),
    )
