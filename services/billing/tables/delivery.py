"""How issued documents reach their customers."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.billing.tables.every_table import AT, Table


class Delivery(Table, table=True):
    """How an issued document reaches its customer, see `services/billing/delivery/ways.py`.

    channels: that are left, the first in hand. operator, address: the customer's, of its system; the address is empty
    where the document says it. message_id, message_at: of the message in hand; another sending has another. tries:
    failed over the channel in hand. reason: of the last that went wrong.
    """

    __table_args__ = (
        sa.Index("delivery_due", "due_at", postgresql_where=sa.text("due_at IS NOT NULL")),
        sa.Index("delivery_undelivered", "changed_at", postgresql_where=sa.text("status = 'undelivered'")),
    )
    invoice_id: UUID = Field(primary_key=True, foreign_key="invoice.invoice_id")
    channels: list[str] = Field(sa_type=JSONB)
    operator: str
    address: str = Field(default="", sa_column_kwargs={"server_default": ""})
    message_id: UUID
    message_at: datetime = Field(sa_type=AT)
    tries: int = 0
    due_at: datetime | None = Field(default=None, sa_type=AT)
    status: str
    reason: str | None = None
    changed_at: datetime = Field(sa_type=AT)


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
    begun_at: datetime = Field(sa_type=AT)
    ended_at: datetime | None = Field(default=None, sa_type=AT)
    outcome: str | None = None
    reason: str | None = None
