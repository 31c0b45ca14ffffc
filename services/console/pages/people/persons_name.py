"""Another person's name put right: a typing error needs no proof, and the person is told by mail."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.messages.directory import ChangePerson, PersonCard, ShowPerson
from services.messages.names import PersonName
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/people/{person_id}/name")


class NameForm(Form):
    given_name: PersonName
    family_name: PersonName


@router.get("")
async def show(visit: SignedIn, person_id: UUID) -> Response:
    """One's own is on the page of one's own details."""
    visit.must("correct_name")
    if person_id == visit.person_id:
        return RedirectResponse("/me", 303)
    person = await visit.ask(ShowPerson(person_id=person_id))
    typed = person.model_dump(include=set(NameForm.model_fields))
    return await _page(visit, person, Filled[NameForm](typed))


@router.post("")
async def correct(
    visit: SignedIn, person_id: UUID, form: Annotated[Filled[NameForm], Depends(filled(NameForm))]
) -> Response:
    visit.must("correct_name")
    person = await visit.ask(ShowPerson(person_id=person_id))
    return await send_form(
        visit,
        form,
        lambda typed: ChangePerson(
            person_id=person_id, changed_by=visit.person_id, as_of=visit.now, **typed.model_dump()
        ),
        then=f"/entries/person/{person_id}",
        said=_("The name is put right, and the person is told."),
        shown_again=lambda: _page(visit, person, form, 422),
        about=person_id,
    )


async def _page(visit: Visit, person: PersonCard, form: Filled[NameForm], status: int = 200) -> HTMLResponse:
    return await visit.page("people/name.html", status, person=person, form=form)
