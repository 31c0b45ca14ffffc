"""How often each race is run: ten times in the suite, as often as LUOTSI_ROUNDS says by hand."""

import asyncio
import os
from typing import Any

from services.messages.envelope import Command
from services.messages.operations import ReportState
from tests.house import House

ROUNDS = int(os.environ.get("LUOTSI_ROUNDS", "10"))
AT_ONCE = 8


async def meet(house: House, service: str, *orders: Command[Any]) -> list[Any]:
    """Replies and refusals. The service's connections are opened before, so that the orders truly meet."""
    await asyncio.gather(*[house.ask(ReportState(), of=service) for _ in range(AT_ONCE)])
    return await asyncio.gather(*[house.ask(order) for order in orders], return_exceptions=True)
