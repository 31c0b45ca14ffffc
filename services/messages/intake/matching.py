"""Who could supervise, and who will."""

from uuid import UUID

from services.messages.envelope import Asked, Command, Done, Event, Query, Reply
from services.messages.intake.interest import InterestWeighed
from services.messages.values import Day, Utc


class Candidate(Reply):
    """reasons: codes, why the supervisor is on the list or is not. may_be_chosen: also one who is not on it.

    free_places: how many processes there is room for.
    """

    supervisor_id: UUID
    reasons: list[str]
    may_be_chosen: bool = False
    free_places: int = 0


class Shortlist(Reply):
    suggested: list[Candidate]
    excluded: list[Candidate]


class ShortlistSupervisors(Asked[Shortlist]):
    """One to three on hard facts on the day of as_of. Refuses: unknown_process, not_in_matching, asked_back."""

    process_id: UUID
    as_of: Utc


class ShortlistOthers(Asked[Shortlist]):
    """Of a process that goes on, who could supervise it instead, on hard facts. through: the last day that they take.

    Refuses: unknown_process, not_going_on.
    """

    process_id: UUID
    through: Day
    as_of: Utc


class ShowEligible(Query[InterestWeighed]):
    """Whether somebody can take over a process that goes on; what the members are shown of their interests.

    Refuses: unknown_process, not_going_on, supervisor_is_a_party, supervisor_not_eligible, interest_not_declared,
    interest_blocks.
    """

    process_id: UUID
    supervisor_id: UUID
    through: Day
    as_of: Utc


class ChooseSupervisor(Command[Done]):
    """instead_of: who was chosen before, to choose anew while no proposal is open, or its paper is a draft.

    Refuses: unknown_process, not_yours_to_decide, not_in_matching, supervisor_is_a_party, supervisor_not_eligible,
    interest_not_declared, interest_blocks, already_signing, trial_agreed.
    """

    process_id: UUID
    supervisor_id: UUID
    instead_of: UUID | None = None
    chosen_by: UUID
    as_of: Utc


class SupervisorMatched(Event):
    """reminders_at: while no proposal is sent; the first is when it is due; none where one was accepted before.

    reopens: the last proposal had expired, and the process with it.
    """

    process_id: UUID
    reopens: bool = False
    supervisor_id: UUID
    matched_at: Utc
    reminders_at: list[Utc]


class Obstacles(Reply):
    """reasons: as of Candidate; none: they can go on."""

    reasons: list[str]


class ShowObstacles(Query[Obstacles]):
    """Why a supervisor could not go on with a process of theirs on that day, whatever room they have.

    Refuses: unknown_process.
    """

    process_id: UUID
    supervisor_id: UUID
    on: Day


class SupervisorReplaced(Event):
    """By a contract that is changed, or since a trial's leaves. supervisor_id: whose process it is from now on.

    other_supervisor_id: who stands in until other_until, or, without that day, who had it before.
    """

    process_id: UUID
    supervisor_id: UUID
    other_supervisor_id: UUID
    other_until: Day | None
