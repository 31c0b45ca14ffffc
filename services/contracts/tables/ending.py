"""How a process goes on or ends."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.contracts.tables.every_table import AT, Table


class Continuation(Table, table=True):
    """How a process goes on. chosen_by: none where nobody chose and the end date closed it.

    successor_promises: what held on the day on which the successor began. taken_back: how often a choice was.
    """

    process_id: UUID = Field(primary_key=True)
    asked_at: datetime | None = Field(default=None, sa_type=AT)
    choice: str | None = None
    successor_id: UUID | None = None
    successor_promises: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    chosen_by: UUID | None = None
    chosen_at: datetime | None = Field(default=None, sa_type=AT)
    taken_back: int = 0
    ended_at: datetime | None = Field(default=None, sa_type=AT)


class ContinuationWord(Table, table=True):
    """What a party has said of how it goes on, as long as it stands."""

    __tablename__ = "continuation_word"
    process_id: UUID = Field(primary_key=True)
    party: str = Field(primary_key=True)
    choice: str
    person_id: UUID
    said_at: datetime = Field(sa_type=AT)


class Termination(Table, table=True):
    """A word that it ends before its time; the one of the highest number holds. how: notice, at_once, agreed.

    agreed_until: its last day before. reason, ground: for the coordinators, in no event. charges: whether what was
    called off late is paid for, as a coordinator confirmed of an end at once; none until then. successor_stands:
    whether what follows does, which all had signed; none where nothing did. withdraws: a consumer did, in time.
    renewal_off: what was to follow, and came to nothing by this, as not all had signed it.
    """

    process_id: UUID = Field(primary_key=True)
    number: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    terminated_at: datetime = Field(sa_type=AT)
    how: str
    by: str
    person_id: UUID
    reason_code: str
    reason: str
    waives_review: bool
    agreed_until: date
    last_day: date
    charges: bool | None = None
    ground: str = ""
    confirmed_by: UUID | None = None
    confirmed_at: datetime | None = Field(default=None, sa_type=AT)
    successor_stands: bool | None = None
    withdraws: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    renewal_off: UUID | None = None


class EarlierEnd(Table, table=True):
    """A party's proposal of an earlier last day. closed_at: it was carried out or taken back, or somebody said no; else
    it lapses. taken_back_by: whoever of that party took it back, or a coordinator.

    successor_stands: what follows does, if it is signed; else it ends too.
    """

    __tablename__ = "earlier_end"
    process_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    proposed_at: datetime = Field(sa_type=AT)
    by: str
    person_id: UUID
    last_day: date
    answer_by: date
    closed_at: datetime | None = Field(default=None, sa_type=AT)
    successor_stands: bool = False
    taken_back_by: UUID | None = None


class EarlierEndAnswer(Table, table=True):
    """What a party has said to it; who proposed it has said yes."""

    __tablename__ = "earlier_end_answer"
    __table_args__ = (
        sa.ForeignKeyConstraint(["process_id", "number"], ["earlier_end.process_id", "earlier_end.number"]),
    )
    process_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    party: str = Field(primary_key=True)
    person_id: UUID
    agrees: bool
    answered_at: datetime = Field(sa_type=AT)


class HeardReview(Table, table=True):
    """A review that sessions says is done or waived."""

    __tablename__ = "heard_review"
    process_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    waived: bool
