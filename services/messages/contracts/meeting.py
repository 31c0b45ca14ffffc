"""The three parties meet before they sign, where the proposal says so."""

from typing import Literal
from uuid import UUID

from services.messages.envelope import Command, Done, Event, Reply
from services.messages.values import Day, LongText, Utc

MeetingOutcome = Literal["held", "waived", "open"]
"""open: it is still to come."""


class MeetingWord(Reply):
    """What was recorded of it, and put right since. reason: to a coordinator."""

    recorded_at: Utc
    held_on: Day | None = None
    reason: str = ""


class MeetingShown(Reply):
    """due_on: the last day of its time. starts_at: the time that it has, where one was arranged. held_on, waived:
    neither while it is awaited. To a coordinator: reason, and earlier, the words that were put right, in their order.
    """

    due_on: Day
    starts_at: Utc | None = None
    held_on: Day | None = None
    waived: bool = False
    reason: str = ""
    earlier: list[MeetingWord] = []

    @property
    def is_open(self) -> bool:
        return self.held_on is None and not self.waived


class ArrangeMeeting(Command[Done]):
    """It has a time, or another one: everybody concerned gets a letter. Said again, nothing more.

    Refuses: unknown_process, not_yours_to_decide, no_meeting, meeting_recorded, not_in_the_future, already_signing,
    contract_expired, contract_given_up.
    """

    process_id: UUID
    starts_at: Utc
    arranged_by: UUID
    as_of: Utc


class RecordMeeting(Command[Done]):
    """The three parties have met. Said again with the same day, nothing more.

    Refuses: unknown_process, not_yours_to_decide, no_meeting, meeting_recorded (otherwise), in_the_future,
    already_signing, contract_expired, contract_given_up.
    """

    process_id: UUID
    held_on: Day
    recorded_by: UUID
    as_of: Utc


class WaiveMeeting(Command[Done]):
    """It is not needed after all; the reason stays with us.

    Refuses: unknown_process, not_yours_to_decide, no_meeting, meeting_recorded (otherwise), reason_missing,
    already_signing, contract_expired, contract_given_up.
    """

    process_id: UUID
    reason: LongText
    waived_by: UUID
    as_of: Utc


class CorrectMeeting(Command[Done]):
    """What was recorded of it is put right while the paper is a draft; both words are kept. Said again, nothing more.

    held_on: of one that was held. reason: of one that was left out.
    Refuses: unknown_process, not_yours_to_decide, no_meeting, meeting_not_recorded, day_missing, in_the_future,
    reason_missing, already_signing, contract_expired, contract_given_up.
    """

    process_id: UUID
    outcome: MeetingOutcome
    held_on: Day | None = None
    reason: LongText = ""
    corrected_by: UUID
    as_of: Utc


class MeetingArranged(Event):
    """The three parties meet then. supervisee_ids: of the members, those who are named already."""

    process_id: UUID
    starts_at: Utc
    supervisor_id: UUID
    supervisee_ids: list[UUID]


class MeetingHeld(Event):
    process_id: UUID
    held_on: Day


class MeetingWaived(Event):
    process_id: UUID


class MeetingCorrected(Event):
    """held_on: where it was held after all, or on another day."""

    process_id: UUID
    outcome: MeetingOutcome
    held_on: Day | None = None
