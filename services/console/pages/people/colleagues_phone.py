"""A colleague's telephone number at work, typed for them; one's own is on the page of one's own details."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.messages.directory import ChangePerson, PersonCard, ShowPerson
from services.messages.values import Phone
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/people/{person_id}/phone")


class PhoneForm(Form):
    """phone: empty for none."""

    phone: Phone = ""


@router.get("")
async def show(visit: SignedIn, person_id: UUID) -> Response:
    visit.must("correct_staff_name")
    if person_id == visit.person_id:
        return RedirectResponse("/me", 303)
    person = await visit.ask(ShowPerson(person_id=person_id))
    return await _page(visit, person, Filled[PhoneForm]({"phone": person.phone}))


@router.post("")
async def change(
    visit: SignedIn, person_id: UUID, form: Annotated[Filled[PhoneForm], Depends(filled(PhoneForm))]
) -> Response:
    visit.must("correct_staff_name")
    person = await visit.ask(ShowPerson(person_id=person_id))
    return await send_form(
        visit,
        form,
        lambda typed: ChangePerson(
            person_id=person_id, phone=typed.phone, changed_by=visit.person_id, as_of=visit.now
        ),
        then="/people",
        said=_("The telephone number is saved."),
        shown_again=lambda: _page(visit, person, form, 422),
        about=person_id,
    )


async def _page(visit: Visit, person: PersonCard, form: Filled[PhoneForm], status: int = 200) -> HTMLResponse:
    return await visit.page("people/phone.html", status, person=person, form=form)
