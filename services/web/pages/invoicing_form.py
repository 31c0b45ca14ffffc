"""Where a customer's invoices go and what stands on them: one form for the payer, and for finance."""

from itertools import zip_longest
from typing import Any
from uuid import UUID

from services.messages.directory import (
    OPERATORS,
    CustomerCard,
    ElectronicId,
    Grouping,
    Invoicing,
    OperatorId,
    OwnDays,
    ReferencePattern,
    ReferenceText,
    SetInvoicing,
    Timing,
)
from services.messages.values import Channel, Email, Language, Mark
from services.web.pages.forms import Filled
from services.web.pages.postal import AddressForm
from services.web.pages.seen import seen_by, stands_otherwise
from services.web.pages.visit import Visit

_CHANNELS = ("first_channel", "second_channel", "third_channel")
OPERATOR_CHOICES = sorted(OPERATORS.items(), key=lambda one: one[1])
"""Proper names: the same in every language."""


class InvoicingForm(AddressForm):
    """language: of the whole organisation's papers; a department has none of its own. payment_days: finance's alone."""

    invoice_email: Email
    language: Language | None = None
    electronic_address: ElectronicId = ""
    operator: OperatorId = ""
    first_channel: Channel = "mail"
    second_channel: Channel | None = None
    third_channel: Channel | None = None
    buyer_reference: ReferenceText = ""
    buyer_reference_required: bool = False
    buyer_reference_pattern: ReferencePattern = ""
    order_number: ReferenceText = ""
    order_number_required: bool = False
    order_number_pattern: ReferencePattern = ""
    agreement: ReferenceText = ""
    agreement_required: bool = False
    agreement_pattern: ReferencePattern = ""
    payment_days: OwnDays | None = None
    grouping: Grouping = "process"
    timing: Timing = "monthly"
    seen: Mark | None = None

    def invoicing(self, payment_days: int | None) -> Invoicing:
        """payment_days: those that hold. A channel that is named twice counts once."""
        told = (self.first_channel, self.second_channel, self.third_channel)
        channels = list(dict.fromkeys(one for one in told if one))
        facts = self.model_dump(include=set(Invoicing.model_fields) - {"channels", "payment_days"})
        return Invoicing(channels=channels, payment_days=payment_days, **facts)


def of_customer(customer: CustomerCard) -> Filled[InvoicingForm]:
    """As it stands."""
    return Filled[InvoicingForm](_typed(customer))


def against(form: Filled[InvoicingForm], customer: CustomerCard) -> dict[str, Any]:
    """For its page: which state it was filled in from, and what stands otherwise by now. customer: as it is now."""
    return {"seen": seen_by(form, customer.mark), "otherwise": stands_otherwise(form, _typed(customer))}


def _typed(customer: CustomerCard) -> dict[str, Any]:
    typed: dict[str, Any] = customer.address.model_dump()
    typed |= customer.model_dump(mode="json", include={"invoice_email", "language"})
    typed |= customer.invoicing.model_dump(exclude={"channels"})
    return typed | dict(zip_longest(_CHANNELS, customer.invoicing.channels))


def order_of(
    visit: Visit, typed: InvoicingForm, customer: CustomerCard, payment_days: int | None
) -> SetInvoicing:
    """customer: whose it is."""
    department_id: UUID | None = customer.department_id
    return SetInvoicing(
        organisation_id=customer.organisation_id,
        department_id=department_id,
        address=typed.address,
        invoice_email=typed.invoice_email,
        language=None if department_id else typed.language,
        invoicing=typed.invoicing(payment_days),
        changed_by=visit.person_id,
        as_of=visit.now,
        seen=typed.seen,
    )
