"""One session moved to another time, and how much notice the old one had."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.runtime.finland import local_date
from services.runtime.policy import can
from services.sessions import access, contract_facts
from services.sessions.contract_facts import promises_of
from services.sessions.hours import away, changing_hands
from services.sessions.hours.diary import book, locked_session, refuse_moved, take_turn
from services.sessions.notice import notice_given
from services.sessions.planning import holding
from services.sessions.planning.confirming import confirm_by
from services.sessions.showing.session_card import can_change, minutes_of
from services.sessions.tables import Agreement, Session
from services.sessions.trials import trial_days


async def move(db: AsyncSession, order: messages.MoveSession, ahead: timedelta) -> Session:
    """To another time, in the supervisor's hours or not; the planning rule is for plans only. On a day of another
    version of the contract it is as long as that one says. ahead: how far ahead the new time is at least.

    Refuses: unknown_session, session_not_open, not_in_the_future, too_soon, outside_the_contract, contract_paused,
    another_supervisor, supervisor_away, slot_taken, not_the_supervisor (a charge waived by another), session_moved.
    Next: services/billing/items/late_moves.py:record
    """
    moved = await locked_session(db, order.session_id)
    if moved.starts_at == order.starts_at and (moved.status == "planned" or moved.moved_by == order.moved_by):
        return moved
    if not can_change(moved, order.as_of):
        raise Refusal("session_not_open", "session_id")
    refuse_moved(moved, order.seen_at, "starts_at")
    if order.starts_at <= order.as_of:
        raise Refusal("not_in_the_future", "starts_at")
    if order.starts_at < order.as_of + ahead:
        raise Refusal("too_soon", "starts_at", f"is less than {ahead} ahead")
    versions = await contract_facts.of_session(db, moved)
    day = local_date(order.starts_at)
    if not contract_facts.covers(versions, day):
        raise Refusal("outside_the_contract", "starts_at")
    await holding.refuse_paused(db, moved.process_id, order.starts_at)
    await changing_hands.refuse_other(db, versions, moved.supervisor_id, order.starts_at)
    if order.waived and order.moved_by != moved.supervisor_id:
        raise Refusal("not_the_supervisor", "waived")
    await take_turn(db, moved.supervisor_id)
    await away.refuse_away(db, moved.supervisor_id, order.starts_at)
    ends_at = order.starts_at + contract_facts.length_on(versions, moved, day)
    await _to(db, moved, order, ends_at, versions)
    return moved


async def _to(
    db: AsyncSession,
    moved: Session,
    order: messages.MoveSession,
    ends_at: datetime,
    versions: Sequence[Agreement],
) -> None:
    told = _as_it_was(moved, order)
    told["free_until"] = contract_facts.free_until(versions, order.starts_at)
    promises = promises_of(contract_facts.in_force(versions, local_date(order.starts_at)))
    moved.moves_free = moved.moves_free and order.party == "supervisor"
    told_by = await holding.due(db, moved.process_id, ends_at, confirm_by(ends_at, promises))
    moved.starts_at, moved.ends_at, moved.confirm_by = order.starts_at, ends_at, told_by
    moved.moved_by = order.moved_by
    moved.sequence += 1
    await book(db, [moved])
    facts = moved.model_dump(include=set(messages.SessionMoved.model_fields) - set(told))
    await announce(db, messages.SessionMoved(**facts, **told))
    await trial_days.say_of(db, moved)


async def preview(db: AsyncSession, query: messages.PreviewMove) -> messages.MovePreview:
    """The notice that moving it now would give. Refuses: unknown_session, session_not_open."""
    row, process = await access.session_reached(db, query.session_id, query.viewer)
    if not can(query.viewer, "move_session", process.session(row, local_date(query.as_of))):
        raise Refusal("unknown_session", "session_id")
    if not can_change(row, query.as_of):
        raise Refusal("session_not_open", "session_id")
    return messages.MovePreview(
        process_id=row.process_id,
        starts_at=row.starts_at,
        free=row.moves_free,
        trial=row.trial,
        **_notice(row, query.as_of),
    )


def _as_it_was(row: Session, order: messages.MoveSession) -> dict[str, Any]:
    """Of the time that is given up: what it may cost follows from this."""
    free = order.waived or (row.moves_free and order.party != "supervisor")
    return {"party": order.party, "free": free, **_notice(row, order.as_of)}


def _notice(row: Session, as_of: datetime) -> dict[str, Any]:
    notice = notice_given(as_of, row.starts_at)
    return {
        "performed_on": local_date(row.starts_at),
        "minutes": minutes_of(row),
        "notice_hours": notice.hours,
        "notice_working_days": notice.working_days,
    }
