"""billing: billable items, invoices, and the run of a month."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Done, Event, Reply
from services.messages.values import (
    Address,
    BusinessId,
    CancellationTier,
    Language,
    Minutes,
    Period,
    ShortText,
    Utc,
    Viewer,
)

ItemKind = Literal["held", "late_cancelled", "no_show"]


class SetSeller(Command[Done]):
    """Who invoices, from a day on. Natural key: valid_from. Refuses: iban_invalid."""

    name: ShortText
    business_id: BusinessId
    address: Address
    iban: Annotated[str, Field(min_length=15, max_length=34)]
    bic: ShortText
    valid_from: date
    as_of: Utc


class SellerCard(Reply):
    """valid_from: none on an invoice, which shows the seller of its own day."""

    name: str
    business_id: str
    vat_id: str
    address: Address
    iban: str
    bic: str
    valid_from: date | None = None


class ShowSeller(Command[SellerCard]):
    """The one that was set from the latest day on; it stands on every invoice. Refuses: seller_missing."""


class BillingPlan(Reply):
    """run_at: when the invoices of `period` are due to be made, on the next month's first banking day."""

    period: str
    run_at: datetime


class PlanBilling(Command[BillingPlan]):
    """Which month is invoiced next, and when, seen from as_of."""

    as_of: Utc


class BillingReport(Reply):
    """issued: by this asking. remaining: processes of the period that still wait for theirs."""

    period: str
    issued: int
    total_cents: int
    remaining: int


class RunBilling(Command[BillingReport]):
    """One invoice per process for all items of the period and before. Asked twice: nothing more.

    Refuses: period_still_open, seller_missing.
    """

    period: Period
    as_of: Utc


class RunCard(Reply):
    """One month. completed_at: none while it is not done.

    waiting: billable items that its run would take, a late one being the next run's.
    """

    period: str
    invoices: int
    net_cents: int
    vat_cents: int
    gross_cents: int
    waiting: int
    completed_at: datetime | None


class RunList(Reply):
    runs: list[RunCard]


class ListRuns(Command[RunList]):
    """The newest month first; empty for all but those of the provider who see prices."""

    viewer: Viewer


class DraftItem(Reply):
    """What waits for an invoice. price_cents: the session's; net_cents: after the percent, VAT excluded."""

    session_id: UUID
    process_id: UUID
    organisation_id: UUID
    number: int
    performed_on: date
    kind: ItemKind
    minutes: int
    price_cents: int
    percent: int
    net_cents: int


class DraftItems(Reply):
    """The oldest first, at most 2000; count and total_cents (VAT excluded) are of all of them."""

    items: list[DraftItem]
    count: int
    total_cents: int


class ListDraftItems(Command[DraftItems]):
    """Billable items on no invoice yet. period: those that the run of that month would take.

    All of them for finance and coordinators, their organisation's for commissioners and payers, else none.
    """

    viewer: Viewer
    process_id: UUID | None = None
    period: Period | None = None


class CancellationQuote(Reply):
    """net_cents: what would be charged, VAT excluded; none for roles that see no prices.

    tiers: the contract's own, of the latest notice that a tier asks for first.
    """

    percent: int
    net_cents: int | None
    tiers: list[CancellationTier]


class QuoteCancellation(Command[CancellationQuote]):
    """What cancelling would cost, of what `sessions` says in CancellationPreview; nothing is kept.

    Refuses: unknown_process (also for those out of whose reach it is), terms_not_known (no price for this length
    on this day).
    """

    process_id: UUID
    performed_on: date
    minutes: Minutes
    cancelled_by: Literal["supervisee", "commissioner", "supervisor"]
    notice_hours: Annotated[int, Field(ge=0)]
    notice_working_days: Annotated[int, Field(ge=0)]
    viewer: Viewer


class InvoiceCard(Reply):
    invoice_id: UUID
    process_id: UUID
    organisation_id: UUID
    number: int
    period: str
    issued_on: date
    due_on: date
    reference: str
    net_cents: int
    vat_cents: int
    gross_cents: int
    lines: int
    organisation_name: str | None = None


class InvoiceList(Reply):
    invoices: list[InvoiceCard]


class ListInvoices(Command[InvoiceList]):
    """By number; those of the viewer's organisation, or all for finance and coordinators.

    The last thousand, or the thousand before a number.
    """

    viewer: Viewer
    process_id: UUID | None = None
    organisation_id: UUID | None = None
    period: Period | None = None
    before: Annotated[int, Field(ge=1, le=10**18)] | None = None


class InvoiceLineShown(Reply):
    """One session, never who was there. price_cents: the session's; net_cents: after the percent, VAT excluded."""

    session_id: UUID
    number: int
    performed_on: date
    kind: ItemKind
    minutes: int
    price_cents: int
    percent: int
    net_cents: int
    vat_percent: Decimal


class VatSum(Reply):
    """The lines of one rate, and the VAT on their sum."""

    vat_percent: Decimal
    net_cents: int
    vat_cents: int


class InvoiceCustomer(Reply):
    name: str
    business_id: str
    address: Address
    language: Language


class InvoiceShown(Reply):
    """As it was issued. process_number: empty where the process had none."""

    card: InvoiceCard
    process_number: str
    payment_days: int
    seller: SellerCard
    customer: InvoiceCustomer
    lines: list[InvoiceLineShown]
    vat: list[VatSum]


class ShowInvoice(Command[InvoiceShown]):
    """Refuses: unknown_invoice - also for those who may not see it."""

    invoice_id: UUID
    viewer: Viewer


class FindInvoice(Command[InvoiceShown]):
    """By its number. Refuses: unknown_invoice - also for those who may not see it."""

    number: Annotated[int, Field(ge=1, le=10**18)]
    viewer: Viewer


class InvoiceDocument(Reply):
    """pdf: base64."""

    number: int
    pdf: str


class ShowInvoicePdf(Command[InvoiceDocument]):
    """Refuses: unknown_invoice - also for those who may not see it."""

    invoice_id: UUID
    viewer: Viewer


class InvoiceIssued(Event):
    process_id: UUID
    invoice_id: UUID
    organisation_id: UUID
    number: int
    period: str
    reference: str
    gross_cents: int
    issued_on: date
    due_on: date
    lines: int
