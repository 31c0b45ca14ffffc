"""What somebody does not accept."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from services.billing.tables.every_table import AT, Table


class Dispute(Table, table=True):
    """Items that somebody does not accept. by_itself: two words about a session differ; opened_by: whose said no.

    outcome, percent, ground: of its decision; none, and no ground, while it waits. percent: how much is not owed.
    granted_by: what took the charge away, where nobody decided. corrected_at: when its record was last corrected
    while it waited.
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
    opened_at: datetime = Field(sa_type=AT)
    outcome: str | None = None
    percent: int | None = None
    ground: str = ""
    resolved_by: UUID | None = None
    resolved_at: datetime | None = Field(default=None, sa_type=AT)
    granted_by: str | None = None
    corrected_at: datetime | None = Field(default=None, sa_type=AT)


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
    denied_at: datetime = Field(sa_type=AT)
    disputed: bool = False
