"""Asking somebody who may be away, for a page that can be shown without the answer."""

from typing import TypeVar

from services.messages.envelope import Command, Reply
from services.runtime.commands.refusal import Fault
from services.web.pages.visit import Visit

R = TypeVar("R", bound=Reply)
PATIENCE_S = 3.0


async def answer_or_none(visit: Visit, command: Command[R], of: str | None = None) -> R | None:
    """None: it is away, or broke down over this. Raises Refusal, as asking does."""
    try:
        return await visit.ask(command, of, PATIENCE_S)
    except Fault:
        return None
