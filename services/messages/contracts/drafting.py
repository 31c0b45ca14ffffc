"""A contract is drafted from the accepted proposal and completed."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.cancelling import MOST_TIERS
from services.messages.contracts.card import ContractCard, ContractDrafted
from services.messages.contracts.paper_parts import AcceptedCompared
from services.messages.contracts.termination import NoticePeriod
from services.messages.contracts.terms import Clause, ClauseText
from services.messages.envelope import Command, Done, Event, Query
from services.messages.headcounts import MOST_MEMBERS
from services.messages.promises import IntervalDays, PaymentDays
from services.messages.values import (
    CancellationTier,
    Cents,
    Count,
    Day,
    LongText,
    Minutes,
    Percent,
    ShortText,
    UnitMinutes,
    Utc,
    Version,
    Viewer,
)


class DraftContract(Command[ContractDrafted]):
    """From the accepted proposal, or from the contract that this one renews. Asked twice: the same draft.

    Refuses: unknown_process, no_proposal, proposal_not_accepted, contract_not_signed (of the one it renews).
    """

    process_id: UUID
    renews: UUID | None = None
    as_of: Utc


class CompleteContract(Command[ContractCard]):
    """Parties, policy and the clauses' own words; once all clauses are there, the first party is asked to sign.

    version: the one that was looked at, so that an order for a declined one does not start the next.
    commissioner_id: one of those who act for the customer today.
    no_show_percent, unit_minutes, payment_days, notice, termination_fee_percent, cancellation_tiers: as the draft has
    them, unless said.
    duration_minutes, base_interval_days, price_cents, ends_on: so too, and changed only in a renewal's draft.
    sessions_agreed: so too, as they were counted by what is said; with another length, interval or last day none is
    agreed unless it is said.
    differs_because: why it differs from what was accepted, for everybody who reads it; none: as the draft has it.
    Refuses: unknown_process, not_yours_to_decide, not_a_commissioner, version_changed, already_signing,
    representative_not_a_member, signs_for_both (is the commissioner_id too, and not alone), named_twice,
    group_too_small, group_too_large, contract_expired, contract_given_up,
    proposal_open (a correction of it waits for its answer), proposal_changed (the draft has not taken one in yet),
    meeting_open (the three parties are to meet first), tiers_in_two_units, notice_twice, later_costs_less,
    not_a_renewal, price_of_nothing, ends_before_start, term_too_long, price_missing, term_over (its last day is past),
    supervisor_not_eligible (on a renewal's first day).
    """

    process_id: UUID
    version: Version | None = None
    commissioner_id: UUID
    representative_id: UUID
    supervisee_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_MEMBERS)]
    clauses: dict[Clause, ClauseText]
    no_show_percent: Percent | None = None
    unit_minutes: UnitMinutes | None = None
    payment_days: PaymentDays | None = None
    notice: NoticePeriod | None = None
    termination_fee_percent: Percent | None = None
    cancellation_tiers: (
        Annotated[list[CancellationTier], Field(min_length=1, max_length=MOST_TIERS)] | None
    ) = None
    duration_minutes: Minutes | None = None
    base_interval_days: IntervalDays | None = None
    price_cents: Cents | None = None
    ends_on: Day | None = None
    sessions_agreed: Count | None = None
    disputes_to: ShortText
    differs_because: LongText | None = None
    completed_by: UUID
    as_of: Utc


class CompareDraft(Query[AcceptedCompared]):
    """What the paper would say otherwise than what was accepted, if it were completed so; nothing is kept.

    named: how many members. The rest: as of CompleteContract.
    Refuses: unknown_process, already_signing, proposal_open, proposal_changed, tiers_in_two_units, notice_twice,
    later_costs_less.
    """

    process_id: UUID
    named: Annotated[int, Field(ge=1, le=MOST_MEMBERS)]
    commissioner_id: UUID
    clauses: dict[Clause, ClauseText]
    no_show_percent: Percent | None = None
    unit_minutes: UnitMinutes | None = None
    payment_days: PaymentDays | None = None
    notice: NoticePeriod | None = None
    termination_fee_percent: Percent | None = None
    cancellation_tiers: (
        Annotated[list[CancellationTier], Field(min_length=1, max_length=MOST_TIERS)] | None
    ) = None
    differs_because: LongText | None = None
    viewer: Viewer


class RemindOfDraft(Command[Done]):
    """Asked by the process at ContractDrafted's completing_reminders_at; nothing once it is completed.

    level 2 escalates. Refuses: unknown_process.
    """

    process_id: UUID
    level: Annotated[int, Field(ge=1, le=2)]
    as_of: Utc


class ContractCompleted(Event):
    """The parties that CompleteContract wrote into this version; said again when it writes anew, before the signing.

    signing_since: the first signature is asked for; none while clauses are missing. signing_reminders_at: from then
    on, while it is not signed, the last one escalates. signing_expires_at: the version's end.
    """

    process_id: UUID
    version: int
    supervisee_ids: list[UUID]
    representative_id: UUID
    commissioner_id: UUID
    supervisor_id: UUID
    signing_since: Utc | None = None
    signing_reminders_at: list[Utc] = []
    signing_expires_at: Utc | None = None


class DraftDated(Event):
    """A renewal's draft is completed by lapses_at or comes to nothing; said again where that is another instant."""

    process_id: UUID
    version: int
    lapses_at: Utc


class DraftOverdue(Event):
    """The provider has not completed its draft. level 1: it was due; 2: it is escalated.

    lapses_at: as of DraftDated; none: it has no end.
    """

    process_id: UUID
    version: int
    level: int
    lapses_at: Utc | None = None
