"""The connection to the broker: the one place where it is made, and what its errors mean."""

from collections.abc import Callable

from faststream.nats import NatsBroker
from nats import errors
from nats.js import errors as jetstream

from services.runtime.away import Suspicion
from services.runtime.commands.asking import BROKER

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
# Of the server's own list (server/errors.json): no room in the stream, in the account, on the disk; no stream at all.
_NOTHING_IS_TAKEN = {10023, 10028, 10047, 10077, 10122, 10059}


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


def broker_for(url: str, name: str, comebacks: Comebacks) -> NatsBroker:
    """It never gives up: at the default number of reconnects the event loop freezes for good after an outage."""
    return NatsBroker(
        url,
        name=name,
        apply_types=False,
        serializer=None,
        max_reconnect_attempts=-1,
        ping_interval=20,  # twice without an answer, and it is left: a machine that is gone says nothing
        reconnect_time_wait=0.2,  # type: ignore[arg-type]  # nats-py takes a float
        logger=None,
        allow_reconnect=True,
        reconnected_cb=comebacks.tell,
    )
