"""A trial as each of those who have to do with it may see it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.messages.contracts.card import ClauseShown
from services.messages.contracts.contract import ContractParties
from services.messages.contracts.terms import Parties, Terms
from services.messages.contracts.trials.agreeing import TrialRevision
from services.messages.contracts.trials.deciding import TrialOutcome, TrialSide, TrialWord
from services.messages.envelope import Query, Reply
from services.messages.intake import InterestShown, TrialPrice
from services.messages.values import Day, Language, LongText, Party, Utc, Viewer

TrialStatus = Literal["to_prepare", "planning", "asked", "put_off", "agreed", "decided"]
"""planning: its days are being found. put_off: it is to be prepared anew."""


class OwnTrial(Reply):
    """What the viewer may do now, and has done. declined: the agreement as it stands. side: for which they decide.

    left_on: the last day of who takes part no longer; all the rest is shown as of it.
    """

    may_prepare: bool = False
    may_agree: bool = False
    may_decline: bool = False
    agreed: bool = False
    declined: bool = False
    may_decide: bool = False
    side: TrialSide | None = None
    word: TrialWord | None = None
    left_on: Day | None = None


class TrialNo(Reply):
    """Of the agreement as it stands. reason: empty where none was given."""

    party: Party
    person_id: UUID
    reason: LongText
    declined_at: datetime


class TrialCost(Reply):
    """What a trial comes to in all. due_cents: without VAT; consumer_due_cents: with it, for whom prices include it.
    credited: after a go it is taken off the contract's first invoices, to the cent.
    """

    sessions: int
    due_cents: int = 0
    consumer_due_cents: int | None = None
    credited: bool = False


class TrialShown(Reply):
    """revision: 0 while none is prepared. sessions: how many are meant; starts_at: those that are held or booked;
    called_off: those that were, and are not.

    price_cents: of one, 0 where prices_hidden. cost: in all, as its days stand; none where prices_hidden, and once a
    session was called off late, or none is left. missing: who has not said yes, to those who may read a contract but
    the commissioner; missing_count: how many. awaited: which sides have not decided, and declined: who has said no, to
    a coordinator.
    place: to those who may see it; before it is prepared, as it was proposed.
    decider_id: who says for the supervisor whether it goes on, where that one leaves; may_hand_over: a coordinator
    may let somebody do so.
    answer_until, decide_by, lapses_at: while they count. interest: what the supervisor has to do with the others, known
    before they say yes; to those who may read a contract.
    """

    process_id: UUID
    revision: TrialRevision
    status: TrialStatus
    sessions: int
    price: TrialPrice
    price_cents: int
    prices_hidden: bool = False
    cost: TrialCost | None = None
    decision_days: int
    ends_by: Day
    first_day: Day | None = None
    terms: Terms
    parties: Parties
    largest_group: int = 1
    place: str = ""
    starts_at: list[datetime] = []
    called_off: list[datetime] = []
    answer_until: datetime | None = None
    missing: list[UUID] = []
    missing_count: int = 0
    agreed_at: datetime | None = None
    decide_by: datetime | None = None
    lapses_at: datetime | None = None
    awaited: list[TrialSide] = []
    declined: list[TrialNo] = []
    outcome: TrialOutcome | None = None
    decided_at: datetime | None = None
    own: OwnTrial = OwnTrial()
    decider_id: UUID | None = None
    may_hand_over: bool = False
    interest: InterestShown | None = None


class TrialPreview(Reply):
    """What preparing it now comes to. starts_at: as many as fit. answer_until: for everybody's yes.

    cost: of those that fit. fingerprint: of the days, for PrepareTrial.
    """

    starts_at: list[datetime]
    wanted: int
    answer_until: datetime | None = None
    cost: TrialCost
    fingerprint: str = ""


class PreviewTrial(Query[TrialPreview]):
    """Changes nothing, and holds no day. first_day: as of PrepareTrial.

    Refuses: unknown_process - also to those who may not prepare it -, no_trial, proposal_not_accepted, trial_agreed,
    trial_decided, outside_the_trial, not_before_tomorrow.
    """

    process_id: UUID
    first_day: Day
    viewer: Viewer
    as_of: Utc


class ShowTrial(Query[TrialShown]):
    """Refuses: unknown_process - also for those out of whose reach it is -, no_trial."""

    process_id: UUID
    viewer: Viewer


class TrialPaper(Reply):
    """What its agreement says beside its days, in the process's language, as a contract does. parties: the customer,
    and who provides it and is called. clauses: no recording, and who sees what.
    """

    language: Language
    parties: ContractParties
    clauses: list[ClauseShown]


class ShowTrialPaper(Query[TrialPaper]):
    """Refuses: as of ShowTrial."""

    process_id: UUID
    viewer: Viewer


class Trials(Reply):
    trials: list[TrialShown]


class ListTrials(Query[Trials]):
    """Those that are prepared and not decided, of the viewer's processes."""

    viewer: Viewer
