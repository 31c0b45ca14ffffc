"""A member says beforehand that they cannot come to one session: it costs nothing, and changes nothing."""

from uuid import UUID

from services.messages.envelope import Command, Done, Event
from services.messages.values import Utc


class ReportAbsence(Command[Done]):
    """By the member, at any time before the start; for the session as it stands, so that a new time asks anew.

    seen_at: the time that they saw it at, if they did.
    Refuses: unknown_session, not_a_member, alone_in_it (who moves or cancels instead), session_not_open,
    session_already_begun, session_moved (it was, since it was seen).
    """

    proved = "person_id"
    session_id: UUID
    person_id: UUID
    seen_at: Utc | None = None
    as_of: Utc


class TakeBackAbsence(Command[Done]):
    """They come after all; nothing where they had not said that they cannot.

    Refuses: unknown_session, not_a_member, session_not_open, session_already_begun.
    """

    proved = "person_id"
    session_id: UUID
    person_id: UUID
    as_of: Utc


class AbsenceReported(Event):
    """How many of how many cannot come; never who.

    asked_id: who signs for the group, and is asked whether to cancel: nobody can come, and cancelling is still free.
    """

    process_id: UUID
    session_id: UUID
    number: int
    supervisor_id: UUID
    starts_at: Utc
    absent: int
    members: int
    asked_id: UUID | None = None
    reported_at: Utc
    trial: bool = False


class AbsenceTakenBack(Event):
    process_id: UUID
    session_id: UUID
    number: int
    supervisor_id: UUID
    starts_at: Utc
    absent: int
    members: int
    taken_back_at: Utc
    trial: bool = False
