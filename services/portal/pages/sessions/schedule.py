"""The sessions of one process: the list, the same as a calendar file, and a session moved to a free time."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.messages.directory import Person
from services.messages.sessions import FreeTimes, ListFreeTimes, MoveSession, SessionCard
from services.messages.values import Utc
from services.portal.pages.processes.changes.leaving import group_of
from services.portal.pages.processes.own_process import (
    Process,
    find_process,
    or_nothing,
    people_of,
    sessions_of,
)
from services.portal.pages.processes.planning import plan_of
from services.portal.pages.sessions.denying import deniable
from services.portal.pages.sessions.own_part import takes_part_as
from services.portal.pages.sessions.own_session import own_session
from services.portal.pages.sessions.price_of_moving import party_of, price_of
from services.portal.pages.sessions.record_disputes import disputable, unbilled_of
from services.portal.pages.sessions.shares import shares_of
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.web.feed.entries import as_file, calendar_file
from services.web.feed.pages import place_agreed, places_of
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.days import day_asked
from services.web.pages.process_forms.earlier_times import as_it_is
from services.web.pages.process_forms.free_times import as_shown
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit
from services.wording.formats import Formats

router = APIRouter()


class MoveForm(Form):
    """seen: the percent that the page showed, seen_at the time: what nobody has seen is not carried out."""

    starts_at: Utc
    seen_at: Utc | None = None
    seen: Annotated[str, Field(max_length=10)] = "0"


@router.get("/processes/{number}/schedule")
async def show(visit: SignedIn, number: str) -> HTMLResponse:
    process = await find_process(visit, number)
    sessions = await sessions_of(visit, process)
    unbilled = await unbilled_of(visit, process) if sessions else None
    plan = None if any(not one.trial for one in sessions) else await plan_of(visit, process)
    return await visit.page(
        "schedule/show.html",
        process=process,
        sessions=sessions,
        schedule=as_it_is(sessions, ended=process.has_ended),
        shares=await shares_of(visit, process) if _off(sessions) else {},
        others=await _others(visit, process, sessions),
        takes_part_as=await takes_part_as(visit, process) if sessions else None,
        place=await _place(visit, process, sessions),
        over=deniable(unbilled, sessions, visit.now),
        disputable=disputable(unbilled, sessions),
        plan_open=plan is not None and plan.status == "open",
        left_on=None if sessions else await _left_on(visit, process),
    )


def _off(sessions: list[SessionCard]) -> bool:
    return any(one.status in ("no_show", "cancelled") for one in sessions)


async def _left_on(visit: Visit, process: Process) -> date | None:
    """The viewer's last day, who takes part no longer."""
    group = await group_of(visit, process) if visit.may("leave_group") else None
    return group.left_on if group else None


async def _place(visit: Visit, process: Process, sessions: list[SessionCard]) -> str:
    """Where the next one is to be, by what is agreed; after the last, where that was."""
    if not sessions:
        return ""
    ahead = (one for one in sessions if one.status == "planned" and visit.now < one.ends_at)
    return await place_agreed(visit, process.process_id, local_date(next(ahead, sessions[-1]).starts_at))


async def _others(visit: Visit, process: Process, sessions: list[SessionCard]) -> dict[UUID, Person]:
    """Who holds any of them that is not the process's supervisor: somebody who stands in, or had it before."""
    first = process.inquiry.supervisor_id
    return await people_of(visit, [one.supervisor_id for one in sessions if one.supervisor_id != first])


@router.get("/processes/{number}/schedule.ics")
async def as_calendar(visit: SignedIn, number: str) -> Response:
    process = await find_process(visit, number)
    sessions = await sessions_of(visit, process)
    told = {process.process_id: process.number}, visit.text, visit.now, process.number
    places = await places_of(visit, visit.viewer, process.process_id)
    return as_file(calendar_file(sessions, *told, places), process.number)


@router.get("/processes/{number}/sessions/{session_id}/move")
async def choose(visit: SignedIn, number: str, session_id: UUID, from_day: str = "") -> HTMLResponse:
    """from_day: the first day of which free times are shown; near the session where it is no day."""
    process, session = await own_session(visit, number, session_id, "move_session")
    return await _times(visit, process, session, Filled[MoveForm](), day_asked(from_day))


@router.post("/processes/{number}/sessions/{session_id}/move")
async def move(
    visit: SignedIn,
    number: str,
    session_id: UUID,
    form: Annotated[Filled[MoveForm], Depends(filled(MoveForm))],
) -> Response:
    process, session = await own_session(visit, number, session_id, "move_session")
    wanted = form.data.starts_at if form.is_valid else None
    if wanted is None:
        form.errors["starts_at"] = _("Choose a time.")
    first = local_date(wanted) if wanted else None
    price = await price_of(visit, session)
    if price and form.is_valid and wanted != session.starts_at and form.data.seen != price.seen:
        form.refuse(None, _("The price has changed since it was shown. Look at it again."))

    def said(moved: SessionCard) -> str:
        text = visit.text(_("The session is moved to %(when)s. Everybody who takes part is told by mail."))
        return text % {"when": Formats(visit.language).moment(moved.starts_at)}

    return await send_form(
        visit,
        form,
        lambda typed: _order(visit, number, session, typed),
        then=f"/processes/{process.number}/schedule",
        said=said,
        shown_again=lambda: _times(visit, process, session, form, first, 422),
        process_id=session.process_id,
    )


async def _order(visit: Visit, number: str, session: SessionCard, typed: MoveForm) -> MoveSession:
    """To a time that is offered here, or to where another press has moved it meanwhile; the service itself lets a
    supervisor agree on any.

    Refuses: slot_taken, and what MoveSession does.
    """
    starts_at = typed.starts_at
    if starts_at != session.starts_at and visit.now < starts_at:
        free = await _free(visit, session, local_date(starts_at))
        _process, now = await own_session(visit, number, session.session_id, "move_session")
        soon = free.not_before is not None and starts_at < free.not_before
        if not soon and starts_at not in (*free.times, now.starts_at):
            raise Refusal("slot_taken", "starts_at")
    return MoveSession(
        session_id=session.session_id,
        starts_at=starts_at,
        seen_at=typed.seen_at,
        moved_by=visit.person_id,
        party=party_of(visit),
        as_of=visit.now,
    )


async def _times(
    visit: Visit,
    process: Process,
    session: SessionCard,
    form: Filled[MoveForm],
    first: date | None,
    status: int = 200,
) -> HTMLResponse:
    """Free times as they are now."""
    free = await or_nothing(_free(visit, session, first), "session_not_open")
    return await visit.page(
        "schedule/move.html",
        status,
        process=process,
        session=session,
        form=form,
        price=await price_of(visit, session),
        **as_shown(visit, free),
    )


async def _free(visit: Visit, session: SessionCard, first: date | None) -> FreeTimes:
    """Refuses: session_not_open."""
    return await visit.ask(
        ListFreeTimes(session_id=session.session_id, viewer=visit.viewer, from_day=first, as_of=visit.now)
    )
