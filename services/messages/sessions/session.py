"""One session and lists of them: what calendars, pages and other services are shown."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.messages.envelope import ListPart, Query, Reply
from services.messages.values import SessionFormat, Utc, Viewer

SessionStatus = Literal["planned", "held", "no_show", "cancelled", "replaced", "paused"]
Canceller = Literal["supervisee", "commissioner", "supervisor"]
OffBecause = Literal["supervisor_leaves", "another_supervisor"]
CancelledBy = Literal[
    "supervisee", "commissioner", "supervisor", "termination", "end", "end_at_once", "correction", "trial"
]
"""termination: the contract ends before that day, by notice of the customer or the supervisees. end: it ends otherwise.

end_at_once: the supervisees have ended it at once, and a coordinator says whether that is paid for.

correction: the session that it came in place of was held.

trial: a trial's that was still to come, when it was said that there is no going on.
"""
FELL: frozenset[CancelledBy] = frozenset({"termination", "end", "end_at_once"})
"""With the contract, all at once, by one word."""
Outcome = Literal["held", "no_show", "cancelled"]
"""What became of a session, as it is recorded."""
Corrector = Literal["supervisor", "coordinator"]
Teller = Literal["supervisor", "coordinator", "supervisee", "commissioner"]
"""Who said what became of it: who corrected it, recorded it, or had called it off."""


class SessionCard(Reply):
    """sequence: rises with each change that calendars must hear of. Never a person's name.

    calendar_uid: by which calendars know it, through every change and from the session that it replaces; none: its own
    id. entry: the one that holds. may_move and the like: what the viewer to whom it is shown may do with it now.
    nobody_to_come: all had left by its day, so it cannot be recorded that nobody came; to those who record it.
    cannot_come: that viewer has said so. nobody_can_come: every member has; to those who may cancel it.
    revision: how often it was recorded otherwise than before; former: as what, the last time. told_at,
    former_told_at: when it was told that it is off, by the word that stands and by that one.
    trial: before the contract, and number counts the trial's sessions alone.
    waits: has no day any more or yet, is counted as left, and a coordinator is to find one.
    unused: called off at no cost, and not left either; to those to whom a process's sessions are shown.
    place: of its own, to those who may see it; empty: as the contract says. fell: called off with the contract's end.
    """

    session_id: UUID
    process_id: UUID
    number: int
    starts_at: datetime
    ends_at: datetime
    status: SessionStatus
    sequence: int
    supervisor_id: UUID | None = None
    calendar_uid: UUID | None = None
    may_move: bool = False
    may_cancel: bool = False
    may_record: bool = False
    may_report_absence: bool = False
    cannot_come: bool = False
    nobody_can_come: bool = False
    may_replan: bool = False
    waits: bool = False
    may_correct: bool = False
    nobody_to_come: bool = False
    revision: int = 0
    former: Outcome | None = None
    told_at: Utc | None = None
    former_told_at: Utc | None = None
    trial: bool = False
    unused: bool = False
    place: str = ""
    fell: bool = False

    @property
    def entry(self) -> UUID:
        return self.calendar_uid or self.session_id


class SessionList(ListPart):
    sessions: list[SessionCard]


class ListSessions(Query[SessionList]):
    """In the order of their numbers. viewer: none, and a service asks.

    Refuses: unknown_process - also for those out of whose reach it is.
    """

    process_id: UUID
    viewer: Viewer | None = None


class ListMySessions(Query[SessionList]):
    """What touches the time between the two instants, the earliest first.

    A supervisor's own, a supervisee's groups', those of a commissioner's or payer's organisation, else all.
    """

    viewer: Viewer
    from_: Utc
    until: Utc
    after: UUID | None = None


class RecordedWord(Reply):
    """One of the words about a session. present_count, present: as of SessionShown.

    ground: why, of a coordinator's; empty where none is, and to whom it is not shown. cancelled_at: when it was told.
    """

    outcome: Outcome
    recorded_at: datetime | None = None
    recorded_by: UUID | None = None
    by: Teller
    present_count: int | None = None
    present: list[UUID] = []
    held_minutes: int | None = None
    longer_agreed: bool = False
    cancelled_by: CancelledBy | None = None
    cancelled_at: datetime | None = None
    ground: str = ""


class SessionShown(Reply):
    """One session as this viewer may see it.

    present_count, member_count: none where the policy hides attendance; the first also before it is recorded.
    present, members: by id, empty where the policy hides attendance by name.
    absent_count, absent: the same of those who have said beforehand that they cannot come.
    replaced_by: the session that came in its place. held_minutes: how long it really took, where not as agreed.
    words: all that was recorded, the first one first, where it was corrected.
    has_note: whether the viewer has written one; of others' notes nothing is said. off_because: as of SessionCancelled.
    """

    card: SessionCard
    process_id: UUID
    organisation_id: UUID
    supervisor_id: UUID
    format: SessionFormat
    present_count: int | None = None
    member_count: int | None = None
    present: list[UUID] = []
    members: list[UUID] = []
    absent_count: int | None = None
    absent: list[UUID] = []
    recorded_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancelled_by: CancelledBy | None = None
    off_because: OffBecause | None = None
    has_note: bool = False
    replaced_by: UUID | None = None
    held_minutes: int | None = None
    longer_agreed: bool = False
    words: list[RecordedWord] = []
    department_id: UUID | None = None


class ShowSession(Query[SessionShown]):
    """Refuses: unknown_session - also for those out of whose reach it is."""

    session_id: UUID
    viewer: Viewer
