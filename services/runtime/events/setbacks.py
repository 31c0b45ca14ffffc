"""What becomes of a message that could not be handled: it is held, comes again after a while, or is parked.

What can never succeed, or has failed ten times, is parked with its reason, and the next ones go on.
"""

from nats.aio.msg import Msg
from sqlalchemy.ext.asyncio import AsyncEngine

from services.runtime.away import Dependencies, pause_after
from services.runtime.commands.refusal import OtherRelease, Refusal
from services.runtime.events.delivery import NotYetKnown, Unhandleable
from services.runtime.events.handling import Handling, ids_of, reason_of
from services.runtime.events.parking import count_failure, held_for, park
from services.runtime.events.positions import Turn
from services.runtime.events.waking import about
from services.runtime.logs import log
from services.runtime.storage.database import DATABASE, is_collision, transaction

_HOLD_S = 0.3
_HOLD_LONGER = 1.3
_LONGEST_HOLD_S = 10.0
_HELD_FOR_S = 3600.0
"""A release is on every machine within an hour: so long may an event wait for who will know it."""
_AGAIN_S = 1.0
_MOST_FAILURES = 10
_LONGEST_DELAY_S = 300.0


class Setbacks:
    """Of one listener."""

    def __init__(self, engine: AsyncEngine, dependencies: Dependencies, handling: Handling) -> None:
        self._engine = engine
        self._dependencies = dependencies
        self._handling = handling

    async def of(self, message: Msg, error: Exception) -> float:
        """Returns for how many seconds nothing else is worth trying: none, but while the database is away."""
        if isinstance(error, NotYetKnown):
            await self._hold_for_a_newer_version(message, str(error))
        elif isinstance(error, OtherRelease):
            await self._hold_for_a_newer_version(message, "other_release")
        elif isinstance(error, Unhandleable | Refusal):
            await self._park(message, reason_of(error))
        else:
            return await self._put_back(message, error)
        return 0.0

    async def _hold_for_a_newer_version(self, message: Msg, reason: str) -> None:
        """Its aggregate waits with it, so that the order stays; when nobody has come to know it, it is parked."""
        try:
            age_s = await held_for(self._engine, self._handling.source, message, reason)
        except Exception as error:
            await self._try_again(message, error)
            return
        if age_s >= _HELD_FOR_S:
            await self._park(message, reason)
            return
        log.warning("event_held", **ids_of(message), reason=reason, age_s=round(age_s, 1))
        await message.nak(delay=pause_after(age_s))

    async def _put_back(self, message: Msg, error: Exception) -> float:
        """For who is away it waits, and comes again for ever; what fails though everybody answers is counted."""
        pause = await self._dependencies.pause_for(error, place_of_message(message))
        if pause is not None:
            await message.nak(delay=pause)
            return pause if await self._dependencies.who_is_away(error) == DATABASE else 0.0
        try:
            times = await self._count(message, error)
        except Exception as interruption:
            await self._try_again(message, interruption)
            return 0.0
        if times >= _MOST_FAILURES:
            await self._park(message, reason_of(error))
            return 0.0
        first = _HOLD_S if is_collision(error) else 1.0
        delay = min(first * 2.0**times, _LONGEST_DELAY_S)
        await message.nak(delay=about(delay))
        return 0.0

    async def _try_again(self, message: Msg, error: Exception) -> None:
        """What was to become of it could not be written down."""
        pause = await self._dependencies.pause_for(error, place_of_message(message))
        await message.nak(delay=pause or _AGAIN_S)

    async def _count(self, message: Msg, error: Exception) -> int:
        """How often it has failed now."""
        kind = type(error).__name__
        times = await count_failure(self._engine, self._handling.source, message, kind)
        log.warning("event_failed", **ids_of(message), error_type=kind, times=times)
        return times

    async def _park(self, message: Msg, reason: str) -> None:
        """In a committed transaction with the position, before it is acknowledged."""
        try:
            async with transaction(self._engine) as db:
                turn = await self._handling.skip_its_place(db, message)
                if turn is Turn.APPLY:
                    await park(db, self._handling.source, message, reason)
        except Exception as error:  # the message comes again, and is parked then
            log.warning("parking_interrupted", error_type=type(error).__name__)
            await self._try_again(message, error)
            return
        self._dependencies.done(place_of_message(message))
        if turn is Turn.EARLY:
            await hold(message)
            return
        if turn is Turn.APPLY:
            log.error("event_parked", **ids_of(message), reason=reason)
        await message.ack()


async def hold(message: Msg) -> None:
    """Until the missing one has come: soon at first, then less and less often."""
    tried = message.metadata.num_delivered or 1
    await message.nak(delay=min(_HOLD_S * _HOLD_LONGER ** (tried - 1), _LONGEST_HOLD_S))


def place_of_message(message: Msg) -> tuple[str, int]:
    """The message's own, for whoever waits with it."""
    return message.subject, message.metadata.sequence.stream
