"""Asking somebody who may be away, for a page that can be shown without the answer."""

from typing import TypeVar

from services.messages.envelope import Command, ListPart, Reply
from services.runtime.commands.parts import all_parts
from services.runtime.commands.refusal import Fault
from services.web.pages.visit import Visit

R = TypeVar("R", bound=Reply)
P = TypeVar("P", bound=ListPart)
PATIENCE_S = 3.0


async def answer_or_none(visit: Visit, command: Command[R], of: str | None = None) -> R | None:
    """None: it is away, or broke down over this. Raises Refusal, as asking does."""
    try:
        return await visit.ask(command, of, PATIENCE_S)
    except Fault:
        return None


async def parts_or_none(visit: Visit, query: Command[P]) -> list[P] | None:
    """The same, of a list that comes in parts: all of them, or none."""
    try:
        return await all_parts(lambda part: visit.ask(part, None, PATIENCE_S), query)
    except Fault:
        return None
