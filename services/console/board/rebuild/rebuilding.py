"""The board built anew from the streams, beside the one that is there, a portion at a time.

Listeners are not kept waiting, but for the moment in which the new one takes the old one's place. What is done is
kept: whoever asks again goes on from there.
"""

import asyncio
import time
from collections.abc import Sequence
from types import ModuleType

import sqlalchemy as sa
from nats.aio.msg import Msg
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.console.board import board_lock, following, live_changes
from services.console.board.rebuild import beside
from services.console.board.rebuild.stored_events import Reach, StoredEvents, reach_of
from services.console.board.rebuild.taking_place import take_place
from services.console.board.together import Together
from services.console.tables import ProcessCard
from services.messages.console import BoardRebuilt
from services.runtime.away import Dependencies
from services.runtime.broker.jetstream import jetstream
from services.runtime.commands.asking import services_judge
from services.runtime.commands.transactions import Transactions, Work
from services.runtime.events.delivery import place_in, place_of
from services.runtime.events.handling import Handling
from services.runtime.events.positions import move_to, positions_of
from services.runtime.finding_handlers import find_handlers
from services.runtime.same_person.same_people import takes_over
from services.runtime.storage.connections import engine_for
from services.runtime.storage.database import among, database_judge, execute, transaction

_PORTION_S = 4.0
_AGAIN_S = 0.1
_FOLLOWED_AT_ONCE = 500
_MOST_UNDER_LOCK = 50
"""Events that are left for the moment in which listeners wait: a second's work."""
_ONE_AT_A_TIME = 7_100_003
_ANSWERS_WITHIN_S = 600.0
"""As long as who orders it waits: a door's own connections leave a statement after the time of a page."""


