"""What has come to pass of a trial, for whoever listens."""

from typing import Literal
from uuid import UUID

from services.messages.contracts.terms import Parties, Terms
from services.messages.contracts.trials.deciding import TrialOutcome
from services.messages.envelope import Event
from services.messages.intake import TrialPrice
from services.messages.values import Party, Utc

TrialPutOffWhy = Literal["unanswered", "no_time"]
"""unanswered: not everybody had said yes while its first session could still be called off for nothing."""


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


class TrialHandedOver(Event):
    """Its supervisor, former_id, leaves: who is among the parties now says whether it goes on, by decide_by: its
    day, or where that is over, the instant at which it lapses.
    """

    process_id: UUID
    former_id: UUID
    decide_by: Utc
    parties: Parties


class TrialDecided(Event):
    """Never by whom, or why. go: the contract comes next, complete_by says until when. Else the process is over.

    parties: none where it had not been prepared. agreed: whether its sessions had been booked. free: they cost nothing.
    """

    process_id: UUID
    outcome: TrialOutcome
    decided_at: Utc
    parties: Parties | None = None
    agreed: bool = False
    free: bool = False
    complete_by: Utc | None = None
