"""What billing keeps. Issued invoices and their lines only ever grow: triggers refuse any change to them.

One thing may be said of an issued line later, once: which credit note took it back.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from services.billing.unchanged import keep_unchanged
from services.runtime.storage.metadata import own_metadata

_AT = sa.DateTime(timezone=True)

metadata = own_metadata()


class Table(SQLModel):
    """Every table of this service."""

    metadata = metadata


class DatedTerms(Table, table=True):
    """One contract version's numbers; in force from starts_on until a later version starts.

    Version 0 is the trial before the contract, and of its sessions alone; trial_price: what those cost.
    length_prices: of sessions of other lengths than duration_minutes.
    consumer: a private person's. supervisor_id, supervisee_ids: only to know who may ask about it.
    promises: the provider's to the process. ends_on: its last day as it is known by now, the same in all versions; none
    of one that was signed before it was kept.
    """

    __tablename__ = "billing_terms"
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    starts_on: date
    ends_on: date | None = None
    organisation_id: UUID
    department_id: UUID | None = None
    duration_minutes: int
    price_cents: int
    length_prices: list[dict[str, int | None]] = Field(default=[], sa_type=JSONB)
    vat_category: str
    consumer: bool = False
    payment_days: int
    cancellation_tiers: list[dict[str, int | None]] = Field(sa_type=JSONB)
    no_show_percent: int
    termination_fee_percent: int = 0
    supervisor_id: UUID
    supervisee_ids: list[UUID] = Field(sa_type=ARRAY(sa.Uuid()))
    trial_price: str | None = None
    promises: dict[str, Any] = Field(sa_type=JSONB)


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
    """One issued document of a process; a month may have several.

    snapshot: the whole of it, from which its documents are made. hash: of the series' chain. reference: where
    something is to be paid.
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


class HandBill(Table, table=True):
    """A month of a process that finance billed by hand, or took back since; see `services/billing/invoices/by_hand.py`.

    held_because: the reason of the hold that it ended. number, reason: finance's own words.
    """

    __tablename__ = "hand_bill"
    bill_id: UUID = Field(primary_key=True)
    process_id: UUID = Field(index=True)
    organisation_id: UUID
    department_id: UUID | None = None
    period: str
    held_because: str
    number: str
    reason: str
    net_cents: int = Field(sa_type=sa.BigInteger)
    items: int
    billed_by: UUID
    billed_at: datetime = Field(sa_type=_AT)
    taken_back_by: UUID | None = None
    taken_back_at: datetime | None = Field(default=None, sa_type=_AT)


class BillableItem(Table, table=True):
    """What may be charged, or costs nothing and has percent 0, so that nothing is left out.

    session_id, session_number: none where it came of no session. What became of a session is one item.
    minutes: as agreed; none for what is not measured in time. held_minutes: how long it really took, where that is
    another length; longer_agreed: a longer one is paid for. charged_minutes: the length whose price it has.
    cancelled_by, notice_hours, notice_working_days: with a cancellation only.
    Whether it is invoiced is told by its live line alone; while there is one, a trigger refuses any change.
    not_owed_percent: of what it would cost, by decided disputes; percent has it taken off already.
    hand_bill_id: what finance billed by hand instead; while there is one, nothing else changes.
    settled_by: the credit of a trial that has paid all of it, without an invoice; of such a credit, itself.
    quantity: how many have the price, below zero of a correction that takes off.
    let_go: why nobody is charged for it, after it was credited or instead of an invoice.
    waits: billable, and on no invoice, or on none any more; the database says it, and what is written is nothing to it.
    """

    __tablename__ = "billable_item"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["process_id", "terms_version"], ["billing_terms.process_id", "billing_terms.version"]
        ),
        sa.Index(
            "one_outcome_a_session",
            "session_id",
            unique=True,
            postgresql_where=sa.text("kind IN ('held', 'cancelled', 'no_show')"),
        ),
        sa.Index("billable_item_waiting", "performed_on", "process_id", postgresql_where=sa.text("waits")),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent_in_range"),
    )
    item_id: UUID = Field(primary_key=True)
    kind: str
    process_id: UUID = Field(index=True)
    session_id: UUID | None = None
    session_number: int | None = None
    performed_on: date
    minutes: int | None = None
    held_minutes: int | None = None
    longer_agreed: bool = False
    charged_minutes: int | None = None
    cancelled_by: str | None = None
    notice_hours: int | None = None
    notice_working_days: int | None = None
    terms_version: int
    percent: Decimal = Field(sa_type=sa.Numeric)
    not_owed_percent: Decimal = Field(
        default=Decimal(0), sa_type=sa.Numeric, sa_column_kwargs={"server_default": "0"}
    )
    price_cents: int
    vat_category: str
    waits: bool | None = Field(default=None, sa_column=sa.Column(sa.Boolean, nullable=False))
    hand_bill_id: UUID | None = Field(default=None, foreign_key="hand_bill.bill_id", index=True)
    settled_by: UUID | None = Field(default=None, foreign_key="billable_item.item_id", index=True)
    let_go: str | None = None
    quantity: int = Field(default=1, sa_column_kwargs={"server_default": "1"})


