"""The months' runs: which are done, who let one go, and which wait for somebody's word."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from services.billing.tables.every_table import AT, Table


class BillingRun(Table, table=True):
    """A month that has been invoiced to its end."""

    __tablename__ = "billing_run"
    period: str = Field(primary_key=True)
    completed_at: datetime = Field(sa_type=AT)


class OrderedRun(Table, table=True):
    """A month that somebody has ordered and that is not gone through: it is gone on with by their word."""

    __tablename__ = "ordered_run"
    period: str = Field(primary_key=True)
    ordered_by: UUID


class InvoicedAtEnd(Table, table=True):
    """Whether a customer is invoiced when a contract has ended, or month by month. payer_id: of the whole, or of a
    department that has its own settings.
    """

    __tablename__ = "invoiced_at_end"
    payer_id: UUID = Field(primary_key=True)
    at_end: bool


class RunSetting(Table, table=True):
    """How months are run from set_at on; before anything was said, `automatic`. mode: `RunMode`."""

    __tablename__ = "run_setting"
    __table_args__ = (sa.CheckConstraint("mode IN ('automatic', 'by_approval')", name="mode_is_known"),)
    set_at: datetime = Field(primary_key=True, sa_type=AT)
    mode: str
    set_by: UUID


class RunApproval(Table, table=True):
    """Whose word a month's run has; the first one stays."""

    __tablename__ = "run_approval"
    period: str = Field(primary_key=True)
    approved_by: UUID
    approved_at: datetime = Field(sa_type=AT)


class RunWaiting(Table, table=True):
    """A month that was due and waited for a word. told_at: when finance was last told, times: how often."""

    __tablename__ = "run_waiting"
    period: str = Field(primary_key=True)
    since: datetime = Field(sa_type=AT)
    told_at: datetime = Field(sa_type=AT)
    times: int
