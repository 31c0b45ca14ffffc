"""Letters about sessions: when they are, who cannot come, what became of them."""

from collections.abc import Mapping

from services.messages import billing, contracts, sessions
from services.messages.envelope import Event
from services.notices.letter_kinds.kinds import LetterKind
from services.notices.letter_kinds.rows import PROCESS, SCHEDULE, LetterRow

_SESSION = "/sessions/{session_id}"
_NOT_AT_ITS_TIME = (sessions.SessionMoved, sessions.SessionCancelled)
_PLAN = f"{PROCESS}/plan"
_PLAN_ANSWERED = (
    sessions.PlanProposed,
    sessions.OtherPlanAsked,
    sessions.PlanLapsed,
    sessions.SeriesPlanned,
    contracts.ProcessTerminated,
    contracts.ProcessRenewed,
    contracts.ProcessClosed,
)
_KNOWN_WHAT_HAPPENED = (sessions.SessionHeld, sessions.SessionNotAttended, sessions.SessionCancelled)


def _to_attendees(
    *written_on: type[Event], console: str = _SESSION, answered_by: tuple[type[Event], ...] = ()
) -> LetterRow:
    """About one of their sessions, or about all."""
    return LetterRow(
        written_on,
        portal=SCHEDULE,
        console=console,
        why="attendee",
        tells_with_whom=True,
        answered_by=answered_by,
        of="session" if answered_by else "process",
    )


def _to_the_customer(written_on: type[Event]) -> LetterRow:
    """Who pays, and is not at it."""
    return LetterRow((written_on,), portal=SCHEDULE, why="customer", tells_with_whom=True)


def _to_who_waits(*written_on: type[Event]) -> LetterRow:
    """Of a session that is called off: who would be at it or comes after, and who pays."""
    return LetterRow(written_on, portal=SCHEDULE, console=PROCESS, why="party", tells_with_whom=True)


def _of_a_plan(
    written_on: type[Event],
    *,
    portal: bool = True,
    reminds: bool = False,
    reminds_of: tuple[LetterKind, ...] = (),
) -> LetterRow:
    """To whoever acts for those who meet, and to those who plan. What comes in a plan's place answers for it."""
    return LetterRow(
        (written_on,),
        portal=_PLAN if portal else None,
        console=_PLAN,
        why="party",
        tells_with_whom=True,
        answered_by=_PLAN_ANSWERED if reminds else (),
        reminds_of=reminds_of,
    )


