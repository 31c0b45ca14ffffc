"""The house's own, which no event tells and a rebuild keeps."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from services.console.tables.every_table import AT, Table, at


class Assignment(Table, table=True):
    """Which coordinator looks after a process. Nobody's event: a rebuild keeps it."""

    process_id: UUID = Field(primary_key=True)
    coordinator_id: UUID
    assigned_by: UUID
    assigned_at: datetime = Field(sa_type=AT)


class AssignmentChange(Table, table=True):
    """One process's part of an assignment, for its undoing and the timeline. None: nobody."""

    __tablename__ = "assignment_change"
    __table_args__ = (sa.Index("assignment_change_of_process", "process_id"),)
    undo_id: UUID = Field(primary_key=True)
    process_id: UUID = Field(primary_key=True)
    coordinator_id: UUID | None = None
    previous_id: UUID | None = None
    changed_by: UUID
    changed_at: datetime = Field(sa_type=AT)
    undone_at: datetime | None = at()


class ParkedCase(Table, table=True):
    """What the house does about a message that a service could not handle: who looks at it, or why it is left.

    Nobody's event: a rebuild keeps it. skipped_reason: decided not to handle it; none while it waits.
    """

    __tablename__ = "parked_case"
    service: str = Field(primary_key=True)
    parked_id: UUID = Field(primary_key=True)
    assigned_to: UUID | None = None
    skipped_reason: str | None = None
    changed_by: UUID
    changed_at: datetime = Field(sa_type=AT)


class OrderedRun(Table, table=True):
    """A month's invoicing that somebody ordered by hand, while it goes on and after. A rebuild keeps it.

    issued: by this order. remaining: processes that still waited for their invoice after the last part.
    refusal: the code with which it came to an end before its time.
    """

    __tablename__ = "ordered_run"
    period: str = Field(primary_key=True)
    ordered_by: UUID
    ordered_at: datetime = Field(sa_type=AT)
    issued: int = 0
    remaining: int
    refusal: str | None = None
