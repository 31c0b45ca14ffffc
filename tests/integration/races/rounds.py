"""How often each race is run: ten times in the suite, as often as LUOTSI_ROUNDS says in a trial; and its ends."""

import asyncio
import os
from collections import Counter, defaultdict
from collections.abc import Awaitable, Sequence
from typing import Any

from deploy.checkout.trials import ROUNDS as SAID
from services.messages.envelope import Command
from services.messages.operations import ReportState
from tests.house import House

ROUNDS = int(os.environ.get(SAID, "10"))
AT_ONCE = 8
A_HEAD_START_S, HEAD_STARTS = 0.02, 5
OUTCOMES: dict[str, Counter[str]] = defaultdict(Counter)
"""By the race's test, how often each of its ends was met."""


def came_out(end: str) -> None:
    """Of the round that the running test has just had."""
    test = os.environ["PYTEST_CURRENT_TEST"].partition("::")[2].partition(" ")[0]
    OUTCOMES[test][end] += 1


async def meet(house: House, service: str, turn: int, *orders: Command[Any]) -> list[Any]:
    """Replies and refusals, in the orders' order. The service's connections are opened before, so that they meet."""
    await asyncio.gather(*[house.ask(ReportState(), of=service) for _ in range(AT_ONCE)])
    acts = [house.ask(order) for order in orders]
    return await in_turns(turn, acts[:1], acts[1:])


async def in_turns(turn: int, ones: Sequence[Awaitable[Any]], others: Sequence[Awaitable[Any]]) -> list[Any]:
    """What each came to. Either side begins first in half of the rounds, and the other one follows at once or later.

    Who has less to ask before it decides would otherwise be first in every round.
    """
    behind = A_HEAD_START_S * (turn // 2 % HEAD_STARTS) ** 2

    async def begin(act: Awaitable[Any], after: float) -> Any:
        await asyncio.sleep(after)
        return await act

    one_first = turn % 2 == 1
    acting = [begin(act, 0 if one_first else behind) for act in ones]
    acting += [begin(act, behind if one_first else 0) for act in others]
    return await asyncio.gather(*acting, return_exceptions=True)
