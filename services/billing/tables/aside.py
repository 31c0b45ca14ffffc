"""What no run takes for now: held for its customer, for its record, or by finance; and what was billed by hand."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from services.billing.tables.every_table import AT, Table


class Hold(Table, table=True):
    """A process whose items are not invoiced yet, see `services/billing/invoices/holding.py`."""

    __tablename__ = "invoice_hold"
    process_id: UUID = Field(primary_key=True)
    organisation_id: UUID
    department_id: UUID | None = None
    period: str
    reason: str
    held_at: datetime = Field(sa_type=AT)
    rule: str = Field(default="", sa_column_kwargs={"server_default": ""})


class ItemHold(Table, table=True):
    """What a session costs is taken by no run: it is about to be recorded otherwise. revision: of the correction."""

    __tablename__ = "item_hold"
    session_id: UUID = Field(primary_key=True)
    revision: int
    since: datetime = Field(sa_type=AT)


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
    set_at: datetime = Field(sa_type=AT)
    taken_back_by: UUID | None = None
    taken_back_at: datetime | None = Field(default=None, sa_type=AT)


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
    billed_at: datetime = Field(sa_type=AT)
    taken_back_by: UUID | None = None
    taken_back_at: datetime | None = Field(default=None, sa_type=AT)
