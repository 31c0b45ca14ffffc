"""Which commands a program answers: each over a subscription of its own, several at a time.

Not one subscription for all of a service: the broker gives a command only to who has asked for it, so that while two
releases run side by side, the newer one alone gets what the older does not know, and what nobody knows is said at once.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from faststream.middlewares import AckPolicy
from faststream.nats import NatsBroker, NatsMessage, NatsResponse

from services.messages.envelope import Command, Reply, command_subject
from services.runtime.commands.asking import CarryOut, Handler, Transactions, answer

_WORKERS_PER_COMMAND = 8


class Answering:
    """name: the queue's, so that of several processes of a service one answers. subjects: what is answered so far."""

    def __init__(self, broker: NatsBroker, name: str) -> None:
        self.subjects: set[str] = set()
        self._broker = broker
        self._name = name

    def take(
        self,
        transactions: Transactions,
        command: type[Command[Any]],
        handler: Handler,
        of: str | None = None,
    ) -> None:
        """From the broker's start on. of: the service, where it is not the one in whose module the class stands."""

        async def carry_out(message: Command[Any], cause: str | None) -> Reply:
            reply: Reply = await transactions.carry_out(handler, message, cause)
            return reply

        self._hear(transactions, command, carry_out, of)

    def tell(
        self,
        transactions: Transactions,
        command: type[Command[Any]],
        reply: Callable[[], Awaitable[Reply]],
        of: str,
    ) -> None:
        """As `take`, of the program itself: outside of any transaction, since who watches asks often."""
        self._hear(transactions, command, lambda _message, _cause: reply(), of)

    def _hear(
        self, transactions: Transactions, command: type[Command[Any]], carry_out: CarryOut, of: str | None
    ) -> None:
        async def edge(message: NatsMessage) -> NatsResponse:
            cause = message.headers.get("ce-id")
            body, headers = await answer(transactions.dependencies, carry_out, command, message.body, cause)
            return NatsResponse(body, headers=headers)

        subject = command_subject(command, of)
        self.subjects.add(subject)
        self._broker.subscriber(
            subject,
            queue=self._name,
            max_workers=_WORKERS_PER_COMMAND,
            ack_policy=AckPolicy.MANUAL,
            decoder=_as_it_is,
        )(edge)


async def _as_it_is(message: NatsMessage) -> NatsMessage:
    """The handler's edge reads the body itself, so that a malformed one gets our refusal."""
    return message
