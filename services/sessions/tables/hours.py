"""A supervisor's time: hours on offer, and days away."""

from datetime import date, datetime, time
from uuid import UUID

from sqlmodel import Field

from services.sessions.tables.every_table import AT, Table


class WeeklyHours(Table, table=True):
    """A supervisor's offer of one weekday's hours in Helsinki's local time; the key is all of it."""

    __tablename__ = "weekly_hours"
    supervisor_id: UUID = Field(primary_key=True)
    weekday: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    from_time: time = Field(primary_key=True)
    to_time: time = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    valid_until: date = Field(primary_key=True)


class DaysAway(Table, table=True):
    """Days on which a supervisor is away, both counted; why is nobody's to know. The key is all that they are."""

    __tablename__ = "days_away"
    supervisor_id: UUID = Field(primary_key=True)
    from_day: date = Field(primary_key=True)
    until_day: date = Field(primary_key=True)
    reported_by: UUID
    reported_at: datetime = Field(sa_type=AT)
