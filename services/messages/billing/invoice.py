"""Issued invoices, as cards, lines and documents."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.billing.item import ItemKind
from services.messages.billing.seller import SellerCard
from services.messages.envelope import Command, Event, Reply
from services.messages.values import Address, Language, Period, Viewer


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
