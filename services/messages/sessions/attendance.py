"""What happened: held, nobody came, or not recorded yet."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.messages.envelope import Command, Event
from services.messages.headcounts import MOST_MEMBERS
from services.messages.sessions.session import Canceller, SessionCard
from services.messages.values import Day, RealMinutes, Utc


class RecordHeld(Command[SessionCard]):
    """present: those who attended, at least one. minutes: how long it really took; none: as long as was agreed.

    Refuses: unknown_session, session_not_over, already_recorded (otherwise), not_the_supervisor, not_a_member.
    """

    session_id: UUID
    present: Annotated[list[UUID], Field(min_length=1, max_length=MOST_MEMBERS)]
    minutes: RealMinutes | None = None
    recorded_by: UUID
    as_of: Utc


class RecordNoShow(Command[SessionCard]):
    """Nobody came. Refuses: unknown_session, session_not_over, already_recorded (otherwise), not_the_supervisor,
    nobody_to_come (all had left by that day).
    """

    session_id: UUID
    recorded_by: UUID
    as_of: Utc


class RecordCancelled(Command[SessionCard]):
    """It had been cancelled beforehand, and nobody said so here: the notice is that of told_at.

    Refuses: unknown_session, session_not_over, already_recorded (otherwise), not_the_supervisor,
    told_after_the_start, day_too_early.
    """

    session_id: UUID
    cancelled_by: Canceller
    told_at: Utc
    recorded_by: UUID
    as_of: Utc


class SessionHeld(Event):
    """minutes: as agreed. held_minutes: how long it really took, where that is another length.

    trial: before the contract, and number counts the trial's sessions alone; so in every event of a session.
    """

    process_id: UUID
    session_id: UUID
    number: int
    performed_on: Day
    minutes: int
    present: int
    held_minutes: int | None = None
    trial: bool = False


class SessionNotAttended(Event):
    process_id: UUID
    session_id: UUID
    number: int
    performed_on: Day
    minutes: int
    trial: bool = False


class ConfirmationOverdue(Event):
    """The supervisor has not said what happened."""

    process_id: UUID
    session_id: UUID
    number: int
    supervisor_id: UUID
    trial: bool = False
