"""Where sessions are, where that is not as the contract says: of one, or of what is left of its series."""

from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages import sessions as messages
from services.runtime.commands.refusal import Refusal
from services.runtime.events.announcing import announce
from services.sessions.hours.diary import locked_session
from services.sessions.showing.session_card import can_change
from services.sessions.tables import Session


async def set_place(db: AsyncSession, first: Session, order: messages.SetPlace) -> None:
    """first: locked. The same again changes nothing. Refuses: session_not_open.

    Next: services/notices/occasions/session_letters.py:tell_of_place
    """
    if not can_change(first, order.as_of):
        raise Refusal("session_not_open", "session_id")
    rows = await _later(db, first) if order.and_later else [first]
    changed = [one for one in rows if one.place != order.place]
    if not changed:
        return
    for one in changed:
        one.place, one.sequence = order.place, one.sequence + 1
    await db.flush()
    told = [messages.PlacedSession(**one.model_dump(include=_TOLD)) for one in changed]
    await announce(db, messages.PlaceChanged(process_id=first.process_id, sessions=told, trial=first.trial))


_TOLD = set(messages.PlacedSession.model_fields)


async def _later(db: AsyncSession, first: Session) -> Sequence[Session]:
    """From this one on, held by the same supervisor: another may meet elsewhere."""
    same = select(Session).where(
        Session.process_id == first.process_id,
        Session.status == "planned",
        Session.supervisor_id == first.supervisor_id,
        Session.trial == first.trial,
        col(Session.starts_at) >= first.starts_at,
    )
    return (await db.exec(same.order_by(col(Session.starts_at)).with_for_update())).all()


async def find(db: AsyncSession, order: messages.SetPlace) -> Session:
    """Locked. Refuses: unknown_session."""
    return await locked_session(db, order.session_id)


async def own_places(db: AsyncSession, query: messages.ListOwnPlaces) -> messages.OwnPlaces:
    mine = select(Session).where(Session.process_id == query.process_id, Session.place != "")
    rows = (await db.exec(mine.order_by(col(Session.starts_at)))).all()
    wanted = set(messages.OwnPlace.model_fields)
    return messages.OwnPlaces(places=[messages.OwnPlace(**one.model_dump(include=wanted)) for one in rows])
