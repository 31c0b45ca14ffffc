"""Who gets and loses a role in the visitor's organisation; directory says who may give and end which."""

from typing import Annotated, Literal
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import Field

from services.messages.directory import (
    AnswerAdmission,
    EndRelation,
    GivableRoles,
    ListedPerson,
    ListPeople,
    RegisterPerson,
    RelatePerson,
    RelationCard,
    RoleOutcome,
)
from services.messages.names import PersonName
from services.messages.values import Email, Language
from services.portal.pages.people.own import givable, own_organisation
from services.web.http.errors import NotFound, Over
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_command
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
OwnRelation = Literal["hr", "payer", "line_manager"]


class PersonForm(Form):
    """department_id: none for the whole organisation."""

    given_name: PersonName
    family_name: PersonName
    email: Email
    language: Language
    relation: OwnRelation
    department_id: UUID | None = None


class EndForm(Form):
    confirm: Annotated[str, Field(max_length=100)]


class AdmissionForm(Form):
    admit: Literal["yes", "no"]


@router.get("/organisation/people/new")
async def new_person(visit: SignedIn) -> HTMLResponse:
    may_give = await _may_give(visit)
    own = str(visit.viewer.department_id or "")
    form = Filled[PersonForm]({"language": visit.language, "department_id": own})
    return await visit.page("organisation/person.html", form=form, may_give=may_give)


@router.post("/organisation/people/new")
async def add_person(
    visit: SignedIn, form: Annotated[Filled[PersonForm], Depends(filled(PersonForm))]
) -> Response:
    may_give = await _may_give(visit)
    done = await form.carry_out(lambda typed: _register(visit, typed))
    if done is None:
        return await visit.page("organisation/person.html", 422, form=form, may_give=may_give)
    person_id, given = done
    if given.nothing_changed:
        has = visit.text(_("This person has the role already. Nothing was changed."))
        return await visit.go("/organisation", said=has)
    visit.door.identities.forget(person_id)
    await visit.note(RelatePerson, about=person_id)
    return await visit.go("/organisation", said=visit.text(_("The person is added and can sign in.")))


@router.get("/organisation/people/{person_id}/{relation}")
async def ask_to_end(
    visit: SignedIn, person_id: UUID, relation: OwnRelation, department_id: UUID | None = None
) -> HTMLResponse:
    person, role = await _holder_of_role(visit, person_id, relation, department_id)
    return await visit.page("organisation/end.html", person=person, role=role, form=Filled[EndForm]())


@router.post("/organisation/people/{person_id}/{relation}")
async def end(
    visit: SignedIn,
    person_id: UUID,
    relation: OwnRelation,
    form: Annotated[Filled[EndForm], Depends(filled(EndForm))],
    department_id: UUID | None = None,
) -> Response:
    """Typed confirmation: whoever loses a role no longer gets in by it.

    department_id: in the address, so that a form that is shown again asks about the same role.
    """
    person, role = await _holder_of_role(visit, person_id, relation, department_id)
    if form.is_valid and form.data.confirm.lower() != person.family_name.lower():
        form.refuse("confirm", _("Type the family name as it is written above."))
    order = EndRelation(
        person_id=person_id,
        relation=relation,
        organisation_id=role.organisation_id,
        department_id=role.department_id,
        ended_by=visit.person_id,
        as_of=visit.now,
    )
    if await form.carry_out(lambda _typed: visit.ask(order)) is None:
        return await visit.page("organisation/end.html", 422, person=person, role=role, form=form)
    visit.door.identities.forget(person_id)
    await visit.note(EndRelation, about=person_id)
    return await visit.go("/organisation", said=visit.text(_("The role has ended.")))


@router.post("/organisation/admissions/{process_id}")
async def answer_admission(
    visit: SignedIn,
    process_id: UUID,
    form: Annotated[Filled[AdmissionForm], Depends(filled(AdmissionForm))],
) -> Response:
    """Whoever asked for the organisation is let in, or is none of it."""
    own_organisation(visit)
    if not form.is_valid:
        raise NotFound
    admit = form.data.admit == "yes"
    said = (
        _("The person is let in.") if admit else _("The person is not let in, and our coordinator is told.")
    )
    return await send_command(
        visit,
        AnswerAdmission(process_id=process_id, admit=admit, answered_by=visit.person_id, as_of=visit.now),
        then="/organisation",
        said=said,
        process_id=process_id,
    )


async def _may_give(visit: Visit) -> GivableRoles:
    """Raises NotFound for whoever may give nothing here."""
    found = await givable(visit, own_organisation(visit))
    if not found.relations:
        raise NotFound
    return found


async def _register(visit: Visit, typed: PersonForm) -> tuple[UUID, RoleOutcome]:
    """Somebody who is known by this address already gets the role as who they are."""
    facts = typed.model_dump(include={"given_name", "family_name", "email", "language"})
    facts |= {"registered_by": visit.person_id, "as_of": visit.now}
    person = await visit.ask(RegisterPerson(person_id=uuid4(), **facts))
    given = await visit.ask(
        RelatePerson(
            person_id=person.person_id,
            relation=typed.relation,
            organisation_id=visit.viewer.organisation_id,
            # In a department's role, what is given is given there.
            department_id=visit.viewer.department_id or typed.department_id,
            given_by=visit.person_id,
            as_of=visit.now,
        )
    )
    return person.person_id, given


async def _holder_of_role(
    visit: Visit, person_id: UUID, relation: OwnRelation, department_id: UUID | None
) -> tuple[ListedPerson, RelationCard]:
    """Who has this role here, as the visitor may end it; one's own is ended by a colleague or by the coordinator.

    Where nobody has, on to who has which: it may have ended meanwhile.
    """
    organisation_id = own_organisation(visit)
    if person_id == visit.person_id:
        raise NotFound
    listed = await visit.ask(ListPeople(viewer=visit.viewer, organisation_id=organisation_id))
    wanted = (relation, organisation_id, department_id)
    for person in listed.people:
        if person.person_id == person_id:
            for one in person.relations:
                if one.may_end and (one.relation, one.organisation_id, one.department_id) == wanted:
                    return person, one
    raise Over("/organisation")
