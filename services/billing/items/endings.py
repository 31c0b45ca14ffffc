"""What an end at once has called off costs: nothing is invoiced of it before a coordinator has confirmed it."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.billing.items import recording, terms
from services.billing.items.cancellation import Canceller
from services.billing.tables import BillableItem, ConfirmedEnd
from services.messages.contracts import EndingConfirmed
from services.messages.sessions import SessionCancelled


async def decide(db: AsyncSession, event: EndingConfirmed) -> None:
    """What is not to be paid for costs nothing from now on; what is, waits for the next run, and who pays is told."""
    await terms.take_turn(db, event.process_id, alone=True)
    row = insert(ConfirmedEnd).values(process_id=event.process_id, charges=event.charges)
    await db.exec(row.on_conflict_do_nothing())
    mine = (col(BillableItem.process_id) == event.process_id) & _called_off()
    for item in (await db.exec(select(BillableItem).where(mine).with_for_update())).all():
        if event.charges:
            await recording.tell_of_late_change(db, item)
            continue
        item.cancelled_by = "end"
        await recording.price(db, item)
    await db.flush()


async def canceller(db: AsyncSession, event: SessionCancelled) -> Canceller:
    """As it was said, or as it is since it was confirmed: contracts and sessions are heard of in any order."""
    if event.cancelled_by != "end_at_once":
        return event.cancelled_by
    await terms.take_turn(db, event.process_id, alone=False)
    return "end" if await _charges(db, event.process_id) is False else event.cancelled_by


async def tell_where_confirmed(db: AsyncSession, event: SessionCancelled) -> None:
    """What is heard of after the word that it is paid for is told of now."""
    if event.cancelled_by == "end_at_once" and await _charges(db, event.process_id):
        item = await recording.of_session(db, event.session_id)
        assert item, event.session_id
        await recording.tell_of_late_change(db, item)


def is_unconfirmed() -> sa.ColumnElement[bool]:
    """Of an item: that nobody has confirmed yet what it costs."""
    confirmed = sa.exists().where(col(ConfirmedEnd.process_id) == BillableItem.process_id)
    return _called_off() & ~confirmed


def _called_off() -> sa.ColumnElement[bool]:
    return sa.func.coalesce(BillableItem.cancelled_by, "") == "end_at_once"


async def _charges(db: AsyncSession, process_id: UUID) -> bool | None:
    found = await db.get(ConfirmedEnd, process_id)
    return found.charges if found else None
