"""Which commands a program answers: each over a subscription of its own, several at a time.

Not one subscription for all of a service: the broker gives a command only to who has asked for it, so that while two
releases run side by side, the newer one alone gets what the older does not know, and what nobody knows is said at once.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError

from services.messages.envelope import Command, Reply, snake
from services.messages.operations import ListParked, ListSignIns, ReportState
from services.runtime.broker.address import is_an_inbox, is_of_another_account
from services.runtime.commands.edge import CarryOut, answer
from services.runtime.commands.proving import Sent, check_proof
from services.runtime.commands.refusal import FAULT_HEADER
from services.runtime.commands.sealed_answers import Unsealed
from services.runtime.commands.sealed_questions import Opening, Question
from services.runtime.commands.transactions import Handler, Transactions
from services.runtime.commands.viewing import door_of, subjects_of
from services.runtime.logs import log

_AT_ONCE = 8
"""Of one command; the next ones wait."""
_FINISHED_WITHIN_S = 15
PLAIN = "commands"
_ABOUT_ITSELF = {snake(ReportState.__name__), snake(ListSignIns.__name__), snake(ListParked.__name__)}

Edge = Callable[[Question], Awaitable[tuple[bytes, dict[str, str]]]]


class Answering:
    """name: the queue's, so that of several processes of a service one answers. is_alone: in an account of the broker,
    where nobody but this program itself asks without the broker's own word for the place of the answer.
    """

    def __init__(self, name: str, opening: Opening | None = None, *, is_alone: bool = False) -> None:
        """opening: of questions that are sealed for it."""
        self._name = name
        self._opening = opening or Opening({})
        self.is_alone = is_alone
        self._edges: dict[str, Edge] = {}
        self._heard: list[Subscription] = []
        self._in_hand: set[asyncio.Task[None]] = set()

    @property
    def subjects(self) -> Collection[str]:
        return self._edges.keys()

    async def begin(self, nats: Nats) -> None:
        for subject, edge in self._edges.items():
            hears = self._several_of(edge, nats)
            self._heard.append(await nats.subscribe(subject, queue=self._name, cb=hears))

    async def end(self) -> None:
        """Hears nothing more, and finishes what it has heard; what takes too long is left."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_FINISHED_WITHIN_S):
                await asyncio.gather(*(_let_go(one) for one in self._heard))
                while self._in_hand:
                    await asyncio.wait(self._in_hand)

    def take(
        self,
        transactions: Transactions,
        command: type[Command[Any]],
        handler: Handler,
        of: str | None = None,
    ) -> None:
        """From `begin` on. of: the service, where it is not the one in whose module the class stands."""

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
        async def edge(question: Question) -> tuple[bytes, dict[str, str]]:
            told, way, body = question.headers, question.subject, question.body

            async def check(one: Command[Any]) -> None:
                await check_proof(one, Sent(way, body, told), transactions.prover)

            needs = transactions.dependencies
            return await answer(needs, carry_out, command, body, told.get("ce-id"), way, check)

        self._edges |= dict.fromkeys(subjects_of(command, of), edge)

    def _is_from_a_thief(self, message: Msg) -> bool:
        """Who has our own seed, says with it what we are to hear, and asks in whomever's name they like."""
        is_ours = not is_of_another_account(message.reply)
        return self.is_alone and is_ours and not _is_asked_of_itself(message.subject, self._name)

    async def _answer(self, message: Msg, edge: Edge) -> tuple[bytes, dict[str, str]]:
        """What is sealed for another key gets a fault, in the clear: nobody of ours reads on."""
        try:
            question = self._opening.question(message.subject, message.data, message.headers or {})
        except Unsealed:
            log.error("question_not_readable", subject=message.subject)
            return b"{}", {FAULT_HEADER: Unsealed.__name__}
        return question.answered(*await edge(question))

    def _several_of(self, edge: Edge, nats: Nats) -> Callable[[Msg], Awaitable[None]]:
        """The subscription goes on to the next message while some are in hand."""
        room = asyncio.Semaphore(_AT_ONCE)

        async def carried(message: Msg) -> None:
            try:
                body, headers = await self._answer(message, edge)
                with contextlib.suppress(NatsError, OSError):  # whoever asked notices that nobody answers
                    await nats.publish(message.reply, body, headers=headers)
            finally:
                room.release()

        async def hears(message: Msg) -> None:
            if not is_an_inbox(message.reply) or self._is_from_a_thief(message):  # none of ours asks so
                log.error("answer_misdirected", subject=message.subject, to=message.reply)
                return
            await room.acquire()
            task = asyncio.create_task(carried(message))
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)

        return hears


def _is_asked_of_itself(subject: str, name: str) -> bool:
    """By a door, with the proof of who is there, or by whoever looks how all are."""
    way, _, asked = subject.partition(".")
    is_about_itself = way == PLAIN and asked.rpartition(".")[2] in _ABOUT_ITSELF
    return door_of(subject) == name or is_about_itself


async def _let_go(heard: Subscription) -> None:
    """Nothing new comes; what has come is begun."""
    await heard.drain()  # type: ignore[no-untyped-call]
