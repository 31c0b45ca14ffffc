"""A signed contract is changed: its next version stands beside it, is signed by those whom it concerns, or lapses."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.contracts.card import ContractCard
from services.messages.contracts.other_supervisor import SupervisorReason
from services.messages.contracts.paper_parts import ClauseCompared
from services.messages.contracts.terms import Clause, ClauseText, Parties, Terms
from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.promises import IntervalDays, PaymentDays
from services.messages.values import (
    CancellationTier,
    Cents,
    Count,
    Day,
    LongText,
    Minutes,
    Party,
    Percent,
    Utc,
    Value,
    Version,
    Viewer,
)


class Changes(Value):
    """What is to be another than it was; none: as it was. clauses: whole, in people's own words."""

    price_cents: Cents | None = None
    payment_days: PaymentDays | None = None
    duration_minutes: Minutes | None = None
    base_interval_days: IntervalDays | None = None
    sessions_agreed: Count | None = None
    ends_on: Day | None = None
    cancellation_tiers: Annotated[list[CancellationTier], Field(min_length=1, max_length=5)] | None = None
    no_show_percent: Percent | None = None
    commissioner_id: UUID | None = None
    clauses: dict[Clause, ClauseText] = {}


class SupervisorCompared(Reply):
    """until_day: the last day of one who stands in. reason_code: for those alone who may read it. awaited: while it is
    not agreed, supervision waits for another supervisor, and goes on waiting without this one.
    """

    before_id: UUID
    supervisor_id: UUID
    until_day: Day | None = None
    reason_code: SupervisorReason | None = None
    awaited: bool = False


class AmendmentPreview(Reply):
    """asks: whose signature it needs; members: and each member's own consent. tells: who gets a letter.

    compared: the clauses that it changes. series_changes: the sessions from effective_from on are planned again.
    supervisor: of a change of supervisor alone. changes: the names of what it changes. too_late: as of
    ContractCard.
    """

    asks: list[Party]
    members: bool
    tells: list[Party]
    compared: list[ClauseCompared]
    series_changes: bool = False
    supervisor: SupervisorCompared | None = None
    changes: list[str] = []
    too_late: bool = False


class PreviewAmendment(Query[AmendmentPreview]):
    """Changes nothing. Refuses: as DraftAmendment."""

    process_id: UUID
    changes: Changes
    effective_from: Day
    viewer: Viewer
    as_of: Utc


class DraftAmendment(Command[ContractCard]):
    """The next version, which holds from effective_from on once it is signed by those whom it concerns.

    Where it concerns nobody, it holds at once. Asked twice: the one that is open.
    Refuses: unknown_process, not_yours_to_decide, not_a_commissioner, contract_not_signed, process_ended,
    already_terminated, amendment_open, nothing_changes, price_of_nothing, effective_in_the_past, change_to_come,
    outside_the_contract, clauses_incomplete, signs_for_both (the commissioner_id speaks for the group),
    ends_before_start, fewer_than_stand (sessions_agreed), tiers_in_two_units, notice_twice, later_costs_less.
    """

    process_id: UUID
    changes: Changes
    effective_from: Day
    drafted_by: UUID
    as_of: Utc


class WithdrawAmendment(Command[Done]):
    """A coordinator takes it back from its signers; what was agreed goes on. reason: for the coordinators.

    Refuses: unknown_process, not_yours_to_decide, reason_missing, already_withdrawn (for another reason),
    version_changed, no_amendment_open.
    """

    process_id: UUID
    version: Version
    reason: LongText
    withdrawn_by: UUID
    as_of: Utc


class ShowAmendment(Query[AmendmentPreview]):
    """What an amendment changes, beside what it changes it from: the open one, or a version that was one.

    Refuses: unknown_process, unknown_version.
    """

    process_id: UUID
    version: Version
    viewer: Viewer


class HandedSession(Reply):
    number: int
    starts_at: Utc


class HandedElsewhere(Reply):
    """starts_at: when it would be."""

    session: HandedSession
    starts_at: Utc


