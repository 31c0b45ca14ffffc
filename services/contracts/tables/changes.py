"""When a process stands still."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from services.contracts.tables.every_table import AT, Table


class Pause(Table, table=True):
    """A party's word that it is paused. agreed_until: its last day before that.

    goes_on: the first day after it; none: it is open.
    reason: for the coordinators, in no event. reminded_at: a coordinator was told that it has been long.
    awaits_supervisor: it ends with the agreement on somebody in the place of who leaves.
    """

    process_id: UUID = Field(primary_key=True)
    paused_at: datetime = Field(primary_key=True, sa_type=AT)
    by: str
    person_id: UUID
    reason_code: str
    reason: str
    from_day: date
    until_day: date | None = None
    agreed_until: date
    goes_on: date | None = None
    resumed_at: datetime | None = Field(default=None, sa_type=AT)
    resumed_by: UUID | None = None
    reminded_at: datetime | None = Field(default=None, sa_type=AT)
    awaits_supervisor: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
