"""One session moved to another time."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.promises import Promises
from services.runtime.announcing import announce
from services.runtime.finland import local_date
from services.runtime.refusal import Refusal
from services.sessions import contract_facts, representing
from services.sessions.contract_facts import promises_of
from services.sessions.planning.confirming import confirm_by
from services.sessions.planning.diary import book, locked_session, take_turn
from services.sessions.session_card import can_change
from services.sessions.tables import Session


async def move(db: AsyncSession, order: messages.MoveSession) -> Session:
    """To another time, in the supervisor's hours or not; the planning rule is for plans only.

    Refuses: unknown_session, not_the_representative, session_not_open, not_in_the_future, outside_the_contract,
    slot_taken.
    """
    moved = await locked_session(db, order.session_id)
    if moved.starts_at == order.starts_at and (moved.status == "planned" or moved.moved_by == order.moved_by):
        return moved
    await representing.refuse_another_member(db, moved, order.moved_by, "moved_by")
    if not can_change(moved, order.as_of):
        raise Refusal("session_not_open", "session_id")
    if order.starts_at <= order.as_of:
        raise Refusal("not_in_the_future", "starts_at")
    versions = await contract_facts.versions(db, moved.process_id)
    day = local_date(order.starts_at)
    if not contract_facts.covers(versions, day):
        raise Refusal("outside_the_contract", "starts_at")
    await take_turn(db, moved.supervisor_id)
    await _to(db, moved, order, promises_of(contract_facts.in_force(versions, day)))
    return moved


async def _to(db: AsyncSession, moved: Session, order: messages.MoveSession, promises: Promises) -> None:
    length = moved.ends_at - moved.starts_at
    moved.starts_at, moved.ends_at = order.starts_at, order.starts_at + length
    moved.confirm_by = confirm_by(moved.ends_at, promises)
    moved.moved_by = order.moved_by
    moved.sequence += 1
    await book(db, [moved])
    facts = moved.model_dump(include=set(messages.SessionMoved.model_fields))
    await announce(db, messages.SessionMoved(**facts))
