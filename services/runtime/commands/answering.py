"""Which commands a program answers: each over a subscription of its own, several at a time.

Not one subscription for all of a service: the broker gives a command only to who has asked for it, so that while two
releases run side by side, the newer one alone gets what the older does not know, and what nobody knows is said at once.
"""

from typing import Any

from faststream.middlewares import AckPolicy
from faststream.nats import NatsBroker, NatsMessage, NatsResponse

from services.messages.envelope import Command, command_subject
from services.runtime.commands.asking import Handler, Transactions, answer

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

        async def edge(message: NatsMessage) -> NatsResponse:
            body, headers = await answer(
                transactions, handler, command, message.body, message.headers.get("ce-id")
            )
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
