"""A program's connection to the broker, and what its errors mean."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from nats import errors
from nats.aio.client import Client as Nats
from nats.js import errors as jetstream

from services.runtime.away import Suspicion
from services.runtime.broker.address import BrokerAddress
from services.runtime.commands.asking import BROKER
from services.runtime.logs import log

_AWAY = (
    errors.ConnectionClosedError,
    errors.ConnectionDrainingError,
    errors.ConnectionReconnectingError,
    errors.FlushTimeoutError,
    errors.NoServersError,
    errors.OutboundBufferLimitError,
    errors.StaleConnectionError,
    jetstream.NoStreamResponseError,
    jetstream.ServiceUnavailableError,
    jetstream.TooManyStalledMsgsError,
)
# Of the server's own list (server/errors.json): no room in the stream, in the account, on the disk; no stream at all,
# no consumer.
_NOTHING_IS_TAKEN = {10023, 10028, 10047, 10077, 10122, 10059, 10014}


def broker_judge(error: BaseException) -> Suspicion | None:
    """Its answers have codes; a message that is too large or goes nowhere is not its absence."""
    if isinstance(error, _AWAY):
        return Suspicion(BROKER)
    full = isinstance(error, jetstream.APIError) and error.err_code in _NOTHING_IS_TAKEN
    late = isinstance(error, errors.TimeoutError)
    return Suspicion(BROKER) if full or late else None


class Comebacks:
    """Whom to tell that the connection was lost and is there again: the server has forgotten what they asked."""

    def __init__(self) -> None:
        self._told: list[Callable[[], None]] = []

    def add(self, tell: Callable[[], None]) -> None:
        self._told.append(tell)

    def remove(self, tell: Callable[[], None]) -> None:
        self._told.remove(tell)

    async def tell(self) -> None:
        for tell in list(self._told):
            tell()


_NOT_PERMITTED = re.compile(
    r"permissions violation for (\w+)(?: using queue \S+)? (?:to|with reply of) \"([^\"]+)\"", re.IGNORECASE
)


@dataclass
class RightsRefused:
    """What the broker did not let this process say or hear: how often since its start, and the last subject."""

    times: int = 0
    last: str = ""

    async def hear(self, error: Exception) -> None:
        """What went wrong while a message was taken, or what we may not do. That the broker is away is said by those
        who need it: here each try to come back would be a line.
        """
        if refused := _NOT_PERMITTED.search(str(error)):
            self.times, self.last = self.times + 1, refused[2]
            log.error("permission_refused", what=refused[1].lower(), subject=refused[2])
        elif not isinstance(error, (errors.Error, OSError)):
            log.error("message_failed", error_type=type(error).__name__)


async def connect(at: BrokerAddress, comebacks: Comebacks, refused: RightsRefused) -> Nats:
    """Waits until it is there. It never gives up: an outage may last, and what is here goes on after it."""
    return await at.connect(
        name=at.user,
        max_reconnect_attempts=-1,
        ping_interval=20,  # twice without an answer, and it is left: a machine that is gone says nothing
        reconnect_time_wait=0.2,
        reconnected_cb=comebacks.tell,
        error_cb=refused.hear,
    )
