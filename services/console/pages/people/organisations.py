"""The customers: each with its people, departments and processes, and where its invoices go."""

import asyncio
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.console.board.queries.card_queries import listing
from services.console.board.queries.views import Filters
from services.console.pages.people import roles
from services.messages.directory import (
    AdmissionCard,
    ChangeOrganisation,
    ForeignId,
    Invoicing,
    ListAdmissions,
    ListOrganisations,
    ListPeople,
    OrganisationKind,
    OrganisationShown,
    ShowCustomer,
    ShowOrganisation,
)
from services.messages.names import TitleText
from services.messages.policy import REACH
from services.messages.values import BusinessId, Email, Language, Mark, SearchText
from services.runtime.policy import Belongs
from services.web.http.errors import NotFound
from services.web.pages.forms import Filled, Form, filled
from services.web.pages.invoicing_form import OPERATOR_CHOICES
from services.web.pages.languages import marked as _
from services.web.pages.postal import AddressForm
from services.web.pages.seen import seen_by, stands_otherwise
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_ACTION: Final = "manage_organisation"


class OrganisationForm(AddressForm):
    name: TitleText
    kind: OrganisationKind | None = None
    business_id: BusinessId | None = None
    foreign_id: ForeignId | None = None
    invoice_email: Email
    language: Language
    seen: Mark | None = None


@router.get("/organisations")
async def show_all(visit: SignedIn, search: SearchText = "") -> HTMLResponse:
    _for_the_house(visit)
    found = await visit.ask(ListOrganisations(viewer=visit.viewer, search=search, language=visit.language))
    return await visit.page(
        "organisations/list.html",
        organisations=found.organisations,
        is_cut=found.count > len(found.organisations),
        count=found.count,
        search=search,
        form=Filled[Form]({"search": search}),
    )


@router.get("/organisations/{organisation_id}")
async def show(visit: SignedIn, organisation_id: UUID) -> HTMLResponse:
    _for_the_house(visit)
    organisation = await _organisation(visit, organisation_id)
    listed = await visit.ask(
        ListPeople(viewer=visit.viewer, organisation_id=organisation_id, language=visit.language)
    )
    async with visit.transaction() as db:
        page = await listing(db, visit.viewer, Filters(organisation_id=organisation_id))
    await visit.note("opened_organisation")
    return await visit.page(
        "organisations/show.html",
        organisation=organisation,
        people=listed.people,
        people_count=listed.count,
        gives=(await roles.givable(visit, organisation_id)).relations,
        waiting=(await _waiting(visit, organisation_id)),
        processes=page.cards,
        more=page.next is not None,
        invoiced=await _invoiced(visit, organisation),
        operators=OPERATOR_CHOICES,
    )


@router.get("/organisations/{organisation_id}/details")
async def details(visit: SignedIn, organisation_id: UUID) -> HTMLResponse:
    organisation = await to_manage(visit, organisation_id)
    return await _details(visit, organisation, Filled[OrganisationForm](_typed(organisation)))


@router.post("/organisations/{organisation_id}/details")
async def change(
    visit: SignedIn,
    organisation_id: UUID,
    form: Annotated[Filled[OrganisationForm], Depends(filled(OrganisationForm))],
) -> Response:
    await to_manage(visit, organisation_id)
    return await send_form(
        visit,
        form,
        lambda typed: ChangeOrganisation(
            organisation_id=organisation_id,
            address=typed.address,
            changed_by=visit.person_id,
            as_of=visit.now,
            **typed.model_dump(
                include={"name", "kind", "business_id", "foreign_id", "invoice_email", "language", "seen"}
            ),
        ),
        then=f"/organisations/{organisation_id}",
        said=_("The details are saved."),
        shown_again=lambda: _shown_again(visit, organisation_id, form),
    )


async def _shown_again(visit: Visit, organisation_id: UUID, form: Filled[OrganisationForm]) -> Response:
    return await _details(visit, await to_manage(visit, organisation_id), form, 422)


async def _details(
    visit: Visit, organisation: OrganisationShown, form: Filled[OrganisationForm], status: int = 200
) -> HTMLResponse:
    return await visit.page(
        "organisations/details.html",
        status,
        organisation=organisation,
        form=form,
        seen=seen_by(form, organisation.mark),
        otherwise=stands_otherwise(form, _typed(organisation)),
    )


def _typed(organisation: OrganisationShown) -> dict[str, Any]:
    """As its form shows it."""
    names = OrganisationForm.model_fields.keys() - {"seen"}
    told: dict[str, Any] = organisation.model_dump(mode="json", include=names)
    return told | organisation.address.model_dump()


async def _invoiced(visit: Visit, whole: OrganisationShown) -> dict[UUID | None, Invoicing]:
    """Of the whole, and of each department that takes its invoices otherwise."""
    if not visit.may("manage_invoicing"):
        return {}
    parts = [None, *(one.department_id for one in whole.departments if not one.ended_on)]
    asked = (ShowCustomer(organisation_id=whole.organisation_id, department_id=one) for one in parts)
    cards = await asyncio.gather(*(visit.ask(one) for one in asked))
    found = {part: card.invoicing for part, card in zip(parts, cards, strict=True)}
    return {part: told for part, told in found.items() if part is None or told != found[None]}


async def _waiting(visit: Visit, organisation_id: UUID) -> list[AdmissionCard]:
    query = ListAdmissions(viewer=visit.viewer, organisation_id=organisation_id)
    return (await visit.ask(query)).admissions


def _for_the_house(visit: Visit) -> None:
    """Raises NotFound for supervisors, who have to do with processes and not with customers."""
    if REACH[visit.viewer.role] != "everything":
        raise NotFound


async def to_manage(visit: Visit, organisation_id: UUID) -> OrganisationShown:
    """Raises NotFound for whom the policy does not let manage it. Refuses: unknown_organisation."""
    visit.must(_ACTION, Belongs(organisation_id=organisation_id))
    return await _organisation(visit, organisation_id)


async def _organisation(visit: Visit, organisation_id: UUID) -> OrganisationShown:
    return await visit.ask(ShowOrganisation(organisation_id=organisation_id, viewer=visit.viewer))
