"""Trial sessions before the contract: a lighter agreement, and go or no-go by both sides."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.messages.contracts.card import ClauseShown
from services.messages.contracts.contract import ContractParties
from services.messages.contracts.terms import Parties, Terms
from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.intake import InterestShown, TrialPrice
from services.messages.values import Day, Language, LongText, Party, PlaceText, ShortText, Utc, Viewer

TrialOutcome = Literal["go", "no_go", "lapsed"]
TrialPutOffWhy = Literal["unanswered", "no_time"]
"""unanswered: not everybody had said yes while its first session could still be called off for nothing."""


TrialSide = Literal["supervisees", "supervisor"]
TrialWord = Literal["go", "no_go"]
TrialStatus = Literal["to_prepare", "planning", "asked", "put_off", "agreed", "decided"]
"""planning: its days are being found. put_off: it is to be prepared anew."""

TrialRevision = Annotated[int, Field(ge=0, le=10_000)]
"""The how manieth agreement of its process it is; 0: none was prepared."""


TrialPlace = Annotated[PlaceText, Field(min_length=1)]


class PrepareTrial(Command[Done]):
    """A coordinator names who tries it, and from which day on; its days are then found and held, and everybody asked.

    replaces: the revision that was looked at. first_day: none of its sessions is earlier. fingerprint: of the preview,
    where its days were looked at. place: where they meet, for those who may see it; none: as it was proposed.
    Refuses: unknown_process, not_yours_to_decide, no_trial, proposal_not_accepted, trial_decided, trial_agreed,
    trial_changed, not_a_commissioner, representative_not_a_member, named_twice, group_too_small, group_too_large,
    supervisor_is_a_party, outside_the_trial, not_before_tomorrow, plan_changed.
    """

    process_id: UUID
    replaces: TrialRevision
    commissioner_id: UUID
    representative_id: UUID
    supervisee_ids: Annotated[list[UUID], Field(min_length=1, max_length=60)]
    first_day: Day
    place: TrialPlace | None = None
    fingerprint: ShortText | None = None
    prepared_by: UUID
    as_of: Utc


class AgreeToTrial(Command[Done]):
    """The yes of who acts for the customer today, of the supervisor, or of a member. Said twice, nothing more.

    Refuses: unknown_process, trial_not_asked, trial_changed, trial_put_off, trial_decided, not_asked.
    """

    proved = "person_id"
    process_id: UUID
    revision: TrialRevision
    person_id: UUID
    as_of: Utc


class DeclineTrial(Command[Done]):
    """The no of one who is asked, also after their own yes, until all have said it: it is put off, and a coordinator
    prepares it anew or ends it. reason: for the coordinators; none has to be given. Said twice, nothing more.

    Refuses: unknown_process, trial_not_asked, trial_changed, trial_put_off, trial_agreed, trial_decided, not_asked,
    already_declined.
    """

    proved = "person_id"
    process_id: UUID
    revision: TrialRevision
    reason: LongText = ""
    person_id: UUID
    as_of: Utc


class SayTrialDecision(Command[Done]):
    """Whether it goes on, by who speaks for the supervisees or by the supervisor. Nobody says why.

    members_heard: the former states that each member was heard, where there are several.
    Refuses: unknown_process, trial_not_agreed, trial_not_begun (go before its first session), trial_decided,
    members_not_heard, not_yours_to_decide.
    """

    proved = "person_id"
    process_id: UUID
    word: TrialWord
    members_heard: bool = False
    person_id: UUID
    as_of: Utc


class GiveUpTrial(Command[Done]):
    """A coordinator ends the process before the trial is decided. reason: for the coordinators.

    Refuses: unknown_process, not_yours_to_decide, reason_missing, no_trial, trial_decided.
    """

    process_id: UUID
    reason: LongText
    given_up_by: UUID
    as_of: Utc


class TrialFound(Reply):
    """outcome: none while it is not decided; then look_at: when to look again."""

    outcome: TrialOutcome | None
    look_at: Utc | None


class LookAtTrial(Command[TrialFound]):
    """Asked by the process when something of it may be due: it is put off, reminded of, given to a coordinator, or it
    lapses, as its owner finds it.

    Refuses: unknown_process, no_trial.
    """

    process_id: UUID
    as_of: Utc


class OwnTrial(Reply):
    """What the viewer may do now, and has done. declined: the agreement as it stands. side: for which they decide."""

    may_prepare: bool = False
    may_agree: bool = False
    may_decline: bool = False
    agreed: bool = False
    declined: bool = False
    may_decide: bool = False
    side: TrialSide | None = None
    word: TrialWord | None = None


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
    """revision: 0 while none is prepared. sessions: how many are meant; starts_at: those that are held or booked.

    price_cents: of one, 0 where prices_hidden. cost: in all, as its days stand; none where prices_hidden. missing: who
    has not said yes, to those who may read a contract but the commissioner; missing_count: how many. awaited: which
    sides have not decided, and declined: who has said no, to a coordinator.
    place: to those who may see it; before it is prepared, as it was proposed.
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


class TrialPrepared(Event):
    """Its sessions are to be found and held: as many as terms.sessions_agreed, from terms.starts_on to terms.ends_on.

    revision: rises each time that it is prepared anew, in the place of the one before. terms: as the accepted proposal
    has them; of the trial alone. price: of its sessions, besides terms.price_cents.
    """

    process_id: UUID
    revision: int
    terms: Terms
    parties: Parties
    price: TrialPrice


class TrialAsked(Event):
    """Its days are held, and everybody is asked for their yes: commissioner, supervisor, each member.

    answer_until: when it is put off unless all have said it.
    """

    process_id: UUID
    revision: int
    parties: Parties
    price: TrialPrice
    price_cents: int
    starts_at: list[Utc]
    answer_until: Utc


class TrialAccepted(Event):
    """One yes; the last one is followed by TrialAgreed."""

    process_id: UUID
    revision: int
    party: Party
    person_id: UUID
    accepted_at: Utc


class TrialAgreed(Event):
    """All have said yes: its sessions are booked. reminder_at, due_at, lapses_at: of the decision, as days stand."""

    process_id: UUID
    revision: int
    terms: Terms
    parties: Parties
    price: TrialPrice
    agreed_at: Utc
    reminder_at: Utc
    due_at: Utc
    lapses_at: Utc


class TrialPutOff(Event):
    """What was held for it is free again, at no cost. act_by: until when it is to be prepared anew. declined: not
    everybody has answered because somebody said no; never who.
    """

    process_id: UUID
    revision: int
    why: TrialPutOffWhy
    act_by: Utc
    declined: bool = False


class TrialMoved(Event):
    """Its last session is on another day, and so is its decision: as of TrialAgreed."""

    process_id: UUID
    reminder_at: Utc
    due_at: Utc
    lapses_at: Utc


class TrialReminded(Event):
    """Who has not said yet whether it goes on."""

    process_id: UUID
    person_id: UUID
    due_at: Utc


class TrialOverdue(Event):
    """The day has passed on which it was to be decided. act_by: for a coordinator. lapses_at: when it has come to
    nothing.
    """

    process_id: UUID
    act_by: Utc
    lapses_at: Utc


class TrialDecided(Event):
    """Never by whom, or why. go: the contract comes next, complete_by says until when. Else the process is over.

    parties: none where it had not been prepared. agreed: whether its sessions had been booked.
    """

    process_id: UUID
    outcome: TrialOutcome
    decided_at: Utc
    parties: Parties | None = None
    agreed: bool = False
    complete_by: Utc | None = None
