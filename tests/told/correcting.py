"""What sessions and billing say where something that was done already is done otherwise."""

from uuid import UUID

from services.messages import sessions
from services.messages.envelope import Event
from services.messages.sessions import PlannedSession


def corrected(process_id: UUID, one: PlannedSession, supervisor_id: UUID) -> list[Event]:
    """Somebody else had cancelled it; and a series that is moved, of which nothing is left."""
    correction = sessions.RecordCorrected(
        process_id=process_id,
        session_id=one.session_id,
        number=one.number,
        revision=1,
        former="cancelled",
        outcome="cancelled",
        status="cancelled",
        starts_at=one.starts_at,
        performed_on=one.starts_at.date(),
        minutes=90,
        cancelled_by="supervisee",
        notice_hours=200,
        notice_working_days=6,
        changes_charge=False,
        supervisor_id=supervisor_id,
        by="supervisor",
        corrected_at=one.ends_at,
    )
    moved = sessions.SeriesMoved(
        process_id=process_id, supervisor_id=supervisor_id, party="supervisor", sessions=[]
    )
    return [correction, moved]
