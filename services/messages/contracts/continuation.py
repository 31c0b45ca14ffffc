"""How a process goes on: asked, chosen, renewed or closed."""

from typing import Literal
from uuid import UUID

from services.messages.contracts.terms import Terms
from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.promises import Promises
from services.messages.values import Day, Party, ShortText, Utc, Viewer

Choice = Literal["renew", "close"]

Renewal = Literal["draft", "signing", "signed", "lapsed", "off"]
"""How what was chosen to follow stands. draft: also before it is drafted. lapsed: not completed, or not signed by all,
in its time. off: given up, or ended before its first day, also with the contract before it.
"""


class AskContinuation(Command[Done]):
    """Asked by the process at ContractSigned's continuation_reminders_at: renew or close?

    Refuses: unknown_process, contract_not_signed.
    """

    process_id: UUID
    as_of: Utc


class RenewalPreview(Reply):
    """terms: of the next contract as it would be drafted today, at the price of its first day; until all have signed it
    a coordinator may change it. prices_hidden: from a viewer who sees none. fits: how many of its sessions find a day
    in the supervisor's time as it is now; none: it is not known.
    """

    terms: Terms
    prices_hidden: bool = False
    fits: int | None = None


class PreviewRenewal(Query[RenewalPreview]):
    """Changes nothing. Refuses: unknown_process - also for those out of whose reach it is -, contract_not_signed."""

    process_id: UUID
    viewer: Viewer


class ChoiceSaid(Reply):
    """choice: what is chosen by now; none while the other side's word is missing. parties: for whom it was said."""

    choice: Choice | None = None
    parties: list[Party] = []


class ChooseContinuation(Command[ChoiceSaid]):
    """Said for the customer, or for the supervisees by whoever acts for them. The first who closes decides; it is
    renewed when both have said so, and where one person acts for both, by their one word.

    successor_id: chosen by the caller, needed for `renew`.
    Refuses: unknown_process, not_a_commissioner, contract_not_signed, successor_missing, already_chosen,
    process_ended (its last day is over).
    """

    process_id: UUID
    choice: Choice
    successor_id: UUID | None = None
    chosen_by: UUID
    as_of: Utc


class TakeBackContinuation(Command[Done]):
    """What was said of how it goes on, by whoever may say it, until it is carried out: the question is open again, and
    what was to follow ends. Once all have signed that, it ends by its own rules.

    read: the card's choice_mark, of what is to be taken back; none: whatever stands.
    Refuses: unknown_process, not_a_commissioner, contract_not_signed, choice_carried_out, already_terminated,
    renewal_signed, choice_changed.
    """

    process_id: UUID
    read: ShortText | None = None
    taken_back_by: UUID
    as_of: Utc


class EndFound(Reply):
    """ended_as: none before ends_at, which is the last morning.

    review_missing: it has come, and until ends_at a closure waits for the final review.
    """

    ended_as: Literal["renewed", "closed"] | None
    ends_at: Utc
    review_missing: bool = False


class EndProcess(Command[EndFound]):
    """Asked by the process on the last morning: carries out the choice (none = close), which is not done before.

    A closure waits some days for the final review. reviewed: the process has heard that it is closed; the contract's
    owner, whom the same word may reach later, need not have. Refuses: unknown_process, contract_not_signed.
    """

    process_id: UUID
    reviewed: bool = False
    as_of: Utc


class ContinuationDue(Event):
    process_id: UUID
    ends_on: Day
    commissioner_id: UUID
    representative_id: UUID


class ContinuationSaid(Event):
    """One party's word. Nothing is chosen by it as long as the other's is missing."""

    process_id: UUID
    party: Party
    choice: Choice


class ContinuationTakenBack(Event):
    """successor_id: of the renewal that was chosen, if one was. lapsed: nobody took it back, but its contract was not
    signed in time, or, where it is unready, not completed by us. terminated: it was signed by all, and ended before its
    first day.
    """

    process_id: UUID
    successor_id: UUID | None
    taken_back_at: Utc
    lapsed: bool = False
    unready: bool = False
    terminated: bool = False


class ContinuationChosen(Event):
    """A successor starts at its contract, from now on. promises: those that hold for it. supervisee_ids: who has not
    left by then; none: it is from before that was said, as starts_on: the successor's first day. ends_on: the last day
    of what it is about; none: it is from before that was said. next_ends_on: of the successor, as it would be drafted;
    lapses_at: when its draft comes to nothing unless it is completed.
    """

    process_id: UUID
    choice: Choice
    successor_id: UUID | None
    chosen_at: Utc
    promises: Promises = Promises()
    supervisee_ids: list[UUID] | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    next_ends_on: Day | None = None
    lapses_at: Utc | None = None


class SuccessorGroupChanged(Event):
    """Somebody has left the group of the old process, or joined it, before all have signed what follows: process_id.

    supervisee_ids: who is to belong to it by then.
    """

    process_id: UUID
    renews: UUID
    supervisee_ids: list[UUID]


class ProcessRenewed(Event):
    """The old process has ended; its successor began when that was chosen. promises: those that hold for it.

    successor_status: of its contract by then, draft also where none is drafted yet; none: it is from before that was
    said. lapses_at: when that one comes to nothing unless it is completed, or signed by all; none of a signed one.
    """

    process_id: UUID
    successor_id: UUID
    renewed_at: Utc
    promises: Promises = Promises()
    successor_status: Literal["draft", "signing", "signed"] | None = None
    lapses_at: Utc | None = None


class RenewalLapsed(Event):
    """The process has ended as renewed, and what was to follow has come to nothing since: not completed or signed in
    its time, given up, or ended before its first day.
    """

    process_id: UUID
    successor_id: UUID
    lapsed_at: Utc


class ProcessClosed(Event):
    """told_with_end: on the day on which it was ended at once, whose letter says that nothing more comes; or it never
    began, as the letter of its end has said.

    last_day: the contract's, which was over before where a final review was waited for; none from a release that did
    not say it. without_review: it was waited for, and not held.
    """

    process_id: UUID
    closed_at: Utc
    told_with_end: bool = False
    last_day: Day | None = None
    without_review: bool = False
