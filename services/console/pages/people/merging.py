"""Two entries of one person: found by their mail addresses, shown side by side, made one, and what an entry took in."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.console.pages.people import two_entries
from services.console.pages.people.credentials import last_day
from services.console.pages.processes.process_access import people_of
from services.messages.directory import (
    FindPerson,
    ListMergedEntries,
    MergePeople,
    MergePreview,
    PreviewMerge,
    ShowPerson,
)
from services.messages.values import Email
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/people")
_ACTION: Final = "merge_people"


class TwoForm(Form):
    kept_email: Email
    absorbed_email: Email


class MergeForm(Form):
    """absorbed_email: typed once more, as its own confirmation."""

    absorbed_email: Email


@router.get("/merge")
async def begin(visit: SignedIn, person_id: UUID | None = None) -> HTMLResponse:
    """person_id: whose address is filled in already."""
    visit.must(_ACTION)
    form = Filled[TwoForm]()
    if person_id:
        form.values["kept_email"] = (await visit.ask(ShowPerson(person_id=person_id))).email
    return await visit.page("people/merge.html", form=form)


@router.post("/merge")
async def find(visit: SignedIn, form: Annotated[Filled[TwoForm], Depends(filled(TwoForm))]) -> Response:
    visit.must(_ACTION)
    ids = [await _with_address(visit, form, name) for name in TwoForm.model_fields]
    if form.is_valid and ids[0] == ids[1]:
        form.refuse("absorbed_email", _("This is the same entry. Write the other one's address."))
    if not form.is_valid:
        return await visit.page("people/merge.html", 422, form=form)
    return RedirectResponse(f"/people/{ids[0]}/merge/{ids[1]}", 303)


@router.get("/{kept_id}/merge/{absorbed_id}")
async def compare(visit: SignedIn, kept_id: UUID, absorbed_id: UUID) -> Response:
    visit.must(_ACTION)
    return await _page(visit, kept_id, absorbed_id)


@router.post("/{kept_id}/merge/{absorbed_id}")
async def merge(
    visit: SignedIn,
    kept_id: UUID,
    absorbed_id: UUID,
    form: Annotated[Filled[MergeForm], Depends(filled(MergeForm))],
) -> Response:
    visit.must(_ACTION)
    return await send_form(
        visit,
        form,
        lambda typed: MergePeople(
            kept_id=kept_id,
            absorbed_id=absorbed_id,
            absorbed_email=typed.absorbed_email,
            merged_by=visit.person_id,
            as_of=visit.now,
        ),
        then=lambda stays: f"/people/{stays.person_id}/entries",
        said=_("The two entries are one now. Both addresses hear of it by mail."),
        shown_again=lambda: _page(visit, kept_id, absorbed_id, 422, form),
        about=kept_id,
    )


@router.get("/{person_id}/entries")
async def entries(visit: SignedIn, person_id: UUID) -> Response:
    """Whoever comes by an entry that is gone is led to the one that stays."""
    visit.must(_ACTION)
    person = await visit.ask(ShowPerson(person_id=person_id))
    if person.person_id != person_id:
        return RedirectResponse(f"/people/{person.person_id}/entries", 303)
    taken_in = (await visit.ask(ListMergedEntries(person_id=person_id, asked_by=visit.person_id))).entries
    names = await people_of(visit, [one.merged_by for one in taken_in])
    return await visit.page("people/entries.html", person=person, taken_in=taken_in, names=names)


async def _with_address(visit: Visit, form: Filled[TwoForm], name: str) -> UUID | None:
    if name in form.errors or not form.values.get(name):
        return None
    found = (await visit.ask(FindPerson(email=str(form.values[name])))).person
    if found is None:
        form.refuse(name, _("Nobody here has this address."))
        return None
    return found.person_id


async def _page(
    visit: Visit,
    kept_id: UUID,
    absorbed_id: UUID,
    status: int = 200,
    form: Filled[MergeForm] | None = None,
) -> Response:
    query = PreviewMerge(kept_id=kept_id, absorbed_id=absorbed_id, asked_by=visit.person_id, as_of=visit.now)
    preview = await visit.ask(query)
    if elsewhere := _elsewhere(preview, kept_id, absorbed_id):
        return RedirectResponse(elsewhere, 303)
    return await visit.page(
        "people/compare.html",
        status,
        last_day=last_day,
        sides=await two_entries.sides(visit, preview),
        faults=[visit.text(two_entries.in_words(one)) for one in preview.faults],
        form=form or Filled[MergeForm](),
    )


def _elsewhere(preview: MergePreview, kept_id: UUID, absorbed_id: UUID) -> str | None:
    """Where one of them, or both, are gone into another entry."""
    kept, absorbed = preview.kept.person_id, preview.absorbed.person_id
    if kept == absorbed:
        return f"/people/{kept}/entries"
    return None if (kept, absorbed) == (kept_id, absorbed_id) else f"/people/{kept}/merge/{absorbed}"
