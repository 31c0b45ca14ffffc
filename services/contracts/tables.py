"""What contracts keeps."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from services.messages.values import Party
from services.runtime.storage.metadata import own_metadata

_AT = sa.DateTime(timezone=True)

metadata = own_metadata()


class Table(SQLModel):
    """Every table of this service."""

    metadata = metadata


def _of_this_version() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["process_id", "version"], ["contract.process_id", "contract.version"])


class Contract(Table, table=True):
    """One version of a process's paper. status: draft, signing, signed, expired; declined, withdrawn
    (never the newest, but for an amendment), lapsed, terminated (only an amendment).

    supersedes: of an amendment, the version that it changes; effective_from: the day from which it does; changed: the
    names of what is another, of columns and clauses; lapses_at: when it comes to nothing unless it is signed.
    asked_parties: who signs it; asks_members: each member consents to it. until_day: the last day of a supervisor who
    stands in; change_reason: why it is another one, in no event.

    proposal_revision: of the proposal whose terms it has; none: it renews another one.
    promises: the provider's to this process. clauses: people's own words. paper: the whole text as it is signed, none
    while it is a draft; clause_texts: its clauses, each by itself. interest: what the supervisor has to do with the
    others, where it is shown to them. signing_since: its first signature was asked for.
    supervisee_ids: of a signed one also who has joined since.
    """

    __table_args__ = (
        sa.Index("contract_organisation", "organisation_id"),
        sa.Index("contract_supervisor", "supervisor_id"),
        sa.Index("contract_supervisees", "supervisee_ids", postgresql_using="gin"),
        sa.Index("contract_drafted", "drafted_at"),
        sa.Index(
            "contract_to_lapse",
            "lapses_at",
            postgresql_where=sa.text("status = 'signing' AND supersedes IS NOT NULL"),
        ),
    )
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    status: str
    renews: UUID | None = None
    supersedes: int | None = None
    effective_from: date | None = None
    changed: list[str] = Field(default_factory=list, sa_type=ARRAY(sa.Text))
    asked_parties: list[str] = Field(default_factory=lambda: list(Party), sa_type=ARRAY(sa.Text))
    asks_members: bool = True
    lapses_at: datetime | None = Field(default=None, sa_type=_AT)
    until_day: date | None = None
    change_reason: str | None = None
    commissioner_id: UUID
    representative_id: UUID
    supervisee_ids: list[UUID] = Field(sa_type=ARRAY(sa.Uuid()))
    supervisor_id: UUID
    largest_group: int
    organisation_id: UUID
    department_id: UUID | None = None
    audience: str
    language: str
    starts_on: date
    ends_on: date
    duration_minutes: int
    base_interval_days: int
    sessions_agreed: int | None = None
    proposal_revision: int | None = None
    preferred_weekdays: list[int] = Field(default_factory=list, sa_type=ARRAY(sa.Integer))
    preferred_times: list[str] = Field(default_factory=list, sa_type=ARRAY(sa.Text))
    unit_minutes: int
    price_cents: int
    consumer_price_cents: int | None = None
    length_prices: list[dict[str, int | None]] = Field(default=[], sa_type=JSONB)
    vat_category: str
    payment_days: int
    cancellation_tiers: list[dict[str, int | None]] = Field(sa_type=JSONB)
    no_show_percent: int
    notice: dict[str, Any] = Field(sa_type=JSONB)
    termination_fee_percent: int = 0
    promises: dict[str, Any] = Field(sa_type=JSONB)
    clauses: dict[str, str] = Field(sa_type=JSONB)
    interest: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    disputes_to: str | None = None
    paper: str | None = None
    clause_texts: dict[str, str] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    drafted_at: datetime = Field(sa_type=_AT)
    signing_since: datetime | None = Field(default=None, sa_type=_AT)
    signed_at: datetime | None = Field(default=None, sa_type=_AT)


class Consent(Table, table=True):
    """A member's own yes to this version."""

    __table_args__ = (_of_this_version(),)
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_id: UUID = Field(primary_key=True)
    consented_at: datetime = Field(sa_type=_AT)


class Signature(Table, table=True):
    """The evidence: who signed for which party, when, and which text. The key allows one for each party."""

    __table_args__ = (_of_this_version(),)
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    party: str = Field(primary_key=True)
    person_id: UUID
    signed_at: datetime = Field(sa_type=_AT)
    paper_sha256: str


class Decline(Table, table=True):
    """A party's no to this version, and why. One for each version: it ends the version."""

    __table_args__ = (_of_this_version(),)
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    party: str
    person_id: UUID
    reason: str
    declined_at: datetime = Field(sa_type=_AT)


class Withdrawal(Table, table=True):
    """This version was taken back from its signers, or given up, and why. It ends the version."""

    __table_args__ = (_of_this_version(),)
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_id: UUID
    reason: str
    withdrawn_at: datetime = Field(sa_type=_AT)