class HandedNearer(Reply):
    """As of sessions' NearerThanAgreed."""

    number: int
    starts_at: Utc
    days: int


class HandingOverShown(Reply):
    """As sessions plans it today. kept: at their times; moved: at other ones; lost: have none with the new one.

    still_waiting, goes_on, ends_on, planned, without_a_day, nearer: as of sessions' HandingOverPlan.
    """

    kept: list[HandedSession] = []
    moved: list[HandedElsewhere] = []
    lost: list[HandedSession] = []
    still_waiting: list[HandedSession] = []
    goes_on: Day | None = None
    ends_on: Day | None = None
    planned: list[HandedSession] = []
    without_a_day: int = 0
    nearer: list[HandedNearer] = []


class ShowHandingOver(Query[HandingOverShown]):
    """Which sessions would be another supervisor's by an open change, at which times, for all who may read it.

    Refuses: unknown_process, unknown_version.
    """

    process_id: UUID
    version: Version
    viewer: Viewer
    as_of: Utc


class DaysShown(Reply):
    """As sessions plans it today: as of its ChangePlan, without what was passed over."""

    planned: list[HandedSession] = []
    taken: list[HandedSession] = []
    staying: list[HandedSession] = []
    lost: int = 0
    held: Annotated[int, Field(ge=0, le=1_000)] = 0
    left_out: list[HandedSession] = []
    conflicts: list[str] = []


class ShowChangedDays(Query[DaysShown]):
    """What an open change makes of the sessions, for all who may read it, also by the link in a mail.

    Refuses: unknown_process, unknown_version.
    """

    process_id: UUID
    version: Version
    viewer: Viewer
    as_of: Utc


class AmendmentDrafted(Event):
    """changes: the names of what it changes, never the words. tells: as of AmendmentPreview.

    supervisor_id: who is to be the supervisor, where that is another; until_day: as of ContractAmended.
    """

    process_id: UUID
    version: int
    supersedes: int
    effective_from: Day
    changes: list[str]
    asks: list[Party]
    members: bool
    tells: list[Party]
    lapses_at: Utc | None
    supervisor_id: UUID | None = None
    until_day: Day | None = None


class AmendmentTooLate(Event):
    """A session of its first day or a later one is recorded: it is signed no more, as effective_in_the_past.

    act_by: until when a coordinator is to have taken it back; effective_from: as it was drafted. supervisor_id: who was
    to be the supervisor, where that is another.
    """

    process_id: UUID
    version: int
    effective_from: Day
    act_by: Utc
    supervisor_id: UUID | None = None


class AmendmentEnded(Event):
    """It came to nothing, and what was agreed before goes on; terminated: that has come to its end, or will on its day.

    parties: who was asked or told. asked: the members whose own consent was waited for. supervisor_id: who was to be
    the supervisor, where that was another. awaited: supervision goes on waiting for one. came_too_late: a session of
    its days was recorded before all had signed. told_with_end: in the same letter as the contract's early end.
    """

    process_id: UUID
    version: int
    ended_as: Literal["declined", "withdrawn", "lapsed", "terminated"]
    parties: list[Party]
    asked: list[UUID]
    supervisor_id: UUID | None = None
    awaited: bool = False
    came_too_late: bool = False
    told_with_end: bool = False


class ContractAmended(Event):
    """The version holds from effective_from on; everything before that day stays as it was.

    changes: as of AmendmentDrafted. The others: as of ContractSigned.
    until_day: the last day of a supervisor who stands in; comes_back: after that one the first is the supervisor again,
    by the same signatures.
    """

    process_id: UUID
    version: int
    supersedes: int
    effective_from: Day
    changes: list[str]
    terms: Terms
    parties: Parties
    signed_at: Utc
    signed_by: list[UUID] = Field(default_factory=list)
    continuation_reminders_at: list[Utc]
    ends_at: Utc
    until_day: Day | None = None
    comes_back: bool = False
