"""What was recorded of a session was not so: it is recorded otherwise, until it is on an invoice. Both words stay."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Event, Query, Reply
from services.messages.headcounts import MOST_MEMBERS
from services.messages.sessions.session import (
    CancelledBy,
    Canceller,
    Corrector,
    Outcome,
    SessionCard,
    SessionStatus,
    Teller,
)
from services.messages.values import Day, LongText, RealMinutes, Utc, Viewer

MOST_RECORDS = 500


class CorrectRecord(Command[SessionCard]):
    """By its supervisor; by a coordinator with the ground, which leaves this service never. Where its supervisor
    has left and recorded nothing, the coordinator's is the first word.

    revision: the how manieth word was looked at, 0 for the first. present: who was there; present_count: how many, from
    a coordinator, who does not learn who. minutes: as of RecordHeld. longer_agreed: the commissioner has agreed to pay
    for a longer session, as a coordinator knows. cancelled_by, told_at: of what had been cancelled.

    Refuses: unknown_session, not_recorded, session_not_over, record_changed, not_yours_to_decide, ground_missing,
    already_invoiced, nothing_chosen (nobody was there), count_missing, not_a_member, too_many, canceller_missing,
    told_at_missing, told_after_the_start, day_too_early, slot_taken, nobody_to_come (all had left by that day),
    came_again (what came in its place is over as well).
    """

    session_id: UUID
    outcome: Outcome
    present: Annotated[list[UUID], Field(max_length=MOST_MEMBERS)] = []
    present_count: Annotated[int, Field(ge=1, le=MOST_MEMBERS)] | None = None
    minutes: RealMinutes | None = None
    longer_agreed: bool = False
    cancelled_by: Canceller | None = None
    told_at: Utc | None = None
    ground: LongText = ""
    revision: Annotated[int, Field(ge=0, le=10_000)]
    corrected_by: UUID
    as_of: Utc


class RecordState(Reply):
    """revision: how often it was recorded otherwise."""

    revision: int


class ShowRecord(Query[RecordState]):
    """Asked by a service. Refuses: unknown_session."""

    session_id: UUID


class RecordCorrected(Event):
    """former: what was recorded before. revision: the how manieth correction it is. status: as of a SessionCard.

    minutes: as agreed; held_minutes: how long it really took, where that is another length; longer_agreed: the longer
    one is paid for. present: how many; none where it was not held. changes_charge: what is charged may be another sum.
    cancelled_by, notice_hours, notice_working_days, planned_again, replan_by, unused: as of SessionCancelled. told_at,
    former_told_at, former_cancelled_by: when it was told that it is off, and by whom, now and by the word before.
    """

    process_id: UUID
    session_id: UUID
    number: int
    revision: int
    former: Outcome
    outcome: Outcome
    status: SessionStatus
    starts_at: Utc
    performed_on: Day
    minutes: int
    held_minutes: int | None = None
    longer_agreed: bool = False
    present: int | None = None
    cancelled_by: CancelledBy | None = None
    notice_hours: int = 0
    notice_working_days: int = 0
    planned_again: bool = False
    replan_by: Utc | None = None
    told_at: Utc | None = None
    former_told_at: Utc | None = None
    former_cancelled_by: CancelledBy | None = None
    changes_charge: bool
    supervisor_id: UUID
    by: Corrector
    corrected_at: Utc
    trial: bool = False
    unused: bool = False


class SessionRecord(Reply):
    """Whose session it was; by, recorded_at: of the word that stands, none where nobody has said what became of it."""

    session_id: UUID
    supervisor_id: UUID
    by: Teller | None = None
    recorded_at: Utc | None = None


class SessionRecords(Reply):
    records: list[SessionRecord]


class ListRecords(Query[SessionRecords]):
    """Of these sessions those in the viewer's reach; who was there, and why it was put right, is not told."""

    session_ids: Annotated[list[UUID], Field(max_length=MOST_RECORDS)]
    viewer: Viewer