class EnteredItem(Table, table=True):
    """Of an item that came of no session, what was typed, and by whom. note: on no document.

    quantity, price_cents: of travelling time its minutes and the price of an hour; else as the item has them.
    """

    __tablename__ = "entered_item"
    item_id: UUID = Field(primary_key=True, foreign_key="billable_item.item_id")
    process_id: UUID = Field(index=True)
    quantity: int
    price_cents: int
    note: str
    entered_by: UUID
    entered_at: datetime = Field(sa_type=_AT)
    withdrawn_by: UUID | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=_AT)


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

    then: what becomes of items whose whole line is taken back; see CreditedThen.
    """

    __tablename__ = "credit_note"
    credit_id: UUID = Field(primary_key=True, foreign_key="invoice.invoice_id")
    invoice_id: UUID = Field(foreign_key="invoice.invoice_id", index=True)
    then: str
    reason: str
    ordered_by: UUID
    ordered_at: datetime = Field(sa_type=_AT)


class CreditLine(Table, table=True):
    """How much of an item's line a credit note took back, VAT excluded."""

    __tablename__ = "credit_line"
    credit_id: UUID = Field(primary_key=True, foreign_key="credit_note.credit_id")
    item_id: UUID = Field(primary_key=True, foreign_key="billable_item.item_id")
    net_cents: int


class Delivery(Table, table=True):
    """How an issued document reaches its customer, see `services/billing/delivery/ways.py`.

    channels: that are left, the first in hand. operator: the customer's. message_id, message_at: of the message in
    hand; another sending has another. tries: failed over the channel in hand. reason: of the last that went wrong.
    """

    __table_args__ = (
        sa.Index("delivery_due", "due_at", postgresql_where=sa.text("due_at IS NOT NULL")),
        sa.Index("delivery_undelivered", "changed_at", postgresql_where=sa.text("status = 'undelivered'")),
    )
    invoice_id: UUID = Field(primary_key=True, foreign_key="invoice.invoice_id")
    channels: list[str] = Field(sa_type=JSONB)
    operator: str
    message_id: UUID
    message_at: datetime = Field(sa_type=_AT)
    tries: int = 0
    due_at: datetime | None = Field(default=None, sa_type=_AT)
    status: str
    reason: str | None = None
    changed_at: datetime = Field(sa_type=_AT)


class DeliveryAttempt(Table, table=True):
    """One try to hand a document over. It is written down before it begins: what broke off is taken up as the same.

    outcome: none while it is in hand.
    """

    __tablename__ = "delivery_attempt"
    __table_args__ = (
        sa.Index(
            "one_attempt_in_hand", "invoice_id", unique=True, postgresql_where=sa.text("outcome IS NULL")
        ),
    )
    attempt_id: UUID = Field(primary_key=True)
    invoice_id: UUID = Field(foreign_key="delivery.invoice_id", index=True)
    channel: str
    message_id: UUID
    begun_at: datetime = Field(sa_type=_AT)
    ended_at: datetime | None = Field(default=None, sa_type=_AT)
    outcome: str | None = None
    reason: str | None = None


