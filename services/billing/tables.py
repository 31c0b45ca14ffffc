"""What billing keeps. Issued invoices and their lines only ever grow: triggers refuse any change to them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from services.billing.unchanged import keep_unchanged
from services.runtime.metadata import own_metadata

_AT = sa.DateTime(timezone=True)

metadata = own_metadata()

STATUS = (
    "CASE WHEN percent = 0 THEN 'not_billable' WHEN invoice_id IS NULL THEN 'billable' ELSE 'invoiced' END"
)
"""An item's status follows from its percent and its invoice; nobody writes it."""


class Table(SQLModel):
    """Every table of this service."""

    metadata = metadata


class DatedTerms(Table, table=True):
    """One contract version's numbers; in force from starts_on until a later version starts.

    supervisor_id, supervisee_ids: only to know who may ask about it.
    """

    __tablename__ = "billing_terms"
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    starts_on: date
    organisation_id: UUID
    duration_minutes: int
    price_cents: int
    vat_category: str
    payment_days: int
    cancellation_tiers: list[dict[str, int | None]] = Field(sa_type=JSONB)
    no_show_percent: int
    supervisor_id: UUID
    supervisee_ids: list[UUID] = Field(sa_type=ARRAY(sa.Uuid()))


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


class Invoice(Table, table=True):
    """One issued invoice. snapshot: the whole of it, from which its documents are made. hash: of the chain."""

    __table_args__ = (
        sa.UniqueConstraint("process_id", "period", name="one_invoice_a_process_and_period"),
        sa.CheckConstraint("gross_cents = net_cents + vat_cents", name="gross_is_net_and_vat"),
    )
    invoice_id: UUID = Field(primary_key=True)
    number: int = Field(sa_type=sa.BigInteger, unique=True)
    process_id: UUID
    organisation_id: UUID
    period: str
    issued_on: date
    due_on: date
    reference: str = Field(unique=True)
    net_cents: int = Field(sa_type=sa.BigInteger)
    vat_cents: int = Field(sa_type=sa.BigInteger)
    gross_cents: int = Field(sa_type=sa.BigInteger)
    snapshot: dict[str, Any] = Field(sa_type=JSONB)
    hash: str = Field(unique=True)
    previous_hash: str = Field(unique=True)


class BillableItem(Table, table=True):
    """What became of one session, and what it costs. Nothing is left out: what costs nothing has percent 0.

    cancelled_by, notice_hours, notice_working_days: with a cancellation only.
    """

    __tablename__ = "billable_item"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["process_id", "terms_version"], ["billing_terms.process_id", "billing_terms.version"]
        ),
        sa.UniqueConstraint("session_id", "invoice_id", name="item_with_its_invoice"),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent_in_range"),
        sa.CheckConstraint("percent > 0 OR invoice_id IS NULL", name="only_billable_is_invoiced"),
    )
    session_id: UUID = Field(primary_key=True)
    process_id: UUID = Field(index=True)
    number: int
    performed_on: date
    minutes: int
    outcome: str
    cancelled_by: str | None = None
    notice_hours: int | None = None
    notice_working_days: int | None = None
    terms_version: int
    percent: int
    price_cents: int
    vat_category: str
    invoice_id: UUID | None = Field(default=None, foreign_key="invoice.invoice_id")
    status: str | None = Field(
        default=None, sa_column=sa.Column(sa.Text, sa.Computed(STATUS, persisted=True))
    )


class InvoiceLine(Table, table=True):
    """The key lets an item be on one line only; the foreign key, on the invoice that the item names."""

    __tablename__ = "invoice_line"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["item_id", "invoice_id"], ["billable_item.session_id", "billable_item.invoice_id"]
        ),
    )
    item_id: UUID = Field(primary_key=True)
    invoice_id: UUID = Field(foreign_key="invoice.invoice_id", index=True)
    session_number: int
    performed_on: date
    code: str
    minutes: int
    quantity: int
    unit_price_cents: int
    percent: int
    net_cents: int
    vat_category: str
    vat_rate: Decimal = Field(sa_type=sa.Numeric(5, 2))


class InvoiceCounter(Table, table=True):
    """The last number that a series has given."""

    __tablename__ = "invoice_counter"
    series: str = Field(primary_key=True)
    value: int = Field(sa_type=sa.BigInteger)


class BillingRun(Table, table=True):
    """A month that has been invoiced to its end."""

    __tablename__ = "billing_run"
    period: str = Field(primary_key=True)
    completed_at: datetime = Field(sa_type=_AT)


keep_unchanged(metadata, "invoice", "invoice_line")
