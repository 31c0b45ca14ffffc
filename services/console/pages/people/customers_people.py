"""Who is what to a customer: roles for the whole organisation or a department, and who waits to be let in."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.pages.people import roles
from services.console.pages.people.organisations import to_manage
from services.messages.directory import AnswerAdmission
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_command
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/organisations/{organisation_id}")
CustomersRole = Literal["hr", "payer", "line_manager"]


class CustomersPersonForm(roles.PersonForm):
    """department_id: none for the whole organisation."""

    relation: CustomersRole
    department_id: UUID | None = None


class AdmissionForm(Form):
    admit: Literal["yes", "no"]


@router.get("/people/new")
async def new_person(visit: SignedIn, organisation_id: UUID) -> HTMLResponse:
    organisation = await to_manage(visit, organisation_id)
    form = Filled[CustomersPersonForm]({"language": organisation.language})
    return await _page(visit, organisation_id, form)


@router.post("/people/new")
async def add_person(
    visit: SignedIn,
    organisation_id: UUID,
    form: Annotated[Filled[CustomersPersonForm], Depends(filled(CustomersPersonForm))],
) -> Response:
    await to_manage(visit, organisation_id)

    async def carry_out(typed: CustomersPersonForm) -> str:
        person = await roles.register(visit, typed)
        return await roles.give(visit, person.person_id, typed.relation, organisation_id, typed.department_id)

    said = await form.carry_out(carry_out)
    if said is None:
        return await _page(visit, organisation_id, form, 422)
    return await visit.go(f"/organisations/{organisation_id}", said)


@router.post("/people/{person_id}/{relation}/end")
async def end(
    visit: SignedIn,
    organisation_id: UUID,
    person_id: UUID,
    relation: CustomersRole,
    department_id: UUID | None = None,
) -> Response:
    await to_manage(visit, organisation_id)
    said = await roles.end(visit, person_id, relation, organisation_id, department_id)
    undo = f"/organisations/{organisation_id}/people/{person_id}/{relation}/again"
    undo += f"?department_id={department_id}" if department_id else ""
    return await visit.go(
        f"/organisations/{organisation_id}", visit.text(said), undo if said == roles.ENDED else ""
    )


@router.post("/people/{person_id}/{relation}/again")
async def again(
    visit: SignedIn,
    organisation_id: UUID,
    person_id: UUID,
    relation: CustomersRole,
    department_id: UUID | None = None,
) -> Response:
    """The ending is undone."""
    await to_manage(visit, organisation_id)
    said = await roles.give(visit, person_id, relation, organisation_id, department_id, said=roles.AGAIN)
    return await visit.go(f"/organisations/{organisation_id}", said)


@router.post("/admissions/{process_id}")
async def answer_admission(
    visit: SignedIn,
    organisation_id: UUID,
    process_id: UUID,
    form: Annotated[Filled[AdmissionForm], Depends(filled(AdmissionForm))],
) -> Response:
    """Where the organisation's own HR has not answered in its time."""
    await to_manage(visit, organisation_id)
    if not form.is_valid:
        raise NotFound
    admit = form.data.admit == "yes"
    return await send_command(
        visit,
        AnswerAdmission(process_id=process_id, admit=admit, answered_by=visit.person_id, as_of=visit.now),
        then=f"/organisations/{organisation_id}",
        said=_("The person is let in.") if admit else _("The person is not let in, and hears of it by mail."),
        process_id=process_id,
    )


async def _page(
    visit: Visit, organisation_id: UUID, form: Filled[CustomersPersonForm], status: int = 200
) -> HTMLResponse:
    """Raises NotFound for whoever may give nothing there."""
    organisation = await to_manage(visit, organisation_id)
    may_give = await roles.givable(visit, organisation_id)
    if not may_give.relations:
        raise NotFound
    return await visit.page(
        "organisations/person.html", status, organisation=organisation, form=form, may_give=may_give
    )
