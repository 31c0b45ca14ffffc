"""Invoices that are not made yet: it is not known where the customer is taxed, or they would break a rule."""

from typing import Literal
from uuid import UUID

from services.messages.billing.invoice import DocumentObstacle
from services.messages.directory import ReferenceField
from services.messages.envelope import Event, Query, Reply
from services.messages.values import Period, Utc, Viewer

InvoiceFault = Literal[
    "seller_identifiers_wrong",
    "buyer_identifiers_wrong",
    "account_wrong",
    "reference_wrong",
    "price_wrong",
    "line_sum_wrong",
    "vat_rate_wrong",
    "vat_place_wrong",
    "vat_base_wrong",
    "vat_sum_wrong",
    "total_wrong",
    "nothing_to_pay",
    "days_wrong",
    "bar_code_wrong",
    "preceding_wrong",
]
"""The rules that an invoice keeps before it is numbered; see `services/billing/invoices/semantic/checks.py`."""

ReferenceFault = Literal[
    "buyer_reference_missing", "order_number_missing", "agreement_missing", "reference_unfit"
]
"""The customer's own rules of what stands on its invoices; it can mend them itself."""

DocumentFault = Literal[DocumentObstacle, "published_rule_broken"]
"""An e-invoice that the customer would have got cannot be made, or breaks a rule that others publish."""

HoldReason = Literal[
    "abroad",
    ReferenceFault,
    InvoiceFault,
    DocumentFault,
    "broke_down",
    "private_person",
    "no_business_id",
]
"""It is not sure where a customer abroad is taxed, a rule that the invoice would have broken, or an unknown fault.

The last two were said before billing had rules for such customers.
"""


class HeldMonth(Reply):
    """What waits of one month, VAT excluded. can_be_billed: it is over."""

    period: str
    items: int
    net_cents: int
    can_be_billed: bool


class HeldInvoice(Reply):
    """since: when the run that would have made it was. period: the first month that waits. months: in their order.

    mended: what held it is put right, as far as the customer's data say; the next run looks. rule: of those that others
    publish, by its name there. references: which of the customer's are missing or do not fit by now.
    """

    process_id: UUID
    organisation_id: UUID
    department_id: UUID | None
    organisation_name: str
    period: str
    reason: HoldReason
    since: Utc
    waiting_cents: int
    months: list[HeldMonth] = []
    mended: bool = False
    rule: str = ""
    references: list[ReferenceField] = []


class HeldInvoices(Reply):
    held: list[HeldInvoice]


class ListHeldInvoices(Query[HeldInvoices]):
    """The longest waiting first; empty for all but those of the provider who see prices.

    waiting_cents: what has come together, VAT excluded.
    """

    viewer: Viewer


class InvoiceHeld(Event):
    """Said by each run that leaves something waiting. period: of that run; held_at: of the one since which it waits.

    rule: of those that others publish, by its name there.
    """

    process_id: UUID
    organisation_id: UUID
    department_id: UUID | None
    period: Period
    reason: HoldReason
    held_at: Utc
    rule: str = ""


class InvoiceFreed(Event):
    """The customer is one that invoicing knows now: the next run makes it."""

    process_id: UUID