async def rebuild(work: Work, handlers: ModuleType, anew: bool) -> BoardRebuilt:
    """handlers: what applies each event. What could not be handled is tried again, and parked again if need be."""
    engine = engine_for(work.settings.database_url, pool_size=2, answers_within_s=_ANSWERS_WITHIN_S)
    try:
        async with transaction(engine) as turn:
            await execute(turn, sa.select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
            rebuilding = Rebuilding(engine, work, handlers)
            streams = {
                name: (await reach_of(rebuilding.jetstream, name)).began_at for name in rebuilding.handlings
            }
            await beside.prepare(engine, streams, anew)
            with live_changes.one_change():
                return await rebuilding.go_on(time.monotonic() + _PORTION_S)
    finally:
        await engine.dispose()


class Rebuilding:
    """One portion. One stream after the other: in whichever order the services are heard, the same cards result."""

    def __init__(self, engine: AsyncEngine, work: Work, handlers: ModuleType) -> None:
        """engine: of the rebuild's own connections."""
        self.engine = engine
        self._nats = work.ask.nats
        self.jetstream = jetstream(self._nats)
        needs = Dependencies(database_judge(self.engine), services_judge(work.ask))
        # Which entries are one person is learnt anew on the way, as it was by the listeners.
        ask = work.ask.knowing_nobody()
        transactions = Transactions(
            self.engine, ask, work.clock, work.settings, _nobody_waits, work.resources, needs
        )
        _, listened = find_handlers("console", handlers)
        self.handlings = {name: Handling(transactions, name, heard) for name, heard in listened.items()}

    async def go_on(self, until: float) -> BoardRebuilt:
        """Ends with the new board in its place, or when the time is over."""
        while True:
            waiting = 0
            for source in self.handlings:
                waiting += await self._read(source, until)
            while await self._follow_some() and time.monotonic() < until:
                pass
            if waiting <= _MOST_UNDER_LOCK and (built := await self._take_place()):
                return built
            if time.monotonic() >= until:
                return await self._so_far(waiting)
            await asyncio.sleep(_AGAIN_S)

    async def _read(self, source: str, until: float) -> int:
        """What our listener has behind it; how many are left of the stream."""
        reach = await reach_of(self.jetstream, source)
        async with beside.beside(self.engine) as db:
            at = await beside.read_to(db, source)
        stored = StoredEvents(self._nats, source, at + 1, reach.heard_to)
        while messages := await stored.some():
            await self._apply(source, messages)
            at = messages[-1].metadata.sequence.stream
            if time.monotonic() > until:
                break
        return max(reach.last - at, 0)

    async def _apply(self, source: str, messages: Sequence[Msg]) -> None:
        """All of them in one transaction, or, where one cannot be applied, each in its own."""
        left = list(messages)
        while left:
            try:
                async with beside.beside(self.engine) as db:
                    done = await self._apply_together(db, source, left)
            except Exception:
                return await self._apply_one_by_one(source, left)
            left = left[done:]

    async def _apply_together(self, db: AsyncSession, source: str, messages: Sequence[Msg]) -> int:
        """How many: what comes after a merge of persons is read by it only once it is committed."""
        handling, applied, done = self.handlings[source], 0, 0
        ids = {place_of(message)[0] for message in messages}
        last = await positions_of(db, source, ids)
        moved = {}
        with db.no_autoflush:
            together = await Together.begin(db, ids, source == "sessions")
            for message in messages:
                done += 1
                aggregate_id, version = place_of(message)
                if version == last.get(aggregate_id, 0) + 1:
                    await handling.handle(db, message)
                    last[aggregate_id] = moved[aggregate_id] = version
                    applied += 1
                if takes_over(db):
                    break
            await together.write(db)
        await move_to(db, source, moved)
        await beside.note_changed(db, together.changed)
        await beside.has_read(db, source, messages[done - 1].metadata.sequence.stream, applied)
        return done

    async def _apply_one_by_one(self, source: str, messages: Sequence[Msg]) -> None:
        for message in messages:
            async with beside.beside(self.engine) as db:
                await self._hear(db, source, message)

    async def _hear(self, db: AsyncSession, source: str, message: Msg) -> None:
        applied = await self.handlings[source].hear_again(db, message)
        await beside.has_read(db, source, message.metadata.sequence.stream, int(applied))

    async def _follow_some(self) -> bool:
        async with beside.beside(self.engine) as db:
            ids = await beside.take_changed(db, _FOLLOWED_AT_ONCE)
            if ids:
                found = await db.exec(select(ProcessCard).where(among(ProcessCard.process_id, ids)))
                await following.follow(db, found.all(), recount=True, rename=True)
        return bool(ids)

    async def _take_place(self) -> BoardRebuilt | None:
        """None: too much was left for a moment. Listeners wait at `position` meanwhile."""
        async with beside.beside(self.engine) as db:
            await execute(db, sa.text("LOCK TABLE public.position IN EXCLUSIVE MODE"))
            await board_lock.take(db)
            if not await self._read_rest(db):
                return None
            built = await self._count(db, 0, done=True)
            await take_place(db)
            await live_changes.note(db, None, live_changes.REBUILT)
        return built

    async def _read_rest(self, db: AsyncSession) -> bool:
        """What listeners have not applied they will apply: it stays theirs."""
        if await beside.take_changed(db, 1):
            return False
        for source in self.handlings:
            reach = await reach_of(self.jetstream, source)
            at = await beside.read_to(db, source)
            if reach.last - at > _MOST_UNDER_LOCK:
                return False
            stored = StoredEvents(self._nats, source, at + 1, reach.last)
            while messages := await stored.some():
                for message in messages:
                    if await _was_heard(db, source, message, reach):
                        await self._hear(db, source, message)
        return True

    async def _so_far(self, waiting: int) -> BoardRebuilt:
        async with beside.beside(self.engine) as db:
            return await self._count(db, waiting, done=False)

    async def _count(self, db: AsyncSession, waiting: int, done: bool) -> BoardRebuilt:
        cards = (await db.exec(select(func.count()).select_from(ProcessCard))).one()
        return BoardRebuilt(cards=cards, events=await beside.events_applied(db), waiting=waiting, done=done)


async def _was_heard(db: AsyncSession, source: str, message: Msg, reach: Reach) -> bool:
    if message.metadata.sequence.stream <= reach.heard_to:
        return True
    place = place_in(message)
    return place is not None and await beside.listeners_position(db, source, place[0]) >= place[1]


def _nobody_waits() -> None:
    """Stands for waking the relay: a rebuild announces nothing."""
