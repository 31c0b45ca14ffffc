"""An organisation's own page, or a department's: its people and their roles, and where its invoices go."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.directory import (
    ChangeDepartment,
    ChangeOrganisation,
    EntryKind,
    ListPeople,
    ShowCustomer,
    ShowOrganisation,
)
from services.messages.values import Email, Language
from services.portal.pages.people.own import givable, own_organisation, waits_to_be_let_in
from services.web.pages.entry_changes import history_of
from services.web.pages.forms import Filled, filled
from services.web.pages.languages import marked as _
from services.web.pages.postal import AddressForm
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_OF_BILLING = ("name", "address", "invoice_email", "language")
"""What of an entry's history stands beside its billing data."""


class BillingForm(AddressForm):
    """language: of the whole organisation's papers; a department has none of its own."""

    invoice_email: Email
    language: Language | None = None


@router.get("/organisation")
async def show(visit: SignedIn) -> HTMLResponse:
    """Whoever has only asked so far has no organisation yet, and reads when it will be there."""
    if visit.may("manage_organisation") and visit.viewer.organisation_id is None:
        return await visit.page("organisation/none.html")
    return await _page(visit)


@router.get("/organisation/billing")
async def billing(visit: SignedIn) -> HTMLResponse:
    customer = await visit.ask(_customer(visit, own_organisation(visit)))
    typed = customer.model_dump(mode="json") | customer.address.model_dump()
    return await _billing(visit, Filled[BillingForm](typed))


@router.post("/organisation/billing")
async def change_billing(
    visit: SignedIn, form: Annotated[Filled[BillingForm], Depends(filled(BillingForm))]
) -> Response:
    organisation_id = own_organisation(visit)
    changed = await form.carry_out(lambda typed: visit.ask(_change(visit, typed, organisation_id)))
    if changed is None:
        return await _billing(visit, form, 422)
    return await visit.go("/organisation", said=visit.text(_("The billing data is saved.")))


async def _billing(visit: Visit, form: Filled[BillingForm], status: int = 200) -> HTMLResponse:
    """With who has changed it so far, from what to what."""
    department_id = visit.viewer.department_id
    whose: tuple[EntryKind, UUID] = (
        ("department", department_id) if department_id else ("organisation", own_organisation(visit))
    )
    changes = [one for one in await history_of(visit, *whose) if one.field in _OF_BILLING]
    return await visit.page("organisation/billing.html", status, form=form, changes=changes)


async def _page(visit: Visit) -> HTMLResponse:
    organisation_id = own_organisation(visit)
    organisation = await visit.ask(ShowOrganisation(organisation_id=organisation_id, viewer=visit.viewer))
    listed = await visit.ask(
        ListPeople(viewer=visit.viewer, organisation_id=organisation_id, language=visit.language)
    )
    may_give = await givable(visit, organisation_id)
    asked = await waits_to_be_let_in(visit, may_give)
    return await visit.page(
        "organisation/show.html",
        organisation=organisation,
        customer=await visit.ask(_customer(visit, organisation_id)),
        people=listed.people,
        gives=bool(may_give.relations),
        waiting=asked.admissions,
        no_longer=asked.over,
    )


def _customer(visit: Visit, organisation_id: UUID) -> ShowCustomer:
    return ShowCustomer(organisation_id=organisation_id, department_id=visit.viewer.department_id)


def _change(visit: Visit, typed: BillingForm, organisation_id: UUID) -> ChangeOrganisation | ChangeDepartment:
    """Of what the visitor's role is for."""
    facts: dict[str, Any] = {
        "address": typed.address,
        "invoice_email": typed.invoice_email,
        "changed_by": visit.person_id,
        "as_of": visit.now,
    }
    if department_id := visit.viewer.department_id:
        return ChangeDepartment(department_id=department_id, **facts)
    return ChangeOrganisation(organisation_id=organisation_id, language=typed.language, **facts)
