"""The weekly hours that a supervisor offers: kept, listed, withdrawn. What is booked on them stands by itself."""

from datetime import date
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.values import Viewer
from services.runtime.commands.refusal import Refusal
from services.runtime.far_days import refuse_far
from services.runtime.policy import Belongs, can
from services.runtime.storage.database import execute
from services.sessions.tables import WeeklyHours

MOST = 300
"""Rows of hours of one supervisor: each of a week for some years, and a planner goes through all of them."""


async def offer(db: AsyncSession, order: messages.OfferAvailability) -> None:
    """Refuses: ends_before_start, day_too_early, day_too_late, too_many."""
    if order.to_time <= order.from_time:
        raise Refusal("ends_before_start", "to_time")
    if order.valid_until < order.valid_from:
        raise Refusal("ends_before_start", "valid_until")
    refuse_far("valid_from", order.valid_from, order.as_of, years_back=5, years_ahead=5)
    refuse_far("valid_until", order.valid_until, order.as_of, years_back=5, years_ahead=7)
    if len(await _of(db, order.supervisor_id)) >= MOST:
        raise Refusal("too_many", "supervisor_id", f"has {MOST} hours on offer already")
    row = order.model_dump(exclude={"offered_by", "as_of"})
    await execute(db, insert(WeeklyHours).values(row).on_conflict_do_nothing())


async def withdraw(db: AsyncSession, order: messages.WithdrawAvailability) -> None:
    """Only the supervisor's own are looked through, so another's id withdraws nothing."""
    for row in await _of(db, order.supervisor_id):
        if _id_of(row) == order.availability_id:
            await db.delete(row)


async def shown_to(db: AsyncSession, supervisor_id: UUID, viewer: Viewer) -> messages.AvailabilityList:
    """Refuses: unknown_supervisor, to those who could not offer any in this supervisor's name."""
    if not can(viewer, "offer_availability", Belongs(supervisor_id=supervisor_id)):
        raise Refusal("unknown_supervisor", "supervisor_id")
    return messages.AvailabilityList(availability=[_card(row) for row in await _of(db, supervisor_id)])


async def offered(db: AsyncSession, on: date) -> messages.HoursOffered:
    whose = sa.func.count(sa.distinct(col(WeeklyHours.supervisor_id)))
    counted = await execute(db, sa.select(whose).where(col(WeeklyHours.valid_until) >= on))
    return messages.HoursOffered(supervisors=counted.scalar_one())


async def _of(db: AsyncSession, supervisor_id: UUID) -> list[WeeklyHours]:
    mine = select(WeeklyHours).where(WeeklyHours.supervisor_id == supervisor_id)
    in_order = mine.order_by(
        col(WeeklyHours.weekday), col(WeeklyHours.from_time), col(WeeklyHours.valid_from)
    )
    return list(await db.exec(in_order))


def _card(row: WeeklyHours) -> messages.AvailabilityCard:
    return messages.AvailabilityCard(availability_id=_id_of(row), **row.model_dump(exclude={"supervisor_id"}))


def _id_of(row: WeeklyHours) -> UUID:
    """Made of the natural key, so that it is the same wherever and whenever it is made."""
    days = f"{row.weekday} {row.valid_from.isoformat()} {row.valid_until.isoformat()}"
    return uuid5(row.supervisor_id, f"{days} {row.from_time.isoformat()} {row.to_time.isoformat()}")
