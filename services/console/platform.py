"""The platform's processes, all asked at once: whoever is away is said to be, and holds up nobody's answer."""

import asyncio
from collections.abc import Sequence
from typing import TypeVar

from services.messages.envelope import SERVICES, Command, Reply
from services.runtime.refusal import Fault
from services.runtime.web.visit import Visit

R = TypeVar("R", bound=Reply)
PROCESSES = (*SERVICES, "portal", "workflows")
"""Everything that answers about itself."""
_PATIENCE_S = 3.0


async def ask_each(
    visit: Visit, command: Command[R], processes: Sequence[str] = PROCESSES
) -> dict[str, R | None]:
    """By process; none: it is away, or broke down over this."""
    answers = await asyncio.gather(*(answer_or_none(visit, command, of=name) for name in processes))
    return dict(zip(processes, answers, strict=True))


async def answer_or_none(visit: Visit, command: Command[R], of: str | None = None) -> R | None:
    """Raises Refusal, as asking does."""
    try:
        return await visit.ask(command, of, _PATIENCE_S)
    except Fault:
        return None
