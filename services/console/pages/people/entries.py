"""An entry of the register: its history, and its end, which is refused while something still hangs on it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.board.phases import OPEN
from services.console.board.queries.card_queries import listing
from services.console.board.queries.views import Card, Filters
from services.console.pages.people.supervisors import find_supervisor
from services.messages.directory import (
    EndedKind,
    EndEntry,
    EntryKind,
    ReopenEntry,
    ShowDepartment,
    ShowOrganisation,
    ShowPerson,
)
from services.messages.policy import Right
from services.messages.values import LongText
from services.web.access_log.both_doors import refused_codes_of_both
from services.web.pages.entry_changes import history_of
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/entries/{kind}/{entry_id}")
_READ: dict[EntryKind, Right] = {
    "organisation": "manage_organisation",
    "department": "manage_organisation",
    "supervisor": "manage_supervisors",
    "person": "correct_name",
}
_END: dict[EntryKind, Right] = {
    "organisation": "close_customer",
    "department": "close_customer",
    "supervisor": "manage_supervisors",
}


class ReasonForm(Form):
    reason: LongText = ""


@dataclass(frozen=True)
class Entry:
    """back: the page that it is on. hanging: whose open processes keep it from being ended."""

    kind: EntryKind
    entry_id: UUID
    name: str
    back: str
    ended_on: date | None
    hanging: Filters | None

    @property
    def path(self) -> str:
        return f"/entries/{self.kind}/{self.entry_id}"


@router.get("")
async def show(visit: SignedIn, kind: EntryKind, entry_id: UUID) -> HTMLResponse:
    visit.must(_READ[kind])
    await visit.note("opened_history", about=entry_id if kind in ("person", "supervisor") else None)
    return await _page(visit, await _entry(visit, kind, entry_id), Filled[ReasonForm]())


@router.post("/end")
async def end(
    visit: SignedIn,
    kind: EndedKind,
    entry_id: UUID,
    form: Annotated[Filled[ReasonForm], Depends(filled(ReasonForm))],
) -> Response:
    visit.must(_END[kind])
    entry = await _entry(visit, kind, entry_id)
    return await send_form(
        visit,
        form,
        lambda typed: EndEntry(
            kind=kind, entry_id=entry_id, reason=typed.reason, ended_by=visit.person_id, as_of=visit.now
        ),
        then=entry.path,
        said=_("The entry is ended. What was agreed and invoiced keeps it."),
        shown_again=lambda: _page(visit, entry, form, 422),
        about=entry_id if kind == "supervisor" else None,
    )


@router.post("/reopen")
async def reopen(
    visit: SignedIn,
    kind: EndedKind,
    entry_id: UUID,
    form: Annotated[Filled[ReasonForm], Depends(filled(ReasonForm))],
) -> Response:
    visit.must(_END[kind])
    entry = await _entry(visit, kind, entry_id)
    return await send_form(
        visit,
        form,
        lambda typed: ReopenEntry(
            kind=kind, entry_id=entry_id, reason=typed.reason, reopened_by=visit.person_id, as_of=visit.now
        ),
        then=entry.path,
        said=_("The end is taken back. Roles are given anew."),
        shown_again=lambda: _page(visit, entry, form, 422),
        about=entry_id if kind == "supervisor" else None,
    )


async def _entry(visit: Visit, kind: EntryKind, entry_id: UUID) -> Entry:
    """Raises NotFound, or a refusal that is shown as such."""
    match kind:
        case "organisation":
            found = await visit.ask(ShowOrganisation(organisation_id=entry_id, viewer=visit.viewer))
            hanging = Filters(organisation_id=entry_id)
            back = f"/organisations/{entry_id}"
            return Entry(kind, entry_id, found.name, back, found.ended_on, hanging)
        case "department":
            part = await visit.ask(ShowDepartment(department_id=entry_id, viewer=visit.viewer))
            hanging = Filters(organisation_id=part.organisation_id, department_id=entry_id)
            back = f"/organisations/{part.organisation_id}"
            return Entry(kind, entry_id, part.name, back, part.ended_on, hanging)
        case "supervisor":
            person, card = await find_supervisor(visit, entry_id)
            hanging = Filters(supervisor_id=entry_id)
            return Entry(kind, entry_id, person.name, f"/supervisors/{entry_id}", card.ended_on, hanging)
        case "person":
            somebody = await visit.ask(ShowPerson(person_id=entry_id))
            name = f"{somebody.given_name} {somebody.family_name}"
            return Entry(kind, entry_id, name, f"/people/{entry_id}/name", None, None)


async def _page(visit: Visit, entry: Entry, form: Filled[ReasonForm], status: int = 200) -> HTMLResponse:
    changes, count = await history_of(visit, entry.kind, entry.entry_id)
    return await visit.page(
        "entries/show.html",
        status,
        entry=entry,
        changes=changes,
        count=count,
        hanging=await _hanging(visit, entry),
        refused=await refused_codes_of_both(visit, entry.entry_id)
        if entry.kind in ("person", "supervisor")
        else None,
        may_end=entry.kind in _END and visit.may(_END[entry.kind]),
        form=form,
    )


async def _hanging(visit: Visit, entry: Entry) -> list[Card]:
    """Its processes that are still open, the newest of them."""
    if entry.hanging is None:
        return []
    async with visit.transaction() as db:
        found = (await listing(db, visit.viewer, entry.hanging)).cards
    return [one for one in found if one.phase in OPEN]
