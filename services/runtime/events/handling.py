"""The effect of one event: in the caller's transaction, with the position that says that it has happened."""

from collections.abc import Iterable
from typing import Any

from nats.aio.msg import Msg
from sqlmodel.ext.asyncio.session import AsyncSession

from services.messages.envelope import events_of
from services.runtime.commands.refusal import Refusal
from services.runtime.commands.transactions import Handler, Transactions
from services.runtime.events import passing_over
from services.runtime.events.delivery import (
    NotYetKnown,
    Unhandleable,
    heard_of,
    may_be_wanted,
    place_in,
    place_of,
    read_event,
)
from services.runtime.events.parking import park
from services.runtime.events.positions import Turn, look_ahead, take_turn
from services.runtime.logs import log
from services.runtime.storage.database import savepoint


class Handling:
    """What one program does with the events of one source."""

    def __init__(self, transactions: Transactions, source: str, handlers: dict[str, Handler]) -> None:
        self.source = source
        self.events = events_of(source)
        self._transactions = transactions
        self._handlers = handlers

    def only_moves(self, message: Msg) -> bool:
        """The position: an event that we know, and that changes nothing here."""
        name = (message.headers or {}).get("ce-type", "")
        return name in self.events and name not in self._handlers

    async def look_ahead(self, db: AsyncSession, messages: Iterable[Msg]) -> None:
        """Before they are applied in this transaction, or some of them: `move_all` is the end of it."""
        places = [place_in(message) for message in messages]
        await look_ahead(db, self.source, [place for place in places if place])

    async def apply(self, db: AsyncSession, message: Msg) -> Turn:
        """Its turn is taken, and if it is the next one, its effect happens. Nothing stays in the session.

        Raises Unhandleable for what nobody can read, and whatever its handler raises.
        """
        aggregate_id, version = place_of(message)
        turn = await take_turn(db, self.source, aggregate_id, version)
        if turn is Turn.APPLY:
            await self.handle(db, message)
            if any(True for _ in db):
                await db.flush()
                db.expunge_all()  # the next one reads what is there, as in a transaction of its own
        return turn

    async def handle(self, db: AsyncSession, message: Msg) -> None:
        """The effect alone. Raises as `apply`."""
        name = (message.headers or {})["ce-type"]
        if handler := self._handlers.get(name):
            heard = heard_of(message.headers or {})
            same = self._transactions.same
            await same.learn(db)
            event = same.read(read_event(self.events[name], message.data))
            await handler(event, self._transactions.work(db, str(heard.event_id), heard))
        elif name not in self.events:
            await self._pass_over(db, message, name)

    async def _pass_over(self, db: AsyncSession, message: Msg, name: str) -> None:
        """An event of a newer speaker: nobody here waits for it. Raises NotYetKnown where somebody may."""
        if may_be_wanted(name, self._handlers):
            raise NotYetKnown("unknown_event")
        await passing_over.keep(db, self.source, message)
        log.info("event_passed_over", **ids_of(message))

    async def hear_again(self, db: AsyncSession, message: Msg) -> bool:
        """As if it had just come; False: it was parked, or is not the next one."""
        try:
            async with savepoint(db):
                return await self.apply(db, message) is Turn.APPLY
        except Exception as error:
            if await self._transactions.dependencies.who_was_away(error):
                raise
            reason = reason_of(error)
        if await self.skip_its_place(db, message) is Turn.APPLY:
            await park(db, self.source, message, reason, again=True)
        return False

    async def skip_its_place(self, db: AsyncSession, message: Msg) -> Turn:
        """Its place, where one can be read, is passed, so that the aggregate's next ones go on."""
        place = place_in(message)
        return await take_turn(db, self.source, *place) if place else Turn.APPLY


def reason_of(error: Exception) -> str:
    """Why it was parked, without what anybody wrote."""
    if isinstance(error, Unhandleable):
        return str(error)
    return error.code if isinstance(error, Refusal) else f"failed: {type(error).__name__}"


def ids_of(message: Msg) -> dict[str, Any]:
    """Of the message, for the log."""
    headers = message.headers or {}
    return {
        "subject": message.subject,
        "event_id": headers.get("ce-id"),
        "aggregate_id": headers.get("ce-subject"),
    }
