"""A session was recorded otherwise than it was: its supervisor, or a coordinator who says why, puts it right."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.pages.sessions.opened_session import Opened, open_session
from services.console.pages.sessions.record_charge import charge_of
from services.messages.headcounts import MOST_MEMBERS
from services.messages.sessions import Canceller, CorrectRecord, Outcome, SessionCard
from services.messages.values import Day, LocalTime, LongText, RealMinutes
from services.runtime.finland import local_date, to_local, to_utc
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()


class RecordAgainForm(Form):
    """told_on, told_at: Helsinki's day and time. revision: of the word that was looked at."""

    outcome: Outcome
    present: Annotated[list[UUID], Field(max_length=MOST_MEMBERS)] = []
    present_count: Annotated[int, Field(ge=1, le=MOST_MEMBERS)] | None = None
    minutes: RealMinutes | None = None
    longer_agreed: bool = False
    cancelled_by: Canceller | None = None
    told_on: Day | None = None
    told_at: LocalTime | None = None
    ground: LongText = ""
    revision: Annotated[int, Field(ge=0, le=10_000)]


@router.get("/sessions/{session_id}/correct")
async def look(visit: SignedIn, session_id: UUID) -> HTMLResponse:
    opened = await _open(visit, session_id)
    return await _page(visit, opened, Filled[RecordAgainForm](_as_recorded(opened)))


@router.post("/sessions/{session_id}/correct")
async def correct(
    visit: SignedIn,
    session_id: UUID,
    form: Annotated[Filled[RecordAgainForm], Depends(filled(RecordAgainForm))],
) -> Response:
    opened = await _open(visit, session_id)
    _check(form)

    return await send_form(
        visit,
        form,
        lambda typed: CorrectRecord(
            session_id=session_id,
            told_at=_told_at(typed, opened.shown.cancelled_at),
            corrected_by=visit.person_id,
            as_of=visit.now,
            **typed.model_dump(exclude={"told_on", "told_at"}),
        ),
        then=opened.path,
        said=lambda answer: _said(visit, opened.card, answer),
        shown_again=lambda: _page(visit, opened, form, 422),
        process_id=opened.shown.process_id,
    )


def _said(visit: Visit, before: SessionCard, answer: SessionCard) -> str:
    if (answer.revision, answer.status) == (before.revision, before.status):
        return visit.text(_("It was recorded so already: nothing is changed."))
    of_contract = _("Session %(session)s is recorded otherwise now. Those concerned are told.")
    of_trial = _("Trial session %(session)s is recorded otherwise now. Those concerned are told.")
    if before.status == "planned":
        of_contract = _("Session %(session)s is recorded.")
        of_trial = _("Trial session %(session)s is recorded.")
    return visit.text(of_trial if before.trial else of_contract) % {"session": before.number}


def _told_at(typed: RecordAgainForm, recorded: datetime | None) -> datetime | None:
    """What is typed as it was shown is the instant that is recorded: a clock shows it without seconds, or twice."""
    if typed.told_on is None or typed.told_at is None:
        return None
    day, at = _shown(recorded)
    same = (typed.told_on.isoformat(), f"{typed.told_at:%H:%M}") == (day, at)
    return recorded if same else to_utc(typed.told_on, typed.told_at)


def _shown(recorded: datetime | None) -> tuple[str | None, str | None]:
    """The day and the time of the form."""
    if recorded is None:
        return None, None
    return local_date(recorded).isoformat(), f"{to_local(recorded):%H:%M}"


def _check(form: Filled[RecordAgainForm]) -> None:
    """What belongs to the outcome that is said, and only that."""
    if not form.is_valid or form.data.outcome != "cancelled":
        return
    for field in ("cancelled_by", "told_on", "told_at"):
        if getattr(form.data, field) is None:
            form.refuse(field, _("Fill in this field."))


async def _open(visit: Visit, session_id: UUID) -> Opened:
    """Raises NotFound for who may neither record it nor put another's record right."""
    own = visit.may("record_session")
    if not own and not visit.may("correct_record"):
        raise NotFound
    return await open_session(visit, session_id, "record_session" if own else "correct_record")


def _as_recorded(opened: Opened) -> dict[str, Any]:
    """The form begins with what is recorded; whoever says that it was held after all unticks who was not there."""
    shown, members = opened.shown, opened.shown.members
    day, at = _shown(shown.cancelled_at)
    return {
        "outcome": "cancelled" if shown.card.status == "replaced" else shown.card.status,
        "present": [str(one) for one in shown.present or members],
        "present_count": shown.present_count or None,
        "minutes": shown.held_minutes,
        "longer_agreed": shown.longer_agreed,
        "cancelled_by": shown.cancelled_by,
        "told_on": day,
        "told_at": at,
        "revision": shown.card.revision,
    }


async def _page(
    visit: Visit, opened: Opened, form: Filled[RecordAgainForm], status: int = 200
) -> HTMLResponse:
    return await visit.page(
        "sessions/correct.html",
        status,
        opened=opened,
        card=opened.card,
        charge=await charge_of(visit, opened),
        form=form,
        members=[(one, opened.names.get(one, "")) for one in opened.shown.members],
        own=visit.may("record_session"),
        minutes=opened.minutes,
        revision=form.values.get("revision", opened.card.revision),
    )
