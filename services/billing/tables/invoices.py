"""Issued invoices and credit notes, their lines, and who sells.

Of an issued line one thing may be said later, once: which credit note took it back.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.billing.tables.every_table import AT, Table


class Seller(Table, table=True):
    """The provider as it invoices from a day on."""

    valid_from: date = Field(primary_key=True)
    name: str
    business_id: str
    street: str
    postal_code: str
    town: str
    iban: str
    bic: str
    phone: str = Field(default="", sa_column_kwargs={"server_default": ""})


class InvoiceCounter(Table, table=True):
    """The last number that a series has given."""

    __tablename__ = "invoice_counter"
    series: str = Field(primary_key=True)
    value: int = Field(sa_type=sa.BigInteger)


class Invoice(Table, table=True):
    """One issued document of a process, or a collective one of several; a month may have several.

    snapshot: the whole of it, from which its documents are made. hash: of the series' chain. reference: where
    something is to be paid. process_id: of a collective one, the first of its processes. department_id: none where
    it is for the whole of the customer.
    """

    __table_args__ = (
        sa.UniqueConstraint("series", "number", name="one_invoice_a_number"),
        sa.UniqueConstraint("series", "previous_hash", name="one_chain_a_series"),
        sa.CheckConstraint("gross_cents = net_cents + vat_cents", name="gross_is_net_and_vat"),
        sa.CheckConstraint(
            "kind <> 'invoice' OR reference IS NOT NULL", name="what_is_to_be_paid_has_a_reference"
        ),
    )
    invoice_id: UUID = Field(primary_key=True)
    kind: str
    series: str = Field(foreign_key="invoice_counter.series")
    number: int = Field(sa_type=sa.BigInteger)
    process_id: UUID = Field(index=True)
    organisation_id: UUID
    department_id: UUID | None = None
    period: str
    issued_on: date
    due_on: date
    reference: str | None = Field(default=None, unique=True)
    net_cents: int = Field(sa_type=sa.BigInteger)
    vat_cents: int = Field(sa_type=sa.BigInteger)
    gross_cents: int = Field(sa_type=sa.BigInteger)
    snapshot: dict[str, Any] = Field(sa_type=JSONB)
    hash: str = Field(unique=True)
    previous_hash: str
    collective: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class InvoiceProcess(Table, table=True):
    """Of a collective document, a process on it, and what of the total is its. lines: see `ProcessShare`."""

    __tablename__ = "invoice_process"
    invoice_id: UUID = Field(primary_key=True, foreign_key="invoice.invoice_id")
    process_id: UUID = Field(primary_key=True, index=True)
    gross_cents: int = Field(sa_type=sa.BigInteger)
    lines: int


class InvoiceLine(Table, table=True):
    """One item as it was charged: the amounts stay whatever becomes of the item.

    trial: session_number counts the sessions before the contract. quantity: below zero of what is taken off.
    credited_by: the credit note that took the line back; such a line is no longer live, and its item is free again.
    """

    __tablename__ = "invoice_line"
    __table_args__ = (
        sa.Index(
            "one_live_line_an_item",
            "item_id",
            unique=True,
            postgresql_where=sa.text("credited_by IS NULL"),
        ),
        sa.CheckConstraint("percent > 0 AND percent <= 100", name="only_billable_is_invoiced"),
    )
    line_id: UUID = Field(primary_key=True)
    invoice_id: UUID = Field(foreign_key="invoice.invoice_id", index=True)
    item_id: UUID = Field(foreign_key="billable_item.item_id", index=True)
    session_number: int | None = None
    performed_on: date
    kind: str
    minutes: int | None = None
    quantity: int
    unit_price_cents: int
    percent: Decimal = Field(sa_type=sa.Numeric)
    net_cents: int
    vat_category: str
    vat_rate: Decimal = Field(sa_type=sa.Numeric(5, 2))
    trial: bool = False
    credited_by: UUID | None = Field(default=None, foreign_key="invoice.invoice_id")


class CreditNote(Table, table=True):
    """Why, and by whose order, something of an invoice was taken back. credit_id: the credit note's own invoice_id.
    ordered_by: none where a withdrawal from the contract did.

    then: what becomes of items whose whole line is taken back; see CreditedThen.
    """

    __tablename__ = "credit_note"
    credit_id: UUID = Field(primary_key=True, foreign_key="invoice.invoice_id")
    invoice_id: UUID = Field(foreign_key="invoice.invoice_id", index=True)
    then: str
    reason: str
    ordered_by: UUID | None = None
    ordered_at: datetime = Field(sa_type=AT)


class CreditLine(Table, table=True):
    """How much of an item's line a credit note took back, VAT excluded."""

    __tablename__ = "credit_line"
    credit_id: UUID = Field(primary_key=True, foreign_key="credit_note.credit_id")
    item_id: UUID = Field(primary_key=True, foreign_key="billable_item.item_id")
    net_cents: int
