"""A session is cancelled, with its notice."""

from datetime import datetime
from uuid import UUID

from services.messages.envelope import Command, Event, Query, Reply
from services.messages.sessions.session import CancelledBy, Canceller, OffBecause, SessionCard
from services.messages.values import Day, Utc, Viewer


class CancellationPreview(Reply):
    """What SessionCancelled would say; `billing` quotes the price for it."""

    process_id: UUID
    performed_on: Day
    starts_at: datetime
    minutes: int
    notice_hours: int
    notice_working_days: int
    trial: bool = False


class PreviewCancellation(Query[CancellationPreview]):
    """Changes nothing.

    Refuses: unknown_session (also to those who may not cancel it), session_not_open, session_already_begun.
    """

    session_id: UUID
    cancelled_by: Canceller
    viewer: Viewer
    as_of: Utc


class Replanning(Reply):
    """starts_at, ends_at: when it would be held instead; none where nothing is free, or another supervisor is awaited:
    then replan_by, until when a coordinator finds a time.
    """

    starts_at: Utc | None = None
    ends_at: Utc | None = None
    replan_by: Utc | None = None


class PreviewReplanning(Query[Replanning]):
    """What comes in the place of a session that its supervisor cancels now. Changes nothing.

    Refuses: as PreviewCancellation.
    """

    session_id: UUID
    viewer: Viewer
    as_of: Utc


class CancelSession(Command[SessionCard]):
    """By the supervisees: by the one who signs for the group, for all of them.

    What the supervisor cancels is planned again at once, where there is room for it.
    person_id: one of the party that cancels, or a coordinator to whom it was said. seen_at: the time that they saw it
    at, if they did.
    Refuses: unknown_session, not_yours_to_decide, not_the_representative, session_not_open, session_already_begun,
    session_moved (it was, since it was seen).
    """

    proved = "person_id"
    session_id: UUID
    cancelled_by: Canceller
    person_id: UUID
    seen_at: Utc | None = None
    as_of: Utc


class SessionCancelled(Event):
    """How much notice there was; what it costs is for billing to say.

    planned_again: SessionReplanned says when. replan_by: there was no room; until when a coordinator is to find some.
    off_because: nobody called it off, though it stands as the supervisor's: who was to hold it leaves, or another one
    supervises by then. former_id: who was to hold it then, where it has no time with the other one; leaver_id: the
    same, of who leaves. unused: by the contract's notice it is no session that was used.
    """

    process_id: UUID
    session_id: UUID
    number: int
    starts_at: Utc
    performed_on: Day
    minutes: int
    cancelled_by: CancelledBy
    notice_hours: int
    notice_working_days: int
    sequence: int
    planned_again: bool = False
    replan_by: Utc | None = None
    trial: bool = False
    leaver_id: UUID | None = None
    former_id: UUID | None = None
    off_because: OffBecause | None = None
    unused: bool = False
