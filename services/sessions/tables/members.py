"""Who is in the group of a process, who leaves it, and who speaks for it."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Field

from services.sessions.tables.every_table import AT, Table


class GroupMember(Table, table=True):
    """One stretch of days on which a person is one of the group, both counted; until_day: none, and it goes on.

    from_day: date.min for those whom the first contract names, who belong to the group from its beginning; place:
    in which order it names them.
    """

    __tablename__ = "group_member"
    __table_args__ = (
        postgresql.ExcludeConstraint(
            ("process_id", "="),
            ("person_id", "="),
            (sa.text("daterange(from_day, until_day, '[]')"), "&&"),
            using="gist",
            name="a_member_once",
        ),
        sa.Index("group_member_person", "person_id"),
    )
    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    person_id: UUID = Field(primary_key=True)
    from_day: date = Field(primary_key=True)
    until_day: date | None = None
    place: int = 0


class Representative(Table, table=True):
    """Whom the members named to act for them from a day on, instead of the one who signed for them."""

    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    from_day: date = Field(primary_key=True)
    person_id: UUID


class RepresentativeChange(Table, table=True):
    """Whom somebody would have act for the group, until all members agree or one does not."""

    __tablename__ = "representative_change"
    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    representative_id: UUID
    from_day: date
    proposed_by: UUID
    proposed_at: datetime = Field(sa_type=AT)


class RepresentativeConsent(Table, table=True):
    """One member's yes to the change that waits."""

    __tablename__ = "representative_consent"
    process_id: UUID = Field(primary_key=True, foreign_key="representative_change.process_id")
    person_id: UUID = Field(primary_key=True)
    given_at: datetime = Field(sa_type=AT)


class Leaving(Table, table=True):
    """A member's own word that they take part no longer. sealed: why, if they said so."""

    process_id: UUID = Field(primary_key=True, foreign_key="process.process_id")
    person_id: UUID = Field(primary_key=True)
    left_on: date
    left_at: datetime = Field(sa_type=AT)
    sealed: bytes | None = None
