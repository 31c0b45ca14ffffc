"""billing: billable items, invoices, and the run of a month."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Done, Event, Reply
from services.messages.values import Address, BusinessId, Period, ShortText, Utc, Viewer


class SetSeller(Command[Done]):
    """Who invoices, from a day on. Natural key: valid_from. Refuses: iban_invalid."""

    name: ShortText
    business_id: BusinessId
    address: Address
    iban: Annotated[str, Field(min_length=15, max_length=34)]
    bic: ShortText
    valid_from: date
    as_of: Utc


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


class InvoiceList(Reply):
    invoices: list[InvoiceCard]


class ListInvoices(Command[InvoiceList]):
    """By number; those of the viewer's organisation, or all for finance."""

    viewer: Viewer
    process_id: UUID | None = None


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
