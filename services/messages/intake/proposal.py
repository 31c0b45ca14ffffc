"""A priced proposal and its answer."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.intake.interest import InterestShown
from services.messages.promises import IntervalDays, Promises, TrialDays
from services.messages.regions import Region
from services.messages.values import (
    Audience,
    Count,
    Day,
    Language,
    LengthPrice,
    LongText,
    Minutes,
    Utc,
    Viewer,
)
from services.messages.wished_times import TimeOfDay, Weekday

Template = Literal["year", "short", "crisis"]
Answer = Literal["accept", "ask_change", "decline"]
TrialPrice = Literal["free", "normal", "credited"]
"""credited: as any other session, and the contract's first invoices take it off again."""
MOST_TRIAL_SESSIONS = 3
TrialSessions = Annotated[int, Field(ge=0, le=MOST_TRIAL_SESSIONS)]


class EarlierProposal(Reply):
    """Another one took its place. answer: none where nobody answered it."""

    revision: int
    sent_at: Utc
    answer: Answer | None


class ProposalCard(Reply):
    """revision: 1, 2, ...; a change that was asked for makes a new one.

    price_cents: VAT excluded; consumer_price_cents: the same to a private person, VAT included. expectations and
    answer_reason are empty for a viewer who may not see expectations. may_answer: it is open, and this viewer's to
    answer. waits_for_admission: the viewer has asked in the name of an organisation that has not said yet whether it
    knows them. length_prices: as of contracts' Terms. preferred_weekdays, preferred_times: as of the inquiry.
    interest: what the supervisor has to do with it, where it is to be known before it is answered.

    corrects: an earlier one was accepted, and stands until this one is. is_being_corrected: it was accepted, and a
    newer one waits for its answer. withdrawn_at: when the inquiry was withdrawn, and this proposal with it.
    sent_by: who of the provider sent it, and may be asked about it; none of one from before that was kept.
    region, remote_ok: where they are to meet, as of the inquiry. earlier: those before it, the newest first.
    """

    process_id: UUID
    organisation_id: UUID
    contact_id: UUID
    supervisor_id: UUID
    audience: Audience
    headcount: int
    language: Language
    expectations: str
    duration_minutes: int
    base_interval_days: int
    starts_on: Day
    ends_on: Day
    price_cents: int
    valid_until: Day
    answer: Answer | None
    revision: int = 1
    sent_at: Utc | None = None
    answer_reason: str | None = None
    answered_at: Utc | None = None
    promises: Promises = Promises()
    department_id: UUID | None = None
    sessions_agreed: Count | None = None
    consumer_price_cents: int | None = None
    length_prices: list[LengthPrice] = []
    preferred_weekdays: list[Weekday] = []
    preferred_times: list[TimeOfDay] = []
    three_way_meeting: bool = False
    trial_sessions: TrialSessions = 0
    trial_price: TrialPrice = "normal"
    trial_decision_days: TrialDays = Promises().trial_decision_days
    trial_ends_by: Day | None = None
    interest: InterestShown | None = None
    may_answer: bool = False
    waits_for_admission: bool = False
    corrects: bool = False
    is_being_corrected: bool = False
    withdrawn_at: Utc | None = None
    sent_by: UUID | None = None
    region: Region | None = None
    remote_ok: bool = False
    earlier: list[EarlierProposal] = []


class SendProposal(Command[ProposalCard]):
    """Priced from the list in force on starts_on. base_interval_days, trial_decision_days: as promised, unless said.

    sessions_agreed: how many sessions are offered; none: as many as the plan has, see contracts' Terms.
    three_way_meeting: the three parties meet before they sign. trial_sessions: how many are tried before the contract;
    then trial_ends_by: the last day of that, and trial_decision_days: how long after the last of them it is decided.
    long_term_confirmed: that a term of more than three years is meant; more than five are refused all the same.

    replaces: the revision that was looked at, 0 before the first; none: whichever is the newest. An open one is
    replaced, one that has expired too, as long as its supervisor is eligible still. One that was accepted is
    corrected as long as its contract is a draft.

    Refuses: unknown_process, not_yours_to_decide, not_matched, price_missing, ends_before_start, validity_in_the_past,
    begins_before_answer, term_too_long, term_unconfirmed, day_too_early, day_too_late, proposal_changed,
    supervisor_not_eligible, supervisor_is_a_party, interest_blocks, already_signing, asked_back, trial_open,
    trial_end_missing, trial_ends_too_early, trial_ends_too_late, too_late_for_a_trial (corrects one that was accepted).
    """

    process_id: UUID
    duration_minutes: Minutes
    base_interval_days: IntervalDays | None = None
    starts_on: Day
    ends_on: Day
    valid_until: Day
    sessions_agreed: Count | None = None
    three_way_meeting: bool = False
    trial_sessions: TrialSessions = 0
    trial_price: TrialPrice = "normal"
    trial_decision_days: TrialDays | None = None
    trial_ends_by: Day | None = None
    long_term_confirmed: bool = False
    replaces: Annotated[int, Field(ge=0, le=10_000)] | None = None
    sent_by: UUID
    as_of: Utc