ROWS: Mapping[LetterKind, LetterRow] = {
    LetterKind.PLAN_PROPOSED: _of_a_plan(sessions.PlanProposed, reminds=True),
    LetterKind.PLAN_DUE: _of_a_plan(
        sessions.PlanProposed, reminds=True, reminds_of=(LetterKind.PLAN_PROPOSED,)
    ),
    LetterKind.PLAN_OVERDUE: _of_a_plan(sessions.PlanOverdue, portal=False, reminds=True),
    LetterKind.OTHER_PLAN_ASKED: _of_a_plan(sessions.OtherPlanAsked, portal=False, reminds=True),
    LetterKind.PLAN_LAPSED: _of_a_plan(sessions.PlanLapsed),
    LetterKind.SESSION_PLAN: _to_attendees(sessions.SeriesPlanned, console=PROCESS),
    LetterKind.SESSIONS_AGREED: _to_the_customer(sessions.SeriesPlanned),
    LetterKind.SERIES_MOVED: _to_the_customer(sessions.SeriesMoved),
    LetterKind.SESSION_INVITATION: _to_attendees(sessions.SeriesPlanned),
    LetterKind.SESSION_MOVED: _to_attendees(sessions.SessionMoved, sessions.SeriesMoved),
    LetterKind.SESSION_CANCELLED: _to_attendees(sessions.SessionCancelled),
    LetterKind.SESSION_REPLANNED: _to_attendees(sessions.SessionReplanned),
    LetterKind.SESSION_HELD_INSTEAD: _to_the_customer(sessions.SessionReplanned),
    LetterKind.SESSION_OWED: _to_who_waits(sessions.SessionCancelled),
    LetterKind.SESSION_LEFT_OUT: _to_who_waits(sessions.SessionLeftOut),
    # Several of these three, where they are due to one reader at once.
    LetterKind.SESSIONS_CALLED_OFF: _to_who_waits(
        sessions.SessionCancelled, sessions.SessionReplanned, sessions.SessionLeftOut
    ),
    LetterKind.SESSION_CANCELLED_LATE: _to_the_customer(billing.LateChangeCharged),
    LetterKind.SESSION_MOVED_LATE: _to_the_customer(billing.LateChangeCharged),
    LetterKind.PLACE_CHANGED: _to_attendees(sessions.PlaceChanged, console=PROCESS),
    LetterKind.SESSION_TO_REPLAN: LetterRow(
        (sessions.SessionCancelled, sessions.RecordCorrected),
        console=f"{_SESSION}/replan",
        why="coordinator",
        tells_with_whom=True,
        answered_by=(
            sessions.SessionReplanned,
            sessions.SessionLeftOut,
            contracts.ProcessRenewed,
            contracts.ProcessClosed,
        ),
        of="session",
    ),
    LetterKind.SESSION_REMINDER: _to_attendees(
        sessions.SeriesPlanned,
        sessions.SessionMoved,
        sessions.SeriesMoved,
        sessions.SessionReplanned,
        sessions.SeriesPaused,
        sessions.SeriesResumed,
        answered_by=_NOT_AT_ITS_TIME,
    ),
    # Several that are due to one reader at once.
    LetterKind.SESSION_REMINDERS: LetterRow(
        (sessions.SeriesPlanned, sessions.SessionMoved, sessions.SeriesMoved, sessions.SessionReplanned),
        portal="/home",
        console="/",
    ),
    LetterKind.RECORD_CORRECTED: LetterRow(
        (sessions.RecordCorrected,), portal=SCHEDULE, console=_SESSION, why="party", tells_with_whom=True
    ),
    LetterKind.NO_SHOW_RECORDED: _to_attendees(sessions.SessionNotAttended),
    LetterKind.NO_SHOW_CHARGED: _to_the_customer(billing.SessionCharged),
    LetterKind.CHARGE_CORRECTED: _to_the_customer(billing.SessionCharged),
    LetterKind.RECORD_DENIED: LetterRow(
        (billing.DisputeOpened,), console=_SESSION, why="supervisor", tells_with_whom=True
    ),
    LetterKind.RECORD_DECIDED: LetterRow(
        (billing.DisputeResolved,), console=_SESSION, why="supervisor", tells_with_whom=True
    ),
    LetterKind.ABSENCE_REPORTED: LetterRow(
        (sessions.AbsenceReported,), console=_SESSION, why="supervisor", tells_with_whom=True
    ),
    LetterKind.ABSENCE_TAKEN_BACK: LetterRow(
        (sessions.AbsenceTakenBack,), console=_SESSION, why="supervisor", tells_with_whom=True
    ),
    LetterKind.NOBODY_CAN_COME: LetterRow(
        (sessions.AbsenceReported,),
        portal=SCHEDULE,
        why="party",
        tells_with_whom=True,
        answered_by=(*_NOT_AT_ITS_TIME, sessions.AbsenceTakenBack),
        of="session",
    ),
    LetterKind.SESSIONS_CHANGED: _to_attendees(
        sessions.SessionMoved,
        sessions.SeriesMoved,
        sessions.SessionCancelled,
        sessions.SessionReplanned,
        console=PROCESS,
    ),
    # Of several processes of one supervisor.
    LetterKind.CALENDAR_CHANGED: LetterRow(
        (
            sessions.SessionMoved,
            sessions.SeriesMoved,
            sessions.SessionCancelled,
            sessions.SessionReplanned,
        ),
        console="/calendar",
    ),
    LetterKind.CONFIRMATION_DUE: LetterRow(
        (sessions.ConfirmationOverdue,),
        console=_SESSION,
        why="supervisor",
        tells_with_whom=True,
        answered_by=_KNOWN_WHAT_HAPPENED,
        of="session",
    ),
}
