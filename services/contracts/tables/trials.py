"""A trial before the contract: its agreement, who has said yes to it, and whether it goes on."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.tables.every_table import AT, Table


class Trial(Table, table=True):
    """One of a process whose proposal has one, from the first that is done about it on. revision: 0 until it is named
    who tries it.

    terms: as events carry them. place: where it meets, in no event. starts_at: of its sessions, as sessions says; where
    none is left, as they were. called_off: of those that are not held after all;
    free_until: when the first can no more be called off for nothing. reminded_at, overdue_at: of the decision, as its
    days stand. interest: as of a contract. given_up_reason: for the coordinators, in no event.
    decider_id: who says in the place of its supervisor, who leaves, whether it goes on.
    contract_starts_on: as accepted; none of one from before that was kept.
    """

    __table_args__ = (
        sa.Index("trial_organisation", "organisation_id"),
        sa.Index("trial_supervisor", "supervisor_id"),
        sa.Index("trial_supervisees", "supervisee_ids", postgresql_using="gin"),
    )
    process_id: UUID = Field(primary_key=True)
    revision: int = 0
    organisation_id: UUID
    department_id: UUID | None = None
    commissioner_id: UUID
    representative_id: UUID
    supervisee_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(sa.Uuid()))
    supervisor_id: UUID
    largest_group: int
    terms: dict[str, Any] = Field(sa_type=JSONB)
    price: str
    sessions: int
    decision_days: int
    ends_by: date
    place: str = Field(default="", sa_column_kwargs={"server_default": ""})
    contract_starts_on: date | None = None
    three_way_meeting: bool
    interest: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    prepared_by: UUID | None = None
    prepared_at: datetime | None = Field(default=None, sa_type=AT)
    starts_at: list[datetime] = Field(default_factory=list, sa_type=ARRAY(AT))
    called_off: list[datetime] = Field(
        default_factory=list, sa_type=ARRAY(AT), sa_column_kwargs={"server_default": "{}"}
    )
    free_until: datetime | None = Field(default=None, sa_type=AT)
    put_off_at: datetime | None = Field(default=None, sa_type=AT)
    agreed_at: datetime | None = Field(default=None, sa_type=AT)
    reminded_at: datetime | None = Field(default=None, sa_type=AT)
    overdue_at: datetime | None = Field(default=None, sa_type=AT)
    outcome: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=AT)
    decider_id: UUID | None = None
    given_up_by: UUID | None = None
    given_up_reason: str = ""


class TrialConsent(Table, table=True):
    """A yes to this agreement: of who acts for the customer, of the supervisor, of a member.

    left_on: the last day of a member who takes part no longer.
    """

    __tablename__ = "trial_consent"
    process_id: UUID = Field(primary_key=True, foreign_key="trial.process_id")
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    party: str = Field(primary_key=True)
    person_id: UUID = Field(primary_key=True)
    agreed_at: datetime = Field(sa_type=AT)
    left_on: date | None = None


class TrialRefusal(Table, table=True):
    """A no to this agreement: it puts it off. reason: for the coordinators, in no event; none has to be given."""

    __tablename__ = "trial_refusal"
    process_id: UUID = Field(primary_key=True, foreign_key="trial.process_id")
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_id: UUID = Field(primary_key=True)
    party: str
    reason: str
    declined_at: datetime = Field(sa_type=AT)


class TrialWord(Table, table=True):
    """What a side has said of whether it goes on; in no event, and for nobody but the two of them."""

    __tablename__ = "trial_word"
    process_id: UUID = Field(primary_key=True, foreign_key="trial.process_id")
    side: str = Field(primary_key=True)
    word: str
    person_id: UUID
    said_at: datetime = Field(sa_type=AT)
