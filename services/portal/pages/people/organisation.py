"""An organisation's own page, or a department's: its people and their roles, and where its invoices go."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.directory import (
    CustomerCard,
    EntryKind,
    Invoicing,
    ListPeople,
    ShowCustomer,
    ShowOrganisation,
)
from services.portal.pages.people.own import givable, own_organisation, waits_to_be_let_in
from services.web.pages.entry_changes import history_of
from services.web.pages.forms import Filled, filled
from services.web.pages.invoicing_form import OPERATOR_CHOICES, InvoicingForm, against, of_customer, order_of
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter()
_OF_BILLING = {"name", "address", "invoice_email", "language", "required_references", *Invoicing.model_fields}
"""What of an entry's history stands beside its billing data."""


@router.get("/organisation")
async def show(visit: SignedIn) -> HTMLResponse:
    """Whoever has only asked so far has no organisation yet, and reads when it will be there."""
    if visit.may("manage_organisation") and visit.viewer.organisation_id is None:
        return await visit.page("organisation/none.html")
    return await _page(visit)


@router.get("/organisation/billing")
async def billing(visit: SignedIn) -> HTMLResponse:
    customer = await _to_invoice(visit)
    return await _billing(visit, customer, of_customer(customer))


@router.post("/organisation/billing")
async def change_billing(
    visit: SignedIn, form: Annotated[Filled[InvoicingForm], Depends(filled(InvoicingForm))]
) -> Response:
    customer = await _to_invoice(visit)
    days = customer.invoicing.payment_days

    async def shown_again() -> Response:
        return await _billing(visit, await _to_invoice(visit), form, 422)

    return await send_form(
        visit,
        form,
        lambda typed: order_of(visit, typed, customer, days),
        then="/organisation" if visit.may("manage_organisation") else "/organisation/billing",
        said=_("The billing data is saved."),
        shown_again=shown_again,
    )


async def _to_invoice(visit: Visit) -> CustomerCard:
    """Of what the visitor's role is for."""
    return await visit.ask(_customer(visit, own_organisation(visit, "manage_invoicing")))


async def _billing(
    visit: Visit, customer: CustomerCard, form: Filled[InvoicingForm], status: int = 200
) -> HTMLResponse:
    """With who has changed it so far, from what to what."""
    whose: tuple[EntryKind, UUID] = ("organisation", customer.organisation_id)
    if customer.department_id:
        whose = ("department", customer.department_id)
    changes = [one for one in (await history_of(visit, *whose))[0] if one.field in _OF_BILLING]
    return await visit.page(
        "organisation/billing.html",
        status,
        form=form,
        changes=changes,
        operators=OPERATOR_CHOICES,
        manages=visit.may("manage_organisation"),
        **against(form, customer),
    )


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
        operators=OPERATOR_CHOICES,
        gives=bool(may_give.relations),
        waiting=asked.admissions,
        no_longer=asked.over,
    )


def _customer(visit: Visit, organisation_id: UUID) -> ShowCustomer:
    return ShowCustomer(organisation_id=organisation_id, department_id=visit.viewer.department_id)
