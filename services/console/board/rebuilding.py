"""The board built anew from the streams, in one transaction: until its commit, pages read the old one."""

from collections.abc import AsyncIterator
from types import ModuleType

import sqlalchemy as sa
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import func, select

from services.console.board import board_lock, cards, live_changes
from services.console.tables import ProcessCard
from services.messages.console import BoardRebuilt
from services.runtime.asking import Transactions, Work, services_judge
from services.runtime.away import Dependencies
from services.runtime.database import database_judge, execute
from services.runtime.handling import Handling
from services.runtime.parking import forgive_all
from services.runtime.service import find_handlers
from services.runtime.tables import position

_FORGET_EVERY = 500


async def rebuild(work: Work, handlers: ModuleType) -> BoardRebuilt:
    """handlers: what applies each event. Listeners wait at `position` meanwhile, and find then that it was applied.

    What could not be handled is tried again, and parked again if need be.
    """
    db = work.db
    await execute(db, sa.text("LOCK TABLE position IN EXCLUSIVE MODE"))
    await board_lock.take(db)
    await cards.clear(db)
    await execute(db, sa.delete(position))
    await forgive_all(db)
    with live_changes.one_change():
        events = await _read_all(work, handlers)
    await live_changes.note(db, None, live_changes.REBUILT)
    number = (await db.exec(select(func.count()).select_from(ProcessCard))).one()
    return BoardRebuilt(cards=number, events=events)


async def _read_all(work: Work, handlers: ModuleType) -> int:
    """One stream after the other: in whichever order the services are heard, the same cards result."""
    jetstream = work.ask.jetstream
    engine: AsyncEngine = work.db.bind  # type: ignore[assignment]  # as the edge opened it
    needs = Dependencies(database_judge(engine), services_judge(work.ask))
    transactions = Transactions(
        engine, work.ask, work.clock, work.settings, _nobody_waits, work.resources, needs
    )
    _, listened = find_handlers("console", handlers)
    events = 0
    for source, heard in listened.items():
        handling = Handling(transactions, source, heard)
        async for message in _stored(jetstream, source):
            events += await handling.hear_again(work.db, message)
            if events % _FORGET_EVERY == 0:
                await work.db.flush()
                work.db.expunge_all()
    return events


async def _stored(jetstream: JetStreamContext, source: str) -> AsyncIterator[Msg]:
    """The whole stream as it is now, by an ordered consumer that leaves nothing behind."""
    stream = source.upper()
    last = (await jetstream.stream_info(stream)).state.last_seq
    if not last:
        return
    reading = await jetstream.subscribe(f"events.{source}.>", stream=stream, ordered_consumer=True)
    try:
        async for message in reading.messages:
            yield message
            if message.metadata.sequence.stream >= last:
                break
    finally:
        await reading.unsubscribe()


def _nobody_waits() -> None:
    """Stands for waking the relay: a rebuild announces nothing."""
