"""The three parties meet before they sign, where the proposal says so."""

from typing import Literal
from uuid import UUID

from services.messages.envelope import Command, Done, Event, Query, Reply
from services.messages.values import Day, LongText, Minutes, PlaceText, Utc

MeetingOutcome = Literal["held", "waived", "open"]
"""open: it is still to come."""


class MeetingWord(Reply):
    """What was recorded of it, and put right since. reason: to a coordinator."""

    recorded_at: Utc
    held_on: Day | None = None
    reason: str = ""


class MeetingShown(Reply):
    """due_on: the last day of its time. starts_at, ends_at, place: of the time that it has, where one was arranged;
    what was arranged before it had an end has none. too_late: that is after due_on; on_day_off: on no working day.
    held_on, waived: neither while it is awaited. To a coordinator: reason, and earlier, the words that were put right,
    in their order.
    """

    due_on: Day
    starts_at: Utc | None = None
    ends_at: Utc | None = None
    place: str = ""
    too_late: bool = False
    on_day_off: bool = False
    held_on: Day | None = None
    waived: bool = False
    reason: str = ""
    earlier: list[MeetingWord] = []

    @property
    def is_open(self) -> bool:
        return self.held_on is None and not self.waived


class ArrangeMeeting(Command[Done]):
    """It has a time and a place, or others: everybody concerned gets a letter with a calendar entry. Said again,
    nothing more. place: empty while it is not known.

    Refuses: unknown_process, not_yours_to_decide, no_meeting, meeting_recorded, not_in_the_future, already_signing,
    contract_expired, contract_given_up.
    """

    process_id: UUID
    starts_at: Utc
    minutes: Minutes = 60
    place: PlaceText = ""
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


class MeetingPlace(Reply):
    """place: empty where none was said, or no meeting is to come."""

    place: str = ""


class ShowMeetingPlace(Query[MeetingPlace]):
    """A service asks, for those who are invited: pages have the place on the contract's card."""

    process_id: UUID


class MeetingArranged(Event):
    """The three parties meet then. supervisee_ids: of the members, those who are named already. Where, whoever may know
    is told when they ask. previous_starts_at: what was told before; the same where its place or length has changed.
    sequence: rises with each of these by more than one, so that a calling off between them has its own; 0 without an
    end, of what was said before entries were.
    """

    process_id: UUID
    starts_at: Utc
    ends_at: Utc | None = None
    previous_starts_at: Utc | None = None
    sequence: int = 0
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
