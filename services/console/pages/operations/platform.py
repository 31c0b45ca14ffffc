"""The platform's processes, all asked at once: whoever is away is said to be, and holds up nobody's answer."""

import asyncio
from collections.abc import Sequence
from typing import TypeVar

from services.messages.envelope import SERVICES, Command, Reply
from services.web.pages.patience import answer_or_none
from services.web.pages.visit import Visit

R = TypeVar("R", bound=Reply)
PROCESSES = (*SERVICES, "portal", "workflows")
"""Everything that answers about itself."""


async def ask_each(
    visit: Visit, command: Command[R], processes: Sequence[str] = PROCESSES
) -> dict[str, R | None]:
    """By process; none: it is away, or broke down over this."""
    answers = await asyncio.gather(*(answer_or_none(visit, command, of=name) for name in processes))
    return dict(zip(processes, answers, strict=True))