class ConsentRefusal(Table, table=True):
    """A member's own no to this version, until they consent after all. reason: none has to be given."""

    __tablename__ = "consent_refusal"
    __table_args__ = (_of_this_version(),)
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_id: UUID = Field(primary_key=True)
    reason: str
    refused_at: datetime = Field(sa_type=_AT)


class SignatureReminder(Table, table=True):
    """Which reminders a party has had, so that each is sent once."""

    __tablename__ = "signature_reminder"
    __table_args__ = (_of_this_version(),)
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    party: str = Field(primary_key=True)
    level: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    reminded_at: datetime = Field(sa_type=_AT)


class DraftReminder(Table, table=True):
    """Which reminders of a draft we have had, so that each is sent once."""

    __tablename__ = "draft_reminder"
    __table_args__ = (_of_this_version(),)
    process_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    level: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    reminded_at: datetime = Field(sa_type=_AT)


class Meeting(Table, table=True):
    """The three parties' meeting before they sign; no row where none was proposed. due_on: the last day of its time.

    held_on or waived_reason, once one of them is recorded.
    """

    process_id: UUID = Field(primary_key=True)
    due_on: date
    held_on: date | None = None
    waived_reason: str | None = None
    recorded_by: UUID | None = None
    recorded_at: datetime | None = Field(default=None, sa_type=_AT)


class Continuation(Table, table=True):
    """How a process goes on. chosen_by: none where nobody chose and the end date closed it.

    successor_promises: what held on the day on which the successor began. taken_back: how often a choice was.
    """

    process_id: UUID = Field(primary_key=True)
    asked_at: datetime | None = Field(default=None, sa_type=_AT)
    choice: str | None = None
    successor_id: UUID | None = None
    successor_promises: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    chosen_by: UUID | None = None
    chosen_at: datetime | None = Field(default=None, sa_type=_AT)
    taken_back: int = 0
    ended_at: datetime | None = Field(default=None, sa_type=_AT)


class ContinuationWord(Table, table=True):
    """What a party has said of how it goes on, as long as it stands."""

    __tablename__ = "continuation_word"
    process_id: UUID = Field(primary_key=True)
    party: str = Field(primary_key=True)
    choice: str
    person_id: UUID
    said_at: datetime = Field(sa_type=_AT)


class Termination(Table, table=True):
    """A word that it ends before its time; the one of the highest number holds. how: notice, at_once, agreed.

    agreed_until: its last day before. reason, ground: for the coordinators, in no event. charges: whether what was
    called off late is paid for, as a coordinator confirmed of an end at once; none until then.
    """

    process_id: UUID = Field(primary_key=True)
    number: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    terminated_at: datetime = Field(sa_type=_AT)
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
    confirmed_at: datetime | None = Field(default=None, sa_type=_AT)


class EarlierEnd(Table, table=True):
    """A party's proposal of an earlier last day. closed_at: it was carried out, or somebody said no; else it lapses."""

    __tablename__ = "earlier_end"
    process_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    proposed_at: datetime = Field(sa_type=_AT)
    by: str
    person_id: UUID
    last_day: date
    answer_by: date
    closed_at: datetime | None = Field(default=None, sa_type=_AT)


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
    answered_at: datetime = Field(sa_type=_AT)


class Pause(Table, table=True):
    """A party's word that it is paused. agreed_until: its last day before that.

    goes_on: the first day after it; none: it is open.
    reason: for the coordinators, in no event. reminded_at: a coordinator was told that it has been long.
    """

    process_id: UUID = Field(primary_key=True)
    paused_at: datetime = Field(primary_key=True, sa_type=_AT)
    by: str
    person_id: UUID
    reason_code: str
    reason: str
    from_day: date
    until_day: date | None = None
    agreed_until: date
    goes_on: date | None = None
    resumed_at: datetime | None = Field(default=None, sa_type=_AT)
    resumed_by: UUID | None = None
    reminded_at: datetime | None = Field(default=None, sa_type=_AT)


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
    proposed_at: datetime = Field(sa_type=_AT)
    agreed_at: datetime | None = Field(default=None, sa_type=_AT)
    consented_at: datetime | None = Field(default=None, sa_type=_AT)


class JoiningConsent(Table, table=True):
    """One member's yes to somebody's joining."""

    __tablename__ = "joining_consent"
    joining_id: UUID = Field(primary_key=True, foreign_key="joining.joining_id")
    member_id: UUID = Field(primary_key=True)
    given_at: datetime = Field(sa_type=_AT)


class HeardReview(Table, table=True):
    """A review that sessions says is done or waived."""

    __tablename__ = "heard_review"
    process_id: UUID = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    waived: bool
