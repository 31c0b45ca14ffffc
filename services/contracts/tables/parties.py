"""Who has joined or left the group of a signed process, and who speaks for it."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from services.contracts.tables.every_table import AT, Table


class Leaver(Table, table=True):
    """Who has left the group of a signed process, as sessions says: a renewal does not name them."""

    process_id: UUID = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)


class Representative(Table, table=True):
    """Who speaks for the group of a signed process from a day on, as sessions says, instead of who signed for it."""

    process_id: UUID = Field(primary_key=True)
    from_day: date = Field(primary_key=True)
    person_id: UUID


class Joining(Table, table=True):
    """Who is to join the group of a signed process. agreed_at: every member had said yes; consented_at: they too.

    Without that it falls when from_day comes.
    """

    __table_args__ = (
        sa.Index(
            "joining_that_waits",
            "process_id",
            "person_id",
            unique=True,
            postgresql_where=sa.text("consented_at IS NULL"),
        ),
        sa.Index("joining_process", "process_id"),
    )
    joining_id: UUID = Field(primary_key=True)
    process_id: UUID
    person_id: UUID
    from_day: date
    proposed_by: UUID
    proposed_at: datetime = Field(sa_type=AT)
    agreed_at: datetime | None = Field(default=None, sa_type=AT)
    consented_at: datetime | None = Field(default=None, sa_type=AT)


class JoiningConsent(Table, table=True):
    """One member's yes to somebody's joining."""

    __tablename__ = "joining_consent"
    joining_id: UUID = Field(primary_key=True, foreign_key="joining.joining_id")
    member_id: UUID = Field(primary_key=True)
    given_at: datetime = Field(sa_type=AT)