class PreviewProposal(Query[ProposalCard]):
    """What SendProposal would send now, for its sender to look at; nothing is sent. order: whose sent_by is the viewer.

    Refuses: as of SendProposal, but for what others than intake know, which is looked at when it is sent.
    """

    order: SendProposal
    viewer: Viewer


class ShowProposal(Query[ProposalCard]):
    """The newest. viewer: none where a service asks. accepted: the newest that was accepted, where one was.

    revision: this one. as_sent: with who it named and what was asked for when it was sent, as its paper has it; else
    as that is now. Of one from before that was kept, as it is now all the same.
    Refuses: unknown_process (also one out of the viewer's reach), no_proposal (also for who may not see prices),
    unknown_version (a revision that is not there).
    """

    process_id: UUID
    viewer: Viewer | None = None
    accepted: bool = False
    revision: Annotated[int, Field(ge=1, le=10_000)] | None = None
    as_sent: bool = False


class AnswerProposal(Command[Done]):
    """answered_by: who acts for the organisation, or for the department, today. revision: the one that was read.

    Refuses: unknown_process, not_a_commissioner, no_proposal, proposal_changed, proposal_expired, asked_back,
    already_answered (also with other words), reason_missing (decline), already_signing (to accept a correction).
    """

    process_id: UUID
    answer: Answer
    reason: LongText = ""
    revision: Annotated[int, Field(ge=1, le=10_000)] | None = None
    answered_by: UUID
    as_of: Utc


class ProposalFound(Reply):
    """How it stands with the newest proposal. answer, answered_at: none while nobody has answered it.

    expired: nobody answered through its last day. reminders_at: while what follows the answer, or the answer, waits.
    expires_at: the end of its last day. stands: an earlier one that was accepted does, whatever became of this one.
    """

    expired: bool
    answer: Answer | None
    answered_at: Utc | None
    reminders_at: list[Utc]
    expires_at: Utc
    stands: bool = False


class ExpireProposal(Command[ProposalFound]):
    """Asked by the process when the validity has run out. What was answered, or is valid still, does not expire.

    Refuses: unknown_process, no_proposal.
    """

    process_id: UUID
    as_of: Utc


class ProposalSent(Event):
    """reminders_at: while nobody has answered. expires_at: the end of its last day.

    revision: from the second on it replaces the one before. reopens: that one had expired, and the process with it.
    corrects: an earlier one was accepted, and stands until this one is. sent_by: as of ProposalCard.
    """

    process_id: UUID
    revision: int = 1
    reopens: bool = False
    corrects: bool = False
    price_cents: int
    valid_until: Day
    sent_at: Utc
    reminders_at: list[Utc]
    expires_at: Utc
    sent_by: UUID | None = None


class ProposalAnswered(Event):
    """reminders_at: after ask_change, while no other one is sent; the first is when it is due.

    complete_by: after accept, when the contract is to be ready for signing. stands: an earlier one that was accepted
    does, since this correction of it was not. trial_sessions: how many are to be tried before the contract, after
    accept; trial_ends_at: when that is over unless it was agreed on.
    """

    process_id: UUID
    answer: Answer
    answered_at: Utc
    reminders_at: list[Utc]
    complete_by: Utc | None
    stands: bool = False
    trial_sessions: int = 0
    trial_ends_at: Utc | None = None


class ProposalExpired(Event):
    """stands: an earlier one that was accepted does."""

    process_id: UUID
    valid_until: Day
    stands: bool = False
