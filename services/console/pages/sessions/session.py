"""One session: its supervisor says in two presses who was there, or that nobody came, and writes a private note."""

from collections.abc import Callable
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.console.pages.sessions.opened_session import Opened, open_session
from services.console.pages.sessions.record_charge import charge_of
from services.console.pages.sessions.reported_costs import CostForm, blank, costs_of
from services.messages.envelope import Reply
from services.messages.headcounts import MOST_MEMBERS
from services.messages.sessions import ReadNote, RecordHeld, RecordNoShow, WriteNote
from services.messages.values import RealMinutes
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.web.feed.pages import place_agreed
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_RECORD: Final = "record_session"
_NOTE: Final = "write_note"


class HeldForm(Form):
    """present: those who are ticked. minutes: none: as long as was agreed."""

    present: Annotated[list[UUID], Field(max_length=MOST_MEMBERS)] = []
    minutes: RealMinutes | None = None


class NobodyForm(Form):
    """Nothing to fill in: the press is what is said."""


class NoteForm(Form):
    text: Annotated[str, Field(min_length=1, max_length=20_000)]


@router.get("/sessions/{session_id}")
async def show(visit: SignedIn, session_id: UUID) -> HTMLResponse:
    opened = await open_session(visit, session_id)
    await visit.note("opened_session", opened.shown.process_id)
    return await page_of(visit, opened)


@router.post("/sessions/{session_id}/held")
async def held(
    visit: SignedIn, session_id: UUID, form: Annotated[Filled[HeldForm], Depends(filled(HeldForm))]
) -> Response:
    opened = await open_session(visit, session_id, _RECORD)
    if form.is_valid and not form.data.present:
        form.refuse("present", _("Tick at least one, or say that nobody came."))
    return await send_form(
        visit,
        form,
        lambda typed: RecordHeld(
            session_id=session_id,
            present=typed.present,
            minutes=typed.minutes,
            recorded_by=visit.person_id,
            as_of=visit.now,
        ),
        then="/",
        said=_named(
            visit,
            opened,
            _("Session %(session)s of %(process)s is confirmed."),
            _("Trial session %(session)s of %(process)s is confirmed."),
        ),
        shown_again=lambda: page_of(visit, opened, 422, held=form),
        process_id=opened.shown.process_id,
    )


@router.post("/sessions/{session_id}/nobody")
async def nobody(
    visit: SignedIn, session_id: UUID, form: Annotated[Filled[NobodyForm], Depends(filled(NobodyForm))]
) -> Response:
    opened = await open_session(visit, session_id, _RECORD)
    return await send_form(
        visit,
        form,
        lambda _typed: RecordNoShow(session_id=session_id, recorded_by=visit.person_id, as_of=visit.now),
        then="/",
        said=_named(
            visit,
            opened,
            _("Session %(session)s of %(process)s is recorded: nobody came."),
            _("Trial session %(session)s of %(process)s is recorded: nobody came."),
        ),
        shown_again=lambda: page_of(visit, opened, 422, held=form),
        process_id=opened.shown.process_id,
    )


@router.post("/sessions/{session_id}/note")
async def write(
    visit: SignedIn, session_id: UUID, form: Annotated[Filled[NoteForm], Depends(filled(NoteForm))]
) -> Response:
    """Its words go to the service that seals them, and nowhere else."""
    opened = await open_session(visit, session_id, _NOTE)
    return await send_form(
        visit,
        form,
        lambda typed: WriteNote(
            session_id=session_id, author_id=visit.person_id, text=typed.text, as_of=visit.now
        ),
        then=f"{opened.path}#note",
        said=_("Your note is sealed and saved."),
        shown_again=lambda: page_of(visit, opened, 422, note=form),
        process_id=opened.shown.process_id,
    )


def _named(visit: Visit, opened: Opened, of_contract: str, of_trial: str) -> Callable[[Reply], str]:
    """Said on my day, which has one row less: of which session it is true."""
    told = {"session": opened.card.number, "process": opened.process.number}
    return lambda _answer: visit.text(of_trial if opened.card.trial else of_contract) % told


async def page_of(
    visit: Visit,
    opened: Opened,
    status: int = 200,
    held: Filled[Any] | None = None,
    note: Filled[NoteForm] | None = None,
    costs: Filled[CostForm] | None = None,
) -> HTMLResponse:
    """held, note, costs: what was typed and is not right yet.

    Everybody is ticked who has not said beforehand that they cannot come, until the supervisor says otherwise.
    """
    members, absent = opened.shown.members, opened.shown.absent
    everybody = Filled[HeldForm]({"present": [str(one) for one in members if one not in absent]})
    return await visit.page(
        "sessions/show.html",
        status,
        opened=opened,
        card=opened.card,
        place=await _place(visit, opened),
        charge=await charge_of(visit, opened),
        shown=opened.shown,
        members=[(one, opened.names.get(one, "")) for one in members],
        present=_named_ones(opened, opened.shown.present),
        absent=_named_ones(opened, absent),
        over=opened.is_over(visit.now),
        form=held or note or costs,
        costs=await costs_of(visit, opened),
        costs_form=costs or blank(visit, opened),
        held_form=held if held and held.values else everybody,
        note_form=note or (await _note(visit, opened) if visit.may(_NOTE) else None),
    )


def _named_ones(opened: Opened, people: list[UUID]) -> list[str]:
    return [opened.names[one] for one in people if one in opened.names]


async def _place(visit: Visit, opened: Opened) -> str:
    """Of its own, or as was agreed."""
    day = local_date(opened.card.starts_at)
    return opened.card.place or await place_agreed(visit, opened.shown.process_id, day)


async def _note(visit: Visit, opened: Opened) -> Filled[NoteForm]:
    """The author's own words, to be read and written on."""
    if not opened.shown.has_note:
        return Filled[NoteForm]()
    try:
        note = await visit.ask(ReadNote(session_id=opened.card.session_id, viewer=visit.viewer))
    except Refusal:  # its key was destroyed in the meantime
        return Filled[NoteForm]()
    return Filled[NoteForm]({"text": note.text})
