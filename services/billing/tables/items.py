"""What may be charged: the terms of each contract version, and what became of its sessions by them."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.billing.tables.every_table import Table


class DatedTerms(Table, table=True):
    """One contract version's numbers; in force from starts_on until a later version starts.

    Version 0 is the trial before the contract, and of its sessions alone; trial_price: what those cost.
    length_prices: of sessions of other lengths than duration_minutes.
    consumer: a private person's. supervisor_id, supervisee_ids: only to know who may ask about it.
    promises: the provider's to the process. ends_on: its last day as it is known by now, the same in all versions; none
    of one that was signed before it was kept. withdrawn: by a private person in time; then only what was held costs.
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
    withdrawn: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    promises: dict[str, Any] = Field(sa_type=JSONB)


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


class ConfirmedEnd(Table, table=True):
    """A coordinator has confirmed that a contract was ended at once. charges: what that called off late is paid for."""

    __tablename__ = "confirmed_end"
    process_id: UUID = Field(primary_key=True)
    charges: bool
