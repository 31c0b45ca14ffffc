"""What a process is told: the services' events, each with what the process needs of it and no more.

Stored in every history: add fields with defaults, never rename or remove one. A new kind needs its branch in
`ProcessState.take`.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from services.messages.contracts import TrialOutcome
from services.messages.intake import Answer, ScreeningOutcome
from services.messages.sessions import ReviewKind


class ScreeningDecided(BaseModel):
    """reminders_at: while no supervisor is matched."""

    kind: Literal["screening_decided"] = "screening_decided"
    outcome: ScreeningOutcome
    reminders_at: list[datetime]


class SupervisorMatched(BaseModel):
    """reminders_at: while no proposal is sent."""

    kind: Literal["supervisor_matched"] = "supervisor_matched"
    reminders_at: list[datetime]


class ProposalSent(BaseModel):
    """reminders_at: while it is not answered. expires_at: the end of its last day."""

    kind: Literal["proposal_sent"] = "proposal_sent"
    reminders_at: list[datetime]
    expires_at: datetime


class ProposalAnswered(BaseModel):
    """reminders_at: while no other proposal is sent, where one was asked for. trial_ends_at: where a trial comes first,
    when that is over unless it was agreed on.
    """

    kind: Literal["proposal_answered"] = "proposal_answered"
    answer: Answer
    reminders_at: list[datetime]
    trial_ends_at: datetime | None = None


class TrialStands(BaseModel):
    """since: when it was said. look_at: when something of it is due; none: it is to be prepared anew."""

    kind: Literal["trial_stands"] = "trial_stands"
    since: datetime
    look_at: datetime | None = None


class TrialDecided(BaseModel):
    """go: the contract comes next; else it is over."""

    kind: Literal["trial_decided"] = "trial_decided"
    outcome: TrialOutcome


class SigningBegun(BaseModel):
    """The first signature was asked for. reminders_at: while it is not signed. expires_at: none where it has no end."""

    kind: Literal["signing_begun"] = "signing_begun"
    since: datetime
    reminders_at: list[datetime]
    expires_at: datetime | None


class SigningDeclined(BaseModel):
    """The paper is a draft again: a party said no, or we took it back. reminders_at: of our own work on it."""

    kind: Literal["signing_declined"] = "signing_declined"
    since: datetime
    reminders_at: list[datetime]


class ContractSigned(BaseModel):
    """continuation_at: when "renew or close?" is asked. ends_at: when the choice is carried out."""

    kind: Literal["contract_signed"] = "contract_signed"
    continuation_at: list[datetime]
    ends_at: datetime


class Withdrawn(BaseModel):
    """The inquiry was withdrawn, its contract given up, or the draft of it has lapsed: nothing more is waited for."""

    kind: Literal["withdrawn"] = "withdrawn"


class Terminated(BaseModel):
    """The contract ends before its last day. ends_at: when its process is closed; its final review is seen to."""

    kind: Literal["terminated"] = "terminated"
    ends_at: datetime


class Paused(BaseModel):
    """stops_at: when everything stands still; goes_on_at: until when; none: until Resumed says it.

    ask_again_at: when an open pause has been long. ends_at, continuation_at: as of ContractSigned, from now on.
    """

    kind: Literal["paused"] = "paused"
    stops_at: datetime
    goes_on_at: datetime | None = None
    ask_again_at: datetime | None = None
    continuation_at: list[datetime]
    ends_at: datetime


class Resumed(BaseModel):
    """stops_at: of the pause that is meant; none: of the one that was open."""

    kind: Literal["resumed"] = "resumed"
    stops_at: datetime | None = None
    goes_on_at: datetime
    continuation_at: list[datetime]
    ends_at: datetime


class SeriesPlanned(BaseModel):
    """A plan was confirmed. wake_at: when the first review is reached; none: its sessions have none."""

    kind: Literal["series_planned"] = "series_planned"
    wake_at: datetime | None


class Amended(BaseModel):
    """The contract's last day is another. since: when; continuation_at, ends_at: as of ContractSigned, from now on."""

    kind: Literal["amended"] = "amended"
    since: datetime
    continuation_at: list[datetime]
    ends_at: datetime


class ReviewClosed(BaseModel):
    """Held or waived."""

    kind: Literal["review_closed"] = "review_closed"
    review: ReviewKind


Fact = Annotated[
    ScreeningDecided
    | SupervisorMatched
    | ProposalSent
    | ProposalAnswered
    | TrialStands
    | TrialDecided
    | SigningBegun
    | SigningDeclined
    | ContractSigned
    | Withdrawn
    | Terminated
    | Paused
    | Resumed
    | SeriesPlanned
    | Amended
    | ReviewClosed,
    Field(discriminator="kind"),
]


class Told(BaseModel):
    """A fact as it reaches a process. event_id: the event's; the same one again is known by it."""

    event_id: str
    fact: Fact
