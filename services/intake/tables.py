"""What intake keeps."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.runtime.storage.metadata import Row, own_metadata

_AT = sa.DateTime(timezone=True)

metadata = own_metadata()


class Table(Row):
    """Every table of this service."""

    metadata = metadata


class Inquiry(Table, table=True):
    """One process from intake's side: what was typed, and what was decided.

    customer_name: as directory has it, once it is decided for whom the process is; organisation_name is as typed, or a
    private person's own name.
    asker_id: the contact, until it is settled whether they act for the organisation: so long they may look.
    decision: the whole of what was decided, to tell the same said again from something else.
    ended: contracts has said that the process is over; its supervisor is free again.
    trial_open: the accepted proposal has a trial, and contracts has not said what became of it. ended_in_trial: it was
    over with that.
    supervisee_ids: the members, as contracts says them; none before the contract names them. tried_by: those of its
    trial, from everybody's yes on, who read on what was theirs.
    promises: the provider's, as they held when it was received.
    other_supervisor_id: who stands in until other_until, or, without that day, who had it before.
    proposed_supervisor_id: for whom a place is kept, while they are asked.
    """

    __table_args__ = (
        sa.Index("inquiry_newest", "received_at", "process_id"),
        sa.Index("inquiry_renews", "renews", postgresql_where=sa.text("renews IS NOT NULL")),
    )

    process_id: UUID = Field(primary_key=True)
    number: str = Field(unique=True)
    status: str
    renews: UUID | None = None
    ended: bool = False
    trial_open: bool = False
    ended_in_trial: bool = False

    organisation_name: str
    business_id: str | None = None
    foreign_id: str | None = None
    organisation_kind: str
    country: str
    street: str
    postal_code: str
    town: str
    invoice_email: str
    contact_given_name: str
    contact_family_name: str
    contact_email: str
    language: str
    audience: str
    headcount: int
    wishes: list[str] = Field(sa_type=ARRAY(sa.Text))
    themes: list[str] = Field(sa_type=ARRAY(sa.Text))
    region: str | None = None
    remote_ok: bool
    duration_minutes: int
    template: str
    preferred_weekdays: list[int] = Field(default_factory=list, sa_type=ARRAY(sa.Integer))
    preferred_times: list[str] = Field(default_factory=list, sa_type=ARRAY(sa.Text))
    preferred_from: date | None = None
    message: str
    received_at: datetime = Field(sa_type=_AT)
    promises: dict[str, Any] = Field(sa_type=JSONB)

    contact_id: UUID
    asker_id: UUID | None = None
    organisation_id: UUID | None = None
    department_id: UUID | None = None
    customer_name: str | None = None
    outcome: str | None = None
    outcome_reason: str | None = None
    decision: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    decided_by: UUID | None = None
    decided_at: datetime | None = Field(default=None, sa_type=_AT)
    supervisor_id: UUID | None = Field(default=None, index=True)
    chosen_by: UUID | None = None
    matched_at: datetime | None = Field(default=None, sa_type=_AT)
    other_supervisor_id: UUID | None = None
    other_until: date | None = None
    proposed_supervisor_id: UUID | None = None
    supervisee_ids: list[UUID] = Field(default_factory=list, sa_type=ARRAY(sa.Uuid))
    tried_by: list[UUID] = Field(
        default_factory=list, sa_type=ARRAY(sa.Uuid), sa_column_kwargs={"server_default": sa.text("'{}'")}
    )
    contract_signed_at: datetime | None = Field(default=None, sa_type=_AT)
    revision: int = 1
    entered_by: UUID | None = None
    confirmed_at: datetime | None = Field(default=None, sa_type=_AT)
    withdrawn_by: UUID | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=_AT)
    withdrawn_because: str | None = None
    withdrawn_by_staff: bool | None = None
    is_test: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})


class InquiryChange(Table, table=True):
    """One change: which revision it made, by whom, and what the changed fields had said before."""

    __tablename__ = "inquiry_change"

    process_id: UUID = Field(primary_key=True, foreign_key="inquiry.process_id")
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    changed_by: UUID
    changed_at: datetime = Field(sa_type=_AT)
    before: dict[str, Any] = Field(sa_type=JSONB)


class ProcessNumber(Table, table=True):
    """The one row that gives readable numbers; locked by each transaction that takes one, so none is lost."""

    __tablename__ = "process_number"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int


class Price(Table, table=True):
    """A line of the price list: one session, VAT excluded."""

    format: str = Field(primary_key=True)
    duration_minutes: int = Field(primary_key=True)
    valid_from: date = Field(primary_key=True)
    price_cents: int


class Proposal(Table, table=True):
    """revision: 1, 2, ...; a change that was asked for makes a new one, the earlier ones stay as they were.

    sent_with: what its paper names of the inquiry, as it was when it was sent; none of one from before that was kept.
    """

    process_id: UUID = Field(primary_key=True, foreign_key="inquiry.process_id")
    revision: int = Field(primary_key=True)
    duration_minutes: int
    base_interval_days: int
    starts_on: date
    ends_on: date
    price_cents: int
    consumer_price_cents: int | None = None
    length_prices: list[dict[str, int | None]] = Field(default=[], sa_type=JSONB)
    valid_until: date
    sessions_agreed: int | None = None
    three_way_meeting: bool = False
    trial_sessions: int = 0
    trial_price: str = "normal"
    trial_decision_days: int
    trial_ends_by: date | None = None
    sent_at: datetime = Field(sa_type=_AT)
    sent_by: UUID | None = None
    sent_with: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    answer: str | None = None
    answer_reason: str | None = None
    answered_by: UUID | None = None
    answered_at: datetime | None = Field(default=None, sa_type=_AT)


class StepReminder(Table, table=True):
    """A reminder that was said. revision: the proposal's, so that each of them may be reminded of; 0 before."""

    __tablename__ = "step_reminder"

    process_id: UUID = Field(primary_key=True, foreign_key="inquiry.process_id")
    step: str = Field(primary_key=True)
    level: int = Field(primary_key=True)
    revision: int = Field(primary_key=True)


class InterestDeclaration(Table, table=True):
    """What a supervisor said that they have to do with it. number: 1, 2, ... of the process; the last one counts.

    declared_by: another than the supervisor where a coordinator was told. hindered: told at a signature, it was more
    than the paper showed; none of what was said before that was kept.
    """

    __tablename__ = "interest_declaration"

    process_id: UUID = Field(primary_key=True, foreign_key="inquiry.process_id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    supervisor_id: UUID
    code: str
    since: int | None = None
    until: int | None = None
    words: str
    at_signing: bool
    hindered: bool | None = None
    declared_by: UUID
    declared_at: datetime = Field(sa_type=_AT)


class InterestQuestion(Table, table=True):
    """A supervisor who was asked, by letter; answered: they, or a coordinator for them, have said it since."""

    __tablename__ = "interest_question"
    __table_args__ = (sa.Index("interest_question_waits", "supervisor_id"),)

    process_id: UUID = Field(primary_key=True, foreign_key="inquiry.process_id")
    supervisor_id: UUID = Field(primary_key=True)
    asked_by: UUID
    asked_at: datetime = Field(sa_type=_AT)
    answered: bool = False
