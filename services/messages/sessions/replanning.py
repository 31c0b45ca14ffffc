"""A session that its supervisor called off is held at another time."""

from uuid import UUID

from services.messages.envelope import Command, Event
from services.messages.sessions.session import SessionCard
from services.messages.values import Utc


class ReplanSession(Command[SessionCard]):
    """By a coordinator, where the rule found no time. starts_at: none: it is agreed that it is left out.

    Refuses: unknown_session, session_not_open (it does not wait for a time), not_yours_to_decide, not_in_the_future,
    outside_the_contract, supervisor_away, slot_taken.
    """

    session_id: UUID
    starts_at: Utc | None = None
    planned_by: UUID
    as_of: Utc


class SessionReplanned(Event):
    """session_id: of the new row; replaces: of the one that was called off, whose number and calendar entry it has.

    confirm_by: until when its supervisor is to say what happened. free_until: as of PlannedSession. leaver_id: who was
    to hold it and leaves, where it goes to who comes after them. handed_over: nobody called the other one off: it had
    no time with who supervises by then, and its supervisor does not leave. former_id: who was to hold it, where another
    one holds it now and they do not leave.
    """

    process_id: UUID
    session_id: UUID
    replaces: UUID
    supervisor_id: UUID
    number: int
    starts_at: Utc
    ends_at: Utc
    confirm_by: Utc
    calendar_uid: UUID
    sequence: int
    previous_starts_at: Utc
    trial: bool = False
    free_until: Utc | None = None
    leaver_id: UUID | None = None
    handed_over: bool = False
    former_id: UUID | None = None


class SessionLeftOut(Event):
    """No other time is looked for any more. agreed: a coordinator has said so; over: its contract or its trial is, for
    which it waited until then; else it comes with something else that its people are told.
    """

    process_id: UUID
    session_id: UUID
    number: int
    trial: bool = False
    agreed: bool = False
    over: bool = False
