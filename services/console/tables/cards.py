"""The card of a process."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field

from services.console.tables.every_table import Table, at


def _in_both_orders(name: str, *filters: str, only: str | None = None) -> tuple[sa.Index, sa.Index]:
    """For a filter of the cards: the board's columns by what is next, the list by what began last."""
    where = sa.text(only) if only else None
    return (
        sa.Index(f"card_board_{name}", *filters, "phase", "next_at", "process_id", postgresql_where=where),
        sa.Index(f"card_list_{name}", *filters, "began_at", "process_id", postgresql_where=where),
    )


class ProcessCard(Table, table=True):
    """One process.

    Each fact comes from one service only, whose events about a process come in order: however the services'
    events fall between each other, the same row results. number: none until intake has been heard. asked_name:
    the organisation's, as the inquiry has it. proposal: sent, accept, ask_change, decline, expired.
    step_due_at: of the step that waits before the contract. complete_by, mend_by: of the draft;
    draft_late_level: how late it is. draft_lapses_at: of a renewal, unless it is completed.
    late_step: a step that intake said is overdue. awaited_party: whose signature
    is waited for; none while the paper is a draft. act_by: of a signature that was escalated. consents_refused: how
    many members do not consent; consent_act_by: until when somebody is to talk with them. paused_from: the first day
    of the newest pause; goes_on: the day after it, none while it is open; early_end_on: the last day, where it
    is an earlier one than was agreed; pause_overdue_at: it has been long; supervisor_awaited_at: since when
    it waits for another supervisor.
    ending_to_confirm_at: since when an end without notice waits for a coordinator, who looks at it by
    confirm_ending_by.
    change_too_late_at: since when a change of the contract is signed no more and waits to be taken back, until
    take_change_back_by.
    interest_hinders_at: since when what interest_of told at a signature waits for a coordinator, until
    decide_interest_by; unless the paper was taken from its signers after that, at paper_ended_at.
    plan_waits_since: since when somebody is to propose another plan, or to ask about the one that waits.
    group_unsettled_at: since when a signed group is too small or has nobody who signs for it. search: made by the
    database, of search_text. other_supervisor_id: who stands in until stands_in_until, or,
    without that day, had it before.
    renewal_lapsed_at: it was ended as renewed, and what was to follow came to nothing.
    trial_sessions: how many come before the contract, of which trial_state says how it stands: none: it is to be
    prepared, then prepared, put_off, declined, overdue (to be decided), go, no_go, lapsed; trial_since: since when;
    trial_act_by: until when a coordinator is to act.
    """

    __tablename__ = "process_card"
    __table_args__ = (
        sa.Column("search", TSVECTOR, sa.Computed("to_tsvector('simple', search_text)", persisted=True)),
        *_in_both_orders("all"),
        *_in_both_orders("coordinator", "coordinator_id"),
        *_in_both_orders("nobody", only="coordinator_id IS NULL"),
        *_in_both_orders("supervisor", "supervisor_id"),
        *_in_both_orders("audience", "audience"),
        sa.Index("card_list_phase", "phase", "began_at", "process_id"),
        sa.Index("card_of_organisation", "organisation_id"),
        # A supervisor's board asks for both: without it, it would read every process there is.
        sa.Index(
            "card_of_other_supervisor",
            "other_supervisor_id",
            "phase",
            postgresql_where=sa.text("other_supervisor_id IS NOT NULL"),
        ),
        # Without fastupdate: a search never reads through a list of what was not sorted in yet.
        sa.Index("card_search", "search", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
    )
    process_id: UUID = Field(primary_key=True)

    # intake
    number: str | None = Field(default=None, unique=True)
    began_at: datetime | None = at()
    language: str | None = None
    audience: str | None = None
    contact_id: UUID | None = None
    renews: UUID | None = None
    asked_name: str | None = None
    organisation_id: UUID | None = None
    department_id: UUID | None = None
    supervisor_id: UUID | None = None
    other_supervisor_id: UUID | None = None
    stands_in_until: date | None = None
    outcome: str | None = None
    screened_at: datetime | None = at()
    matched_at: datetime | None = at()
    withdrawn_at: datetime | None = at()
    is_test: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    proposal: str | None = None
    proposal_at: datetime | None = at()
    proposal_until: date | None = None
    price_cents: int | None = None
    trial_sessions: int = 0
    step_due_at: datetime | None = at()
    complete_by: datetime | None = at()
    late_step: str | None = None
    late_level: int = 0
    draft_late_level: int = 0
    draft_lapses_at: datetime | None = at()
    late_at: datetime | None = at()
    interest_of: UUID | None = None
    interest_hinders_at: datetime | None = at()
    decide_interest_by: datetime | None = at()

    # contracts
    trial_state: str | None = None
    trial_since: datetime | None = at()
    trial_act_by: datetime | None = at()
    awaited_party: str | None = None
    awaited_level: int = 0
    awaited_at: datetime | None = at()
    act_by: datetime | None = at()
    declined_at: datetime | None = at()
    mend_by: datetime | None = at()
    consents_refused: int = 0
    consent_refused_at: datetime | None = at()
    consent_act_by: datetime | None = at()
    signed_at: datetime | None = at()
    starts_on: date | None = None
    ends_on: date | None = None
    contract_expired_at: datetime | None = at()
    paused_from: date | None = None
    goes_on: date | None = None
    early_end_on: date | None = None
    pause_overdue_at: datetime | None = at()
    pause_act_by: datetime | None = at()
    supervisor_awaited_at: datetime | None = at()
    paper_ended_at: datetime | None = at()
    ending_to_confirm_at: datetime | None = at()
    confirm_ending_by: datetime | None = at()
    change_too_late_at: datetime | None = at()
    take_change_back_by: datetime | None = at()
    continuation_asked_at: datetime | None = at()
    continuation: str | None = None
    continuation_at: datetime | None = at()
    successor_id: UUID | None = None
    ended_as: str | None = None
    ended_at: datetime | None = at()
    renewal_lapsed_at: datetime | None = at()

    # sessions
    sessions_total: int = 0
    sessions_held: int = 0
    sessions_cancelled: int = 0
    sessions_no_show: int = 0
    next_session_at: datetime | None = at()
    group_unsettled_at: datetime | None = at()
    settle_group_by: datetime | None = at()
    plan_waits_since: datetime | None = at()
    plan_act_by: datetime | None = at()

    # billing
    invoices: int = 0
    invoice_held_at: datetime | None = at()
    disputed_since: datetime | None = at()
    decide_by: datetime | None = at()
    invoiced_cents: int = Field(default=0, sa_type=sa.BigInteger)

    # what follows from the above (and the organisation's name from directory)
    organisation_name: str | None = None
    search_text: str = ""
    phase: str = "screening"
    phase_since: datetime | None = at()
    next_at: datetime | None = at()

    # the house's own, see Assignment
    coordinator_id: UUID | None = None
