"""`python -m benchmarks.histories`: what a plain process-year leaves in Temporal, by kind of action and of event.

Sixteen sessions, two reviews, three signers, from inquiry to closure, on a server of its own. Exits with 1 where it
costs more than it may. Nothing of it depends on the machine or on what else that does.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterable

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from tests.workflows import scenarios
from tests.workflows.journey import Journey, a_year_of_sessions, begin, working
from tests.workflows.record import CORPUS, server
from tests.workflows.stand_in import StandIn
from tests.workflows.supervision.test_process import MOST_ACTIONS, MOST_BYTES
from workflows.histories.cost import Cost, history_cost
from workflows.temporal_connection import connect


async def live() -> list[list[HistoryEvent]]:
    """The histories of the year."""
    with server() as temporal:
        client = await connect(temporal.address, keys=CORPUS)
        services = StandIn(a_year_of_sessions())
        async with working(client, services):
            process: Journey = await begin(client, services)
            await scenarios.year_closed(process)
            await process.handle.result()
            return await process.runs()


def by_kind(events: Iterable[HistoryEvent]) -> dict[str, tuple[int, Cost]]:
    """How many, and what they cost together, the dearest first; those of skipped time cost nothing."""
    number: Counter[str] = Counter()
    cost: dict[str, Cost] = {}
    for event in events:
        name = EventType.Name(event.event_type).removeprefix("EVENT_TYPE_").lower()
        number[name] += 1
        cost[name] = cost.get(name, Cost()) + history_cost([event])
    dearest = sorted(cost, key=lambda name: -cost[name].history_bytes)
    return {name: (number[name], cost[name]) for name in dearest if cost[name].history_bytes}


def main() -> int:
    runs = asyncio.run(live())
    for name, (number, cost) in by_kind(event for run in runs for event in run).items():
        print(f"{name:<40}{number:>5}{cost.actions:>5} actions{cost.history_bytes:>7} bytes")
    whole = sum(map(history_cost, runs), Cost())
    print(f"a process-year: {whole.actions} actions, {whole.history_bytes} bytes, {whole.events} events")
    return int(whole.actions > MOST_ACTIONS or whole.history_bytes > MOST_BYTES)


if __name__ == "__main__":
    sys.exit(main())
