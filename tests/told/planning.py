"""A plan is proposed twice, asked for otherwise, left unanswered, and lapses."""

from datetime import datetime, timedelta
from uuid import UUID

from services.messages import sessions
from services.messages.envelope import Event

_DAY = timedelta(days=1)


def before_the_yes(process_id: UUID, asked_id: UUID, supervisor_id: UUID, at: datetime) -> list[Event]:
    """Of a year whose plan is confirmed in the end."""
    other = {"process_id": process_id, "supervisor_id": supervisor_id}
    return [
        proposed(process_id, asked_id, supervisor_id, 1, at),
        sessions.OtherPlanAsked(**other, revision=1, act_by=at + 3 * _DAY),
        proposed(process_id, asked_id, supervisor_id, 2, at + 2 * _DAY),
        sessions.PlanOverdue(**other, revision=2, asked_id=asked_id, until=at + 16 * _DAY),
        sessions.PlanLapsed(**other, revision=2, asked_id=asked_id, why="unanswered", act_by=at + 19 * _DAY),
        proposed(process_id, asked_id, supervisor_id, 3, at + 17 * _DAY),
    ]


def proposed(
    process_id: UUID, asked_id: UUID, supervisor_id: UUID, revision: int, at: datetime
) -> sessions.PlanProposed:
    return sessions.PlanProposed(
        process_id=process_id,
        revision=revision,
        supervisor_id=supervisor_id,
        asked_id=asked_id,
        fits=4,
        agreed=None,
        first_starts_at=at + 40 * _DAY,
        last_starts_at=at + 103 * _DAY,
        remind_at=at + 3 * _DAY,
        until=at + 14 * _DAY,
    )
