"""The customers: each with its people and their roles, where its invoices go, and its processes."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from pydantic import EmailStr, Field

from services.console.board.card_queries import listing
from services.console.board.views import Filters
from services.console.pages.people import roles
from services.messages.directory import (
    ChangeOrganisation,
    ListOrganisations,
    ListPeople,
    OrganisationCard,
    ShowOrganisation,
)
from services.messages.names import TitleText
from services.messages.policy import REACH
from services.messages.values import Address, Language, ShortText
from services.runtime.policy import Belongs
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, described, filled
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_ACTION = "manage_organisation"
CustomersRole = Literal["hr", "payer", "line_manager"]


class OrganisationForm(Form):
    name: TitleText
    street: ShortText
    postal_code: Annotated[str, Field(pattern=r"^\d{5}$")]
    town: ShortText
    invoice_email: EmailStr
    language: Language


class CustomersPersonForm(roles.PersonForm):
    relation: CustomersRole


@router.get("/organisations")
async def show_all(visit: SignedIn, search: str = "") -> HTMLResponse:
    _for_the_house(visit)
    text = search.strip()[:200]
    found = await visit.ask(ListOrganisations(viewer=visit.viewer, search=text))
    return await visit.page(
        "organisations/list.html",
        organisations=found.organisations,
        search=text,
        form=Filled[Form]({"search": text}),
    )


@router.get("/organisations/{organisation_id}")
async def show(visit: SignedIn, organisation_id: UUID) -> HTMLResponse:
    _for_the_house(visit)
    organisation = await _organisation(visit, organisation_id)
    listed = await visit.ask(ListPeople(viewer=visit.viewer, organisation_id=organisation_id))
    async with visit.transaction() as db:
        page = await listing(db, visit.viewer, Filters(organisation_id=organisation_id))
    await visit.note("opened_organisation")
    return await visit.page(
        "organisations/show.html",
        organisation=organisation,
        people=listed.people,
        processes=page.cards,
        more=page.next is not None,
    )


@router.get("/organisations/{organisation_id}/details")
async def details(visit: SignedIn, organisation_id: UUID) -> HTMLResponse:
    organisation = await _to_manage(visit, organisation_id)
    typed = organisation.model_dump(mode="json") | organisation.address.model_dump()
    return await visit.page(
        "organisations/details.html", organisation=organisation, form=Filled[OrganisationForm](typed)
    )


@router.post("/organisations/{organisation_id}/details", openapi_extra=described(OrganisationForm))
async def change(
    visit: SignedIn,
    organisation_id: UUID,
    form: Annotated[Filled[OrganisationForm], Depends(filled(OrganisationForm))],
) -> Response:
    organisation = await _to_manage(visit, organisation_id)
    return await send_form(
        visit,
        form,
        lambda typed: ChangeOrganisation(
            organisation_id=organisation_id,
            address=Address(street=typed.street, postal_code=typed.postal_code, town=typed.town),
            changed_by=visit.person_id,
            as_of=visit.now,
            **typed.model_dump(include={"name", "invoice_email", "language"}),
        ),
        then=f"/organisations/{organisation_id}",
        said=_("The details are saved."),
        shown_again=lambda: visit.page(
            "organisations/details.html", 422, organisation=organisation, form=form
        ),
    )


@router.get("/organisations/{organisation_id}/people/new")
async def new_person(visit: SignedIn, organisation_id: UUID) -> HTMLResponse:
    organisation = await _to_manage(visit, organisation_id)
    form = Filled[CustomersPersonForm]({"language": organisation.language})
    return await visit.page("organisations/person.html", organisation=organisation, form=form)


@router.post("/organisations/{organisation_id}/people/new", openapi_extra=described(CustomersPersonForm))
async def add_person(
    visit: SignedIn,
    organisation_id: UUID,
    form: Annotated[Filled[CustomersPersonForm], Depends(filled(CustomersPersonForm))],
) -> Response:
    organisation = await _to_manage(visit, organisation_id)

    async def carry_out(typed: CustomersPersonForm) -> UUID:
        person = await roles.register(visit, typed)
        await roles.give(visit, person.person_id, typed.relation, organisation_id)
        return person.person_id

    if await form.carry_out(carry_out) is None:
        return await visit.page("organisations/person.html", 422, organisation=organisation, form=form)
    said = visit.text(_("The person has the role and can sign in."))
    return await visit.go(f"/organisations/{organisation_id}", said)


@router.post("/organisations/{organisation_id}/people/{person_id}/{relation}/end")
async def end(visit: SignedIn, organisation_id: UUID, person_id: UUID, relation: CustomersRole) -> Response:
    await _to_manage(visit, organisation_id)
    await roles.end(visit, person_id, relation, organisation_id)
    undo = f"/organisations/{organisation_id}/people/{person_id}/{relation}/again"
    return await visit.go(f"/organisations/{organisation_id}", visit.text(_("The role has ended.")), undo)


@router.post("/organisations/{organisation_id}/people/{person_id}/{relation}/again")
async def again(visit: SignedIn, organisation_id: UUID, person_id: UUID, relation: CustomersRole) -> Response:
    """The ending is undone."""
    await _to_manage(visit, organisation_id)
    await roles.give(visit, person_id, relation, organisation_id)
    said = visit.text(_("The person has the role again."))
    return await visit.go(f"/organisations/{organisation_id}", said)


def _for_the_house(visit: Visit) -> None:
    """Raises NotFound for supervisors, who have to do with processes and not with customers."""
    if REACH[visit.viewer.role] != "everything":
        raise NotFound


async def _to_manage(visit: Visit, organisation_id: UUID) -> OrganisationCard:
    visit.must(_ACTION, Belongs(organisation_id=organisation_id))
    return await _organisation(visit, organisation_id)


async def _organisation(visit: Visit, organisation_id: UUID) -> OrganisationCard:
    return await visit.ask(ShowOrganisation(organisation_id=organisation_id, viewer=visit.viewer))
