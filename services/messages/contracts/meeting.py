"""The three parties meet before they sign, where the proposal says so."""

from uuid import UUID

from services.messages.envelope import Command, Done, Event, Reply
from services.messages.values import Day, LongText, Utc


class MeetingShown(Reply):
    """due_on: the last day of its time. held_on, waived: neither while it is awaited. reason: to a coordinator."""

    due_on: Day
    held_on: Day | None = None
    waived: bool = False
    reason: str = ""

    @property
    def is_open(self) -> bool:
        return self.held_on is None and not self.waived


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


class MeetingHeld(Event):
    process_id: UUID
    held_on: Day


class MeetingWaived(Event):
    process_id: UUID
