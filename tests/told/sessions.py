"""What sessions says: the plan, what became of each, reviews, and the group."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from services.messages import sessions
from services.messages.envelope import Event
from services.messages.values import Party
from tests.told import acting, amending, correcting, pausing, planning, trying
from tests.told.known import (
    A_DAY,
    BEGIN,
    CONTACT,
    OVER,
    REPRESENTATIVE,
    SUPERVISOR,
    TERMS,
    YEAR,
    known,
)


def of_a_year() -> list[Event]:
    return [
        *trying.of_sessions(YEAR),
        *planning.before_the_yes(YEAR, REPRESENTATIVE, SUPERVISOR, BEGIN),
        planned(YEAR),
        of_session(
            sessions.SessionMoved,
            YEAR,
            2,
            starts_at=BEGIN + 90 * A_DAY,
            ends_at=BEGIN + 91 * A_DAY,
            confirm_by=BEGIN + 92 * A_DAY,
        ),
        sessions.PlaceChanged(
            process_id=YEAR,
            sessions=[sessions.PlacedSession(session_id=meeting(YEAR, 3).session_id, number=3, sequence=0)],
        ),
        of_session(sessions.AbsenceReported, YEAR, 1, absent=1, members=2, reported_at=BEGIN),
        of_session(sessions.AbsenceTakenBack, YEAR, 1, absent=0, members=2, taken_back_at=BEGIN),
        of_session(sessions.SessionHeld, YEAR, 1),
        sessions.MemberLeft(
            process_id=YEAR,
            person_id=CONTACT,
            left_on=date(2027, 1, 31),
            remaining=[REPRESENTATIVE],
            settle_by=BEGIN + 80 * A_DAY,
        ),
        sessions.GroupSettled(process_id=YEAR),
        *acting.another(YEAR, REPRESENTATIVE, date(2027, 2, 10), BEGIN + 81 * A_DAY),
        *absence(YEAR),
        of_session(sessions.ConfirmationOverdue, YEAR, 2),
        of_session(sessions.SessionNotAttended, YEAR, 2),
        review_due(YEAR, "interim"),
        *pausing.of_series(YEAR, SUPERVISOR, review_due_at=BEGIN + 150 * A_DAY),
        amending.of_series(YEAR, SUPERVISOR, TERMS.ends_on),
        amending.handed_over(YEAR, SUPERVISOR),
        sessions.ReviewOverdue(process_id=YEAR, kind="interim"),
        sessions.ReviewWaived(process_id=YEAR, kind="interim"),
        of_session(sessions.SessionCancelled, YEAR, 3),
        review_due(YEAR, "final"),
        of_session(
            sessions.SessionCancelled,
            YEAR,
            4,
            cancelled_by="supervisor",
            replan_by=BEGIN + 200 * A_DAY,
        ),
        replanned(YEAR, 4),
        of_session(sessions.ConfirmationOverdue, YEAR, 4, session_id=replanned(YEAR, 4).session_id),
        of_session(sessions.SessionLeftOut, YEAR, 3),
        *correcting.corrected(YEAR, meeting(YEAR, 3), SUPERVISOR),
        sessions.ReviewDone(process_id=YEAR, kind="final", wants_to_continue=True, benefit=True),
        sessions.ReviewRefused(
            process_id=YEAR, kind="final", supervisor_id=SUPERVISOR, refused_at=BEGIN + 300 * A_DAY
        ),
        sessions.ReviewReleased(process_id=YEAR, kind="final"),
        sessions.SeriesCutShort(
            process_id=OVER,
            by=Party.SUPERVISOR,
            last_day=date(2027, 9, 15),
            session_ids=[],
            attendee_ids=[SUPERVISOR],
        ),
        sessions.ReviewLapsed(process_id=OVER, kind="final"),
    ]


def review_due(process_id: UUID, kind: sessions.ReviewKind) -> sessions.ReviewDue:
    return sessions.ReviewDue(process_id=process_id, kind=kind, due_at=BEGIN + 150 * A_DAY)


def meeting(process_id: UUID, number: int) -> sessions.PlannedSession:
    starts_at = datetime(2027, 1, 13, 7, 0, tzinfo=UTC) + 21 * (number - 1) * A_DAY
    return sessions.PlannedSession(
        session_id=uuid5(process_id, str(number)),
        number=number,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
        confirm_by=starts_at + timedelta(minutes=90) + A_DAY,
    )


def planned(process_id: UUID, count: int = 4, supervisor_id: UUID = SUPERVISOR) -> sessions.SeriesPlanned:
    return sessions.SeriesPlanned(
        process_id=process_id,
        supervisor_id=supervisor_id,
        attendee_ids=[REPRESENTATIVE, supervisor_id],
        sessions=[meeting(process_id, number) for number in range(1, count + 1)],
    )


def of_session(kind: type[Any], process_id: UUID, number: int, **facts: Any) -> Any:
    """kind: any event about one session."""
    one = meeting(process_id, number)
    told = one.model_dump() | {
        "process_id": process_id,
        "supervisor_id": SUPERVISOR,
        "performed_on": one.starts_at.date(),
        "minutes": 90,
        "present": 4,
        "cancelled_by": "commissioner",
        "notice_hours": 200,
        "notice_working_days": 6,
        "sequence": 1,
    }
    return kind.model_validate(told | facts)


def replanned(process_id: UUID, number: int) -> sessions.SessionReplanned:
    """A week later, in the place of the one that its supervisor called off."""
    lost = meeting(process_id, number)
    return sessions.SessionReplanned(
        process_id=process_id,
        session_id=known(f"instead of {lost.session_id}"),
        replaces=lost.session_id,
        supervisor_id=SUPERVISOR,
        number=number,
        starts_at=lost.starts_at + 7 * A_DAY,
        ends_at=lost.ends_at + 7 * A_DAY,
        confirm_by=lost.confirm_by + 7 * A_DAY,
        calendar_uid=lost.session_id,
        sequence=2,
        previous_starts_at=lost.starts_at,
    )


def absence(process_id: UUID) -> list[Event]:
    """Somebody cannot come, and then can."""
    told = {
        "process_id": process_id,
        "session_id": known(f"{process_id} 2"),
        "number": 2,
        "supervisor_id": SUPERVISOR,
        "starts_at": BEGIN + 90 * A_DAY,
        "absent": 1,
        "members": 1,
        "reported_at": BEGIN + 85 * A_DAY,
        "taken_back_at": BEGIN + 86 * A_DAY,
    }
    return [kind.model_validate(told) for kind in (sessions.AbsenceReported, sessions.AbsenceTakenBack)]
