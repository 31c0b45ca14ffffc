"""The versions of a paper."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.contracts.tables.every_table import AT, Table
from services.messages.values import Party


def of_this_version() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["process_id", "version"], ["contract.process_id", "contract.version"])


class Contract(Table, table=True):
    """One version of a process's paper. status: draft, signing, signed, expired; declined, withdrawn
    (never the newest, but for an amendment), lapsed, terminated (only an amendment).

    supersedes: of an amendment, the version that it changes; effective_from: the day from which it does; changed: the
    names of what is another, of columns and clauses; lapses_at: when it comes to nothing unless it is signed;
    draft_lapses_at: as long as a renewal is a draft, when it comes to nothing unless it is completed;
    draft_last_call_at: before that, when a coordinator is reminded for the last time, as long as they have not been.
    too_late_at: since when it is signed no more, as one of its days is recorded.
    asked_parties: who signs it; asks_members: each member consents to it. until_day: the last day of a supervisor who
    stands in; change_reason: why it is another one, in no event.

    priced_from: the day from which this price holds, where another one was agreed on before it.
    proposal_revision: of the proposal whose terms it has; none: it renews another one. accepted: what that proposal
    offered; differs_because: what the coordinator says of what has become another since.
    promises: the provider's to this process. clauses: people's own words. texts: the provider's own in place of the
    usual ones, as they held when it was drafted. paper: the whole text as it is signed, none
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
            "draft_to_lapse",
            "draft_lapses_at",
            postgresql_where=sa.text("status = 'draft' AND renews IS NOT NULL"),
        ),
        sa.Index(
            "draft_to_call",
            "draft_last_call_at",
            postgresql_where=sa.text("status = 'draft' AND draft_last_call_at IS NOT NULL"),
        ),
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
    lapses_at: datetime | None = Field(default=None, sa_type=AT)
    draft_lapses_at: datetime | None = Field(default=None, sa_type=AT)
    draft_last_call_at: datetime | None = Field(default=None, sa_type=AT)
    too_late_at: datetime | None = Field(default=None, sa_type=AT)
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
    accepted: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    differs_because: str = Field(default="", sa_column_kwargs={"server_default": ""})
    preferred_weekdays: list[int] = Field(default_factory=list, sa_type=ARRAY(sa.Integer))
    preferred_times: list[str] = Field(default_factory=list, sa_type=ARRAY(sa.Text))
    unit_minutes: int
    price_cents: int
    consumer_price_cents: int | None = None
    priced_from: date | None = None
    length_prices: list[dict[str, int | None]] = Field(default=[], sa_type=JSONB)
    vat_category: str
    payment_days: int
    cancellation_tiers: list[dict[str, int | None]] = Field(sa_type=JSONB)
    no_show_percent: int
    notice: dict[str, Any] = Field(sa_type=JSONB)
    termination_fee_percent: int = 0
    promises: dict[str, Any] = Field(sa_type=JSONB)
    clauses: dict[str, str] = Field(sa_type=JSONB)
    texts: dict[str, str] = Field(
        default_factory=dict, sa_type=JSONB, sa_column_kwargs={"server_default": "{}"}
    )
    interest: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    disputes_to: str | None = None
    paper: str | None = None
    clause_texts: dict[str, str] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    drafted_at: datetime = Field(sa_type=AT)
    signing_since: datetime | None = Field(default=None, sa_type=AT)
    signed_at: datetime | None = Field(default=None, sa_type=AT)


class ConfirmedTexts(Table, table=True):
    """Who has read the usual texts of clauses and found them right, the first time."""

    __tablename__ = "confirmed_texts"
    confirmed_by: UUID = Field(primary_key=True)
    confirmed_at: datetime = Field(sa_type=AT)
