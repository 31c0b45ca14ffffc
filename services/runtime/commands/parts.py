"""A list that is larger than one message comes in parts."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from services.messages.envelope import Command, ListPart

P = TypeVar("P", bound=ListPart)
_MOST_PARTS = 50
"""More rows than this a page or a file of ours has no use for."""


async def all_parts(ask: Callable[[Command[P]], Awaitable[P]], query: Command[P]) -> list[P]:
    """The answers to a query and to what follows it, in order. query: one with a field `after`."""
    parts = [await ask(query)]
    while (last := parts[-1].go_on_after) and len(parts) < _MOST_PARTS:
        parts.append(await ask(query.model_copy(update={"after": last})))
    return parts
