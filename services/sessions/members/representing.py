"""Who acts for a party to a session: one signs for the supervisees, the customer's people are directory's to know."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.messages.policy import Right
from services.runtime import permitted
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Refusal
from services.runtime.finland import local_date
from services.runtime.policy import Belongs
from services.sessions import access
from services.sessions.notice import LEAST_AHEAD
from services.sessions.tables import Session

_MOVE: Final = "move_session"
_CANCEL: Final = "cancel_session"


class Speaker(NamedTuple):
    """Who does it in a party's name. field: of the order, in which the person stands."""

    person_id: UUID
    field: str
    party: messages.Canceller


async def check_moves(
    db: AsyncSession, ask: Asker, order: messages.MoveSession | messages.MoveSeries
) -> None:
    """Its supervisor may have been told by any party. Refuses: unknown_session, not_yours_to_decide,
    not_the_representative.
    """
    whose = await _belongs(db, order.session_id, order.as_of)
    if order.moved_by != whose.supervisor_id:
        await _check(ask, whose, _MOVE, Speaker(order.moved_by, "moved_by", order.party))


async def least_ahead(db: AsyncSession, ask: Asker, order: messages.MoveSession) -> timedelta:
    """How far ahead the new time is to be: whoever plans the sessions has agreed on it with the others."""
    if order.starts_at >= order.as_of + LEAST_AHEAD:
        return LEAST_AHEAD
    whose = await _belongs(db, order.session_id, order.as_of)
    plans = order.moved_by == whose.supervisor_id or await permitted.may(ask, order.moved_by, _MOVE)
    return timedelta() if plans else LEAST_AHEAD


async def check_cancels(db: AsyncSession, ask: Asker, order: messages.CancelSession) -> None:
    """Refuses: unknown_session, not_yours_to_decide, not_the_representative."""
    whose = await _belongs(db, order.session_id, order.as_of)
    await _check(ask, whose, _CANCEL, Speaker(order.person_id, "person_id", order.cancelled_by))


async def _check(ask: Asker, whose: Belongs, action: Right, who: Speaker) -> None:
    """One of the party, or a coordinator to whom it was said."""
    named = {"supervisee": whose.representative_id, "supervisor": whose.supervisor_id}
    if named.get(who.party) == who.person_id:
        return
    customer = (whose.organisation_id, whose.department_id) if who.party == "commissioner" else ()
    if await permitted.may(ask, who.person_id, action, *customer):
        return
    is_member = who.person_id in whose.supervisee_ids
    raise Refusal("not_the_representative" if is_member else "not_yours_to_decide", who.field)


async def _belongs(db: AsyncSession, session_id: UUID, at: datetime) -> Belongs:
    """Columns alone: the row itself is read when it is locked. at: when it is done. Refuses: unknown_session."""
    about = select(Session.process_id, Session.starts_at, Session.supervisor_id)
    row = (await db.exec(about.where(col(Session.session_id) == session_id))).first()
    if row is None:
        raise Refusal("unknown_session", "session_id")
    process_id, starts_at, supervisor_id = row
    process = await access.with_trial(db, process_id)
    return process.held_by(supervisor_id, local_date(starts_at), local_date(at))
