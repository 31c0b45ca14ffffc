"""The calendar of sessions: a week, a month or an agenda; a coordinator's of everybody, a supervisor's own."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from services.console.board.queries.session_calendar import MOST, Meeting, calendar
from services.console.pages.names import all_supervisors, with_customers
from services.console.pages.processes.process_access import people_of
from services.console.pages.sessions import calendar_grid
from services.console.pages.sessions.calendar_ranges import Span, View, span_of
from services.messages.values import Role
from services.runtime.finland import day_off_name, local_date
from services.web.pages.languages import marked as _
from services.web.pages.process_forms.days import day_asked
from services.web.pages.visit import SignedIn, Visit
from services.wording.formats import Formats
from services.wording.ordering import by_family_name

router = APIRouter()
ACTION: Final = "move_session"
_VIEWS: dict[View, str] = {"week": _("Week"), "month": _("Month"), "agenda": _("Agenda")}


@router.get("/calendar")
async def show(visit: SignedIn, view: str = "week", day: str = "", supervisor: str = "") -> HTMLResponse:
    """day: any of those to be shown. supervisor: whose only; what cannot be read counts as not said."""
    visit.must(ACTION)
    today = local_date(visit.now)
    shown: View = view if view in _VIEWS else "week"
    asked = day_asked(day) or today
    span = span_of(shown, asked)
    supervisors = await _supervisors(visit)
    whose = next((one for one in supervisors if str(one) == supervisor), None)
    async with visit.transaction() as db:
        found = await calendar(db, visit.viewer, span.begins, span.ends, whose)
    meetings = await with_customers(visit, found)
    said = {"supervisor": str(whose)} if whose else {}
    return await visit.page(
        "calendar/show.html",
        view=shown,
        asked=asked,
        today=today,
        supervisors=supervisors,
        whose=whose,
        views=[(_path(one, asked, said), visit.text(words), one == shown) for one, words in _VIEWS.items()],
        earlier_today_later=[_path(shown, one, said) for one in (span.before, today, span.after)],
        agenda_path=_path("agenda", asked, said),
        title=_title(visit, shown, span, asked),
        meetings=meetings,
        all_shown=len(meetings) < MOST,
        names=supervisors if visit.viewer.role is not Role.SUPERVISOR else {},
        **_laid_out(visit, shown, span, asked, meetings, supervisors if not whose else {}, said),
    )


async def _supervisors(visit: Visit) -> dict[UUID, str]:
    """By family name, for whoever may look at more than their own."""
    if visit.viewer.role is Role.SUPERVISOR:
        return {}
    people = await people_of(visit, [one.supervisor_id for one in await all_supervisors(visit)])
    in_order = by_family_name(people.values(), visit.language, lambda one: one)
    return {one.person_id: one.name for one in in_order}


def _laid_out(
    visit: Visit,
    view: View,
    span: Span,
    asked: date,
    meetings: Sequence[Meeting],
    names: dict[UUID, str],
    said: dict[str, str],
) -> dict[str, Any]:
    """What this view's macro asks for. names: of supervisors, where an entry has to say whose it is."""
    formats, today = Formats(visit.language), local_date(visit.now)
    if view == "agenda":
        return {}
    entries = [calendar_grid.entry(one, _words(one, names), formats) for one in meetings]

    def off(day: date) -> str | None:
        return day_off_name(day, visit.language)

    def more(day: date, number: int) -> tuple[str, str]:
        return _path("agenda", day, said), visit.text(_("%(number)s more")) % {"number": number}

    if view == "week":
        first, last = calendar_grid.hours(entries)
        days, left_out = calendar_grid.week(span, entries, formats.short_day, off, today)
        return {"days": days, "first": first, "last": last, "left_out": left_out}
    return {"weeks": calendar_grid.month(span, asked, entries, formats.short_day, off, more, today)}


def _words(meeting: Meeting, names: dict[UUID, str]) -> str:
    whose = names.get(meeting.supervisor_id)
    about = meeting.organisation_name or meeting.process_number
    return f"{whose}: {about}" if whose else about


def _title(visit: Visit, view: View, span: Span, asked: date) -> str:
    formats = Formats(visit.language)
    if view == "month":
        return formats.month(asked)
    *_days, last = span.days()
    days = f"{formats.day(span.first)} – {formats.day(last)}"
    if view == "agenda":
        return days
    return visit.text(_("Week %(number)s")) % {"number": span.first.isocalendar().week} + f", {days}"


def _path(view: View, day: date, said: dict[str, str]) -> str:
    return "/calendar?" + urlencode({"view": view, "day": day.isoformat(), **said})
