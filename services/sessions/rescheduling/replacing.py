"""What a supervisor called off comes again: a row of its own, with the number and the calendar entry of the old one.

What finds no time at once waits for a coordinator.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date, start_of, working_days_after
from services.sessions import contract_facts
from services.sessions.hours import away, changing_hands
from services.sessions.hours.availability import Interval
from services.sessions.hours.diary import book, diary_of, locked_session, take_turn
from services.sessions.notice import earliest
from services.sessions.planning import holding
from services.sessions.planning.booking import next_id, terms_by_day
from services.sessions.planning.confirming import confirm_by
from services.sessions.rescheduling.leaving_out import leave_out
from services.sessions.rescheduling.planning_again import Standing, another_time, around
from services.sessions.tables import TAKES_TIME, Agreement, Session
from services.sessions.trials import trial_days


async def plan_again(db: AsyncSession, lost: Session, as_of: datetime) -> Interval | None:
    """When it could be instead, by the rule; the supervisor's diary is locked. None: there is no such time, or another
    supervisor is proposed: then it waits for that one.
    """
    await take_turn(db, lost.supervisor_id)
    return await found_now(db, lost, as_of)


async def found_now(db: AsyncSession, lost: Session, as_of: datetime) -> Interval | None:
    """The same as the diary is now: who only looks keeps nobody waiting."""
    if await changing_hands.waits_from(db, lost.process_id):
        return None
    versions = await contract_facts.of_session(db, lost)
    today = local_date(as_of)
    itself = col(Session.session_id) == lost.session_id
    closed = await holding.closed(db, lost.process_id)
    closed += changing_hands.elsewhere(versions, lost.supervisor_id)
    diary = await diary_of(db, lost.supervisor_id, besides=itself, since=today, closed=closed)
    others = standing(await _others(db, lost))
    notice = contract_facts.notice_of(contract_facts.in_force(versions, today))
    case = around(lost.starts_at, others, earliest(notice, as_of))
    return await asyncio.to_thread(another_time, case, terms_by_day(versions, as_of), diary)


async def replace(db: AsyncSession, lost: Session, when: Interval) -> Session:
    """The old row gives its number and its calendar entry to the new one.

    Refuses: slot_taken.

    Next: services/notices/occasions/session_letters.py:tell_of_replacement
    """
    versions = await contract_facts.of_session(db, lost)
    agreement = contract_facts.in_force(versions, local_date(when.starts_at))
    lost.status, lost.replan_by = "replaced", None
    await db.flush()
    kept = {"process_id", "number", "trial", "calendar_uid", "place"}
    found = Session(
        **lost.model_dump(include=kept),
        supervisor_id=agreement.supervisor_id,
        session_id=await next_id(db, lost.process_id),
        replaces=lost.session_id,
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        confirm_by=await holding.due(db, lost.process_id, when.ends_at, _to_confirm(when, agreement)),
        sequence=lost.sequence + 1,
        moves_free=True,
    )
    await book(db, [found])
    facts = found.model_dump(include=set(messages.SessionReplanned.model_fields))
    facts["free_until"] = contract_facts.free_until(versions, when.starts_at)
    facts |= await _other_holder(db, lost, found)
    await announce(db, messages.SessionReplanned(**facts, previous_starts_at=lost.starts_at))
    await trial_days.say_of(db, found)
    return found


async def _other_holder(db: AsyncSession, lost: Session, found: Session) -> dict[str, Any]:
    """As SessionReplanned says of who was to hold it, where that is another one now."""
    was_to, changed = lost.supervisor_id, lost.supervisor_id != found.supervisor_id
    if changed and await away.leaves_before(db, was_to, local_date(lost.starts_at)):
        return {"leaver_id": was_to}
    return {"handed_over": lost.off_because is not None, "former_id": was_to if changed else None}


def _to_confirm(when: Interval, agreement: Agreement) -> datetime:
    return confirm_by(when.ends_at, contract_facts.promises_of(agreement))


async def replan_by(db: AsyncSession, lost: Session, as_of: datetime) -> datetime:
    """Until when a coordinator is to find a time."""
    agreement = contract_facts.in_force(await contract_facts.of_session(db, lost), local_date(as_of))
    other = await changing_hands.waits_from(db, lost.process_id)
    begins = max(as_of, start_of(other)) if other else as_of
    return working_days_after(begins, contract_facts.promises_of(agreement).contract_working_days)


async def replan(db: AsyncSession, order: messages.ReplanSession) -> Session:
    """Refuses: unknown_session, session_not_open, not_in_the_future, outside_the_contract, contract_paused,
    another_supervisor, supervisor_away, slot_taken.
    """
    lost = await locked_session(db, order.session_id)
    if lost.replan_by is None:
        return await _settled(db, lost, order)
    if order.starts_at is None:
        await leave_out(db, lost, agreed=True)
        return lost
    if order.starts_at <= order.as_of:
        raise Refusal("not_in_the_future", "starts_at")
    versions = await contract_facts.of_session(db, lost)
    if not contract_facts.covers(versions, local_date(order.starts_at)):
        raise Refusal("outside_the_contract", "starts_at")
    await holding.refuse_paused(db, lost.process_id, order.starts_at)
    agreement = contract_facts.in_force(versions, local_date(order.starts_at))
    holds = agreement.supervisor_id
    await changing_hands.refuse_other(db, versions, holds, order.starts_at)
    await take_turn(db, holds)
    await away.refuse_away(db, holds, order.starts_at)
    length = timedelta(minutes=agreement.duration_minutes)
    return await replace(db, lost, Interval(order.starts_at, order.starts_at + length))


async def _settled(db: AsyncSession, lost: Session, order: messages.ReplanSession) -> Session:
    """What was done already, where it is what is asked again."""
    found = (await db.exec(select(Session).where(Session.replaces == lost.session_id))).first()
    if found and found.starts_at == order.starts_at:
        return found
    left_out = lost.status == "paused" or (lost.status == "cancelled" and lost.cancelled_by == "supervisor")
    if order.starts_at is None and left_out:
        return lost
    raise Refusal("session_not_open", "session_id")


def standing(rows: Iterable[Session]) -> list[Standing]:
    return [Standing(row.number, row.starts_at) for row in rows]


async def _others(db: AsyncSession, lost: Session) -> list[Session]:
    """Those of the process that are to be or have been, by their time."""
    own = (col(Session.process_id) == lost.process_id) & (col(Session.session_id) != lost.session_id)
    same = sa.text(TAKES_TIME), col(Session.trial) == lost.trial
    return list(await db.exec(select(Session).where(own, *same).order_by(col(Session.starts_at))))
