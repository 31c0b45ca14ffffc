"""Where a customer's invoices go and what stands on them: finance's and the coordinator's way to the payer's form."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from services.messages.directory import CustomerCard, ShowCustomer
from services.runtime.policy import Belongs
from services.web.pages.forms import Filled, filled
from services.web.pages.invoicing_form import OPERATOR_CHOICES, InvoicingForm, against, of_customer, order_of
from services.web.pages.languages import marked as _
from services.web.pages.sending import send_form
from services.web.pages.visit import SignedIn, Visit

router = APIRouter(prefix="/organisations/{organisation_id}/invoicing")


@router.get("")
async def show(visit: SignedIn, organisation_id: UUID, department: UUID | None = None) -> HTMLResponse:
    customer = await _customer(visit, organisation_id, department)
    return await _page(visit, customer, of_customer(customer))


@router.post("")
async def change(
    visit: SignedIn,
    organisation_id: UUID,
    form: Annotated[Filled[InvoicingForm], Depends(filled(InvoicingForm))],
    department: UUID | None = None,
) -> Response:
    customer = await _customer(visit, organisation_id, department)

    async def shown_again() -> Response:
        return await _page(visit, await _customer(visit, organisation_id, department), form, 422)

    return await send_form(
        visit,
        form,
        lambda typed: order_of(visit, typed, customer, typed.payment_days),
        then=f"/organisations/{organisation_id}",
        said=_("The billing data is saved."),
        shown_again=shown_again,
    )


async def _customer(visit: Visit, organisation_id: UUID, department: UUID | None) -> CustomerCard:
    """Raises NotFound. Refuses: unknown_organisation, unknown_department."""
    visit.must("manage_invoicing", Belongs(organisation_id=organisation_id, department_id=department))
    return await visit.ask(ShowCustomer(organisation_id=organisation_id, department_id=department))


async def _page(
    visit: Visit, customer: CustomerCard, form: Filled[InvoicingForm], status: int = 200
) -> HTMLResponse:
    return await visit.page(
        "organisations/invoicing.html",
        status,
        customer=customer,
        form=form,
        operators=OPERATOR_CHOICES,
        **against(form, customer),
    )
