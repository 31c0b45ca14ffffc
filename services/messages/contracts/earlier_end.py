"""An earlier last day by agreement of all three parties: proposed by one, asked of the other two."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Event, Query, Reply
from services.messages.values import Day, Party, Utc, Viewer

ProposalNumber = Annotated[int, Field(ge=1, le=10_000)]
"""A process's first, second ... proposal."""


class EarlierEndShown(Reply):
    """number, last_day, by, answer_by, agreed: of the proposal that is open; none where none is. agreed: who has said
    yes, with who proposed it; but for a coordinator these and the viewer alone, as a missing yes tells whose a no was.
    latest: a proposed day is no later. as_party: for whom the viewer speaks; none for a coordinator. may_propose,
    may_take_back: the viewer. may_answer_for: which parties. follows_on, successor_stands, renewal_off,
    amendment_off, alone: as of TerminationPreview.
    """

    latest: Day
    may_propose: bool = False
    may_take_back: bool = False
    may_answer_for: list[Party] = []
    as_party: Party | None = None
    number: int | None = None
    last_day: Day | None = None
    by: Party | None = None
    answer_by: Day | None = None
    agreed: list[Party] = []
    follows_on: Day | None = None
    successor_stands: bool = False
    renewal_off: bool = False
    amendment_off: bool = False
    alone: bool = False


class ShowEarlierEnd(Query[EarlierEndShown]):
    """Refuses: unknown_process - also to those who may not end it -, contract_not_signed."""

    process_id: UUID
    viewer: Viewer
    as_of: Utc


class ProposeEarlierEnd(Command[EarlierEndShown]):
    """by: the party that proposes it; proposed_by: one of its own, or a coordinator to whom it was said. Who is the
    customer and the only one to take part says it for both, as in AnswerEarlierEnd.

    successor_stands: as of TerminateProcess.
    Refuses: unknown_process, contract_not_signed, not_yours_to_decide, process_ended, end_proposed_already,
    day_is_past, not_an_earlier_day.
    """

    process_id: UUID
    by: Party
    last_day: Day
    successor_stands: bool = False
    proposed_by: UUID
    as_of: Utc


class AnswerEarlierEnd(Command[EarlierEndShown]):
    """by: the party that answers. number, last_day: those that were shown; without a number, whichever is open. The
    last yes carries it out, one no ends it.

    Refuses: unknown_process, contract_not_signed, not_yours_to_decide, process_ended, nothing_proposed,
    end_taken_back, last_day_changed, already_answered (otherwise).
    """

    process_id: UUID
    by: Party
    agrees: bool
    number: ProposalNumber | None = None
    last_day: Day
    answered_by: UUID
    as_of: Utc


class TakeBackEarlierEnd(Command[EarlierEndShown]):
    """While not all have answered. by: the party that proposed it. number: the one that was shown.

    Refuses: unknown_process, contract_not_signed, not_yours_to_decide, process_ended, nothing_proposed.
    """

    process_id: UUID
    by: Party
    number: ProposalNumber
    taken_back_by: UUID
    as_of: Utc


class EarlierEndProposed(Event):
    """The process's first, second ... one. asked: the parties that answer by the end of answer_by; silence is no.

    successor_stands: the contract that follows does, else it ends too; none: all have signed none. renewal_off: as of
    TerminationPreview. amendment_off: whom the change of the contract concerns that would come to nothing.
    """

    process_id: UUID
    number: int
    by: Party
    last_day: Day
    answer_by: Day
    asked: list[Party]
    successor_stands: bool | None = None
    renewal_off: bool = False
    amendment_off: list[Party] = []


class EarlierEndAgreed(Event):
    """One party's yes; the last one is followed by ProcessTerminated."""

    process_id: UUID
    by: Party
    last_day: Day


class EarlierEndTakenBack(Event):
    """By who proposed it, before all had said yes: the last day stays."""

    process_id: UUID
    number: int
    by: Party
    last_day: Day


class EarlierEndRefused(Event):
    """One party's no: the last day stays."""

    process_id: UUID
    number: int
    by: Party
    last_day: Day
