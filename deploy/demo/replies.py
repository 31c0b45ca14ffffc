"""What services have said of processes, kept until one of them says that something has changed."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

from services.messages.contracts import ShowContract
from services.messages.envelope import Command, Reply, owner

R = TypeVar("R", bound=Reply)

CONTRACTS = owner(ShowContract)
"""What else is said of a process follows from its contract."""


class Replies:
    """ask: over the wire, for what is not known."""

    def __init__(self, ask: Callable[[Command[Any]], Awaitable[Any]]) -> None:
        self._ask = ask
        self._kept: dict[UUID, dict[type[Command[Any]], Any]] = {}
        self._heard = 0

    async def of(self, process_id: UUID, question: Command[R]) -> R:
        """Kept, unless something was heard while it was answered. Raises what the answer is, if it is no reply."""
        kept: R | None = self._kept.get(process_id, {}).get(type(question))
        if kept is not None:
            return kept
        heard = self._heard
        reply: R = await self._ask(question)
        if heard == self._heard:
            self._kept.setdefault(process_id, {})[type(question)] = reply
        return reply

    def hear(self, source: str, process_id: UUID) -> None:
        """An event of that service."""
        self._heard += 1
        if source == CONTRACTS:
            self.forget(process_id)
        elif kept := self._kept.get(process_id):
            self._kept[process_id] = {
                question: reply for question, reply in kept.items() if owner(question) != source
            }

    def forget(self, process_id: UUID) -> None:
        self._kept.pop(process_id, None)

    def forget_all(self) -> None:
        self._heard += 1
        self._kept.clear()
