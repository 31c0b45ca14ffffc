"""An organisation's own people and their roles, and where its invoices go: kept by its commissioners."""

from typing import Annotated, Literal
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import EmailStr, Field

from services.messages.directory import (
    ChangeOrganisation,
    EndRelation,
    ListedPerson,
    ListPeople,
    RegisterPerson,
    RelatePerson,
    ShowOrganisation,
)
from services.messages.names import PersonName
from services.messages.values import Address, Language, ShortText
from services.runtime.policy import Belongs
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, described, filled
from services.web.pages.languages import marked as _
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
OwnRelation = Literal["hr", "payer", "line_manager"]


class BillingForm(Form):
    street: ShortText
    postal_code: Annotated[str, Field(pattern=r"^\d{5}$")]
    town: ShortText
    invoice_email: EmailStr
    language: Language


class PersonForm(Form):
    given_name: PersonName
    family_name: PersonName
    email: EmailStr
    language: Language
    relation: OwnRelation


class EndForm(Form):
    confirm: str


@router.get("/organisation")
async def show(visit: SignedIn) -> HTMLResponse:
    """Whoever has only asked so far has no organisation yet, and reads when it will be there."""
    if visit.may("manage_organisation") and visit.viewer.organisation_id is None:
        return await visit.page("organisation/none.html")
    return await _page(visit)


@router.get("/organisation/billing")
async def billing(visit: SignedIn) -> HTMLResponse:
    organisation = await visit.ask(
        ShowOrganisation(organisation_id=_own_organisation(visit), viewer=visit.viewer)
    )
    typed = organisation.model_dump(mode="json")
    return await visit.page(
        "organisation/billing.html", form=Filled[BillingForm](typed | organisation.address.model_dump())
    )


@router.post("/organisation/billing", openapi_extra=described(BillingForm))
async def change_billing(
    visit: SignedIn, form: Annotated[Filled[BillingForm], Depends(filled(BillingForm))]
) -> Response:
    organisation_id = _own_organisation(visit)
    changed = await form.carry_out(
        lambda typed: visit.ask(
            ChangeOrganisation(
                organisation_id=organisation_id,
                address=Address(street=typed.street, postal_code=typed.postal_code, town=typed.town),
                invoice_email=typed.invoice_email,
                language=typed.language,
                as_of=visit.now,
            )
        )
    )
    if changed is None:
        return await visit.page("organisation/billing.html", 422, form=form)
    return await visit.go("/organisation", said=visit.text(_("The billing data is saved.")))


@router.get("/organisation/people/new")
async def new_person(visit: SignedIn) -> HTMLResponse:
    _own_organisation(visit)
    return await visit.page("organisation/person.html", form=Filled[PersonForm]({"language": visit.language}))


@router.post("/organisation/people/new", openapi_extra=described(PersonForm))
async def add_person(
    visit: SignedIn, form: Annotated[Filled[PersonForm], Depends(filled(PersonForm))]
) -> Response:
    organisation_id = _own_organisation(visit)
    person_id = await form.carry_out(lambda typed: _register(visit, typed, organisation_id))
    if person_id is None:
        return await visit.page("organisation/person.html", 422, form=form)
    visit.door.identities.forget(person_id)
    await visit.note(RelatePerson, about=person_id)
    return await visit.go("/organisation", said=visit.text(_("The person is added and can sign in.")))


@router.get("/organisation/people/{person_id}/{relation}")
async def ask_to_end(visit: SignedIn, person_id: UUID, relation: OwnRelation) -> HTMLResponse:
    person = await _one_of_ours(visit, person_id, relation)
    return await visit.page("organisation/end.html", person=person, relation=relation, form=Filled[EndForm]())


@router.post("/organisation/people/{person_id}/{relation}", openapi_extra=described(EndForm))
async def end(
    visit: SignedIn,
    person_id: UUID,
    relation: OwnRelation,
    form: Annotated[Filled[EndForm], Depends(filled(EndForm))],
) -> Response:
    """Typed confirmation: whoever loses a role no longer gets in by it."""
    person = await _one_of_ours(visit, person_id, relation)
    if form.is_valid and form.data.confirm.lower() != person.family_name.lower():
        form.refuse("confirm", _("Type the family name as it is written above."))
    order = EndRelation(
        person_id=person_id, relation=relation, organisation_id=visit.viewer.organisation_id, as_of=visit.now
    )
    if await form.carry_out(lambda _typed: visit.ask(order)) is None:
        return await visit.page("organisation/end.html", 422, person=person, relation=relation, form=form)
    visit.door.identities.forget(person_id)
    await visit.note(EndRelation, about=person_id)
    return await visit.go("/organisation", said=visit.text(_("The role has ended.")))


async def _page(visit: Visit) -> HTMLResponse:
    organisation_id = _own_organisation(visit)
    organisation = await visit.ask(ShowOrganisation(organisation_id=organisation_id, viewer=visit.viewer))
    listed = await visit.ask(ListPeople(viewer=visit.viewer, organisation_id=organisation_id))
    return await visit.page("organisation/show.html", organisation=organisation, people=listed.people)


async def _register(visit: Visit, typed: PersonForm, organisation_id: UUID) -> UUID:
    """Somebody who is known by this address already gets the role as who they are."""
    facts = typed.model_dump(exclude={"relation"})
    person = await visit.ask(RegisterPerson(person_id=uuid4(), as_of=visit.now, **facts))
    await visit.ask(
        RelatePerson(
            person_id=person.person_id,
            relation=typed.relation,
            organisation_id=organisation_id,
            as_of=visit.now,
        )
    )
    return person.person_id


def _own_organisation(visit: Visit) -> UUID:
    """Raises NotFound for whom the policy does not let manage it."""
    organisation_id = visit.viewer.organisation_id
    visit.must("manage_organisation", Belongs(organisation_id=organisation_id))
    if organisation_id is None:
        raise NotFound
    return organisation_id


async def _one_of_ours(visit: Visit, person_id: UUID, relation: OwnRelation) -> ListedPerson:
    """Who has this role here; one's own is ended by a colleague or by the coordinator."""
    listed = await visit.ask(ListPeople(viewer=visit.viewer, organisation_id=_own_organisation(visit)))
    for person in listed.people:
        if person.person_id == person_id != visit.person_id and relation in _relations(person):
            return person
    raise NotFound


def _relations(person: ListedPerson) -> set[str]:
    return {one.relation for one in person.relations}