class Hold(Table, table=True):
    """A process whose items are not invoiced yet, see `services/billing/invoices/holding.py`."""

    __tablename__ = "invoice_hold"
    process_id: UUID = Field(primary_key=True)
    organisation_id: UUID
    department_id: UUID | None = None
    period: str
    reason: str
    held_at: datetime = Field(sa_type=_AT)


class ItemHold(Table, table=True):
    """What a session costs is taken by no run: it is about to be recorded otherwise. revision: of the correction."""

    __tablename__ = "item_hold"
    session_id: UUID = Field(primary_key=True)
    revision: int
    since: datetime = Field(sa_type=_AT)


class Aside(Table, table=True):
    """An item that finance keeps from being invoiced, or has taken back since. kind: see `AsideKind`.

    What is left out is let go as well, in the words of its reason.
    """

    __table_args__ = (
        sa.Index(
            "one_live_aside_an_item",
            "item_id",
            unique=True,
            postgresql_where=sa.text("taken_back_at IS NULL"),
        ),
    )
    aside_id: UUID = Field(primary_key=True)
    item_id: UUID = Field(foreign_key="billable_item.item_id")
    process_id: UUID = Field(index=True)
    kind: str
    reason: str
    set_by: UUID
    set_at: datetime = Field(sa_type=_AT)
    taken_back_by: UUID | None = None
    taken_back_at: datetime | None = Field(default=None, sa_type=_AT)


class ConfirmedEnd(Table, table=True):
    """A coordinator has confirmed that a contract was ended at once. charges: what that called off late is paid for."""

    __tablename__ = "confirmed_end"
    process_id: UUID = Field(primary_key=True)
    charges: bool


class Dispute(Table, table=True):
    """Items that somebody does not accept. by_itself: two words about a session differ; opened_by: whose said no.

    outcome, percent, ground: of its decision; none, and no ground, while it waits. percent: how much is not owed.
    """

    __table_args__ = (sa.Index("dispute_process", "process_id"),)
    dispute_id: UUID = Field(primary_key=True)
    process_id: UUID
    organisation_id: UUID
    department_id: UUID | None = None
    claim: str
    by_itself: bool = False
    words: str
    opened_by: UUID
    opened_at: datetime = Field(sa_type=_AT)
    outcome: str | None = None
    percent: int | None = None
    ground: str = ""
    resolved_by: UUID | None = None
    resolved_at: datetime | None = Field(default=None, sa_type=_AT)


class DisputedItem(Table, table=True):
    """is_open: it waits for the decision, and no run takes the item."""

    __tablename__ = "disputed_item"
    __table_args__ = (
        sa.Index("one_open_dispute_an_item", "item_id", unique=True, postgresql_where=sa.text("is_open")),
    )
    dispute_id: UUID = Field(primary_key=True, foreign_key="dispute.dispute_id")
    item_id: UUID = Field(primary_key=True, foreign_key="billable_item.item_id")
    is_open: bool = True


class Denial(Table, table=True):
    """A supervisee's word that nobody came to a session, each member's own. disputed: it has met another word, and
    opened a dispute, or stands beside one that was open.
    """

    session_id: UUID = Field(primary_key=True)
    denied_by: UUID = Field(primary_key=True)
    process_id: UUID
    words: str
    denied_at: datetime = Field(sa_type=_AT)
    disputed: bool = False


class BillingRun(Table, table=True):
    """A month that has been invoiced to its end."""

    __tablename__ = "billing_run"
    period: str = Field(primary_key=True)
    completed_at: datetime = Field(sa_type=_AT)


keep_unchanged(metadata)
