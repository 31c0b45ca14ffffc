"""What waits for one person, over all processes: changes of a group's goal, sessions to which nobody can come."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Role, Viewer
from services.runtime.finland import HELSINKI, ONE_DAY, local_date
from services.runtime.policy import seen_rows
from services.sessions import access
from services.sessions.content import reviews_to_hold
from services.sessions.members import roster
from services.sessions.proposing import showing, to_propose
from services.sessions.recording import absences
from services.sessions.showing.session_card import card_for
from services.sessions.tables import (
    Absence,
    Goal,
    GoalChange,
    GoalChangeConsent,
    RepresentativeChange,
    RepresentativeConsent,
    Session,
    SupervisionProcess,
)

MOST = 50
"""Sessions in one answer, and processes."""
AHEAD = timedelta(days=180)
"""Further away there is time enough."""


async def shown_to(db: AsyncSession, query: messages.ShowWaiting) -> messages.Waits:
    return messages.Waits(
        goals=await _goals(db, query.viewer, query.as_of),
        representatives=await _representatives(db, query.viewer, query.as_of),
        plans=await showing.awaited_from(db, query),
        plans_to_propose=await to_propose.awaited_of(db, query),
        reviews=await reviews_to_hold.awaited_of(db, query),
        nobody_can_come=await _nobody_can_come(db, query.viewer, query.as_of),
    )


async def _goals(db: AsyncSession, viewer: Viewer, now: datetime) -> list[UUID]:
    """Of those whose yes is needed (`content/goal_changes.py:asked`) and who have not answered."""
    if viewer.role is not Role.SUPERVISEE:
        return []
    set_on: Any = sa.cast(sa.func.timezone(HELSINKI.key, col(Goal.set_at)), sa.Date)
    own, person_id = col(Goal.process_id), viewer.person_id
    agreed = sa.select(col(GoalChangeConsent.goal_id)).where(
        col(GoalChangeConsent.goal_id) == col(Goal.goal_id), col(GoalChangeConsent.person_id) == person_id
    )
    waiting = (
        select(Goal.process_id)
        .join(GoalChange)
        .where(
            roster.is_member(own, person_id, set_on),
            roster.is_member(own, person_id, local_date(now) + ONE_DAY),
            ~agreed.exists(),
        )
        .distinct()
    )
    return list(await db.exec(waiting.order_by(own).limit(MOST)))


async def _representatives(db: AsyncSession, viewer: Viewer, now: datetime) -> list[UUID]:
    """Of those whose yes is needed (`members/representatives.py:shown`) and who have not given it."""
    if viewer.role is not Role.SUPERVISEE:
        return []
    own, person_id = col(RepresentativeChange.process_id), viewer.person_id
    agreed = sa.select(col(RepresentativeConsent.process_id)).where(
        col(RepresentativeConsent.process_id) == own, col(RepresentativeConsent.person_id) == person_id
    )
    waiting = select(RepresentativeChange.process_id).where(
        roster.is_member(own, person_id, local_date(now)),
        roster.is_member(own, person_id, local_date(now) + ONE_DAY),
        ~agreed.exists(),
    )
    return list(await db.exec(waiting.order_by(own).limit(MOST)))


async def _nobody_can_come(db: AsyncSession, viewer: Viewer, now: datetime) -> list[messages.SessionCard]:
    """By the same rule as on the page of the process's sessions."""
    said = (col(Absence.session_id) == col(Session.session_id)) & (
        col(Absence.starts_at) == col(Session.starts_at)
    )
    asked = (
        select(Session)
        .join(SupervisionProcess)
        .where(
            seen_rows(viewer, "phase_dates_units", access.OWNERS),
            Session.status == "planned",
            Session.starts_at > now,
            Session.starts_at < now + AHEAD,
            sa.select(col(Absence.session_id)).where(said).exists(),
        )
        .order_by(col(Session.starts_at), col(Session.session_id))
        .limit(MOST)
    )
    rows = (await db.exec(asked)).all()
    absent = await absences.of_sessions(db, rows)
    processes = {one: await access.with_trial(db, one) for one in {row.process_id for row in rows}}
    cards = [
        card_for(row, processes[row.process_id], viewer, now, absent.get(row.session_id, ())) for row in rows
    ]
    return [card for card in cards if card.nobody_can_come]
