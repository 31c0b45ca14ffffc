"""`./luotsi begin-lost`: a Temporal that has lost its processes is given each open one anew, in its phase."""

import asyncio
from collections import Counter
from uuid import UUID

from deploy.operating.entering import entered
from services.messages.process import BeginLost, ProcessBegun
from services.runtime.broker.address import BrokerAddress
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault

ENDED, UNKNOWN = "ended", "unknown"


def begin_lost(at: BrokerAddress) -> int:
    try:
        return asyncio.run(carry_out(at))
    except (Fault, OSError) as fault:
        print(f"luotsi: no answer: {fault}; the same command goes on")
        return 1


async def carry_out(at: BrokerAddress) -> int:
    """1 where a process could not begin yet. Raises Fault."""
    connection = await entered(at)
    try:
        found, known = await begun(Asker(connection))
    finally:
        await connection.close()
    print(*in_words(found, known), sep="\n")
    return int(any(one.phase == UNKNOWN for one in found))


async def begun(ask: Asker) -> tuple[list[ProcessBegun], int]:
    """What Temporal had lost, and how many it knew. Raises Fault."""
    found: list[ProcessBegun] = []
    known = 0
    after: UUID | None = None
    while True:
        part = await ask(BeginLost(after=after))
        found += part.processes
        known += part.known
        if (after := part.go_on_after) is None:
            return found, known


def in_words(found: list[ProcessBegun], known: int) -> list[str]:
    """Sentences of what was done; no ids but of those for which something is left to do."""
    phases = Counter(one.phase for one in found if one.phase not in (ENDED, UNKNOWN))
    said = [f"{known} processes were known to Temporal and go on as they were"]
    said += [f"{count} began anew in the phase {phase}" for phase, count in sorted(phases.items())]
    ended = sum(one.phase == ENDED for one in found)
    said += [f"{ended} had ended, and stay so"] if ended else []
    waits = [one.process_id for one in found if one.phase == UNKNOWN]
    return said + [f"{one} is not known to its owner yet: say it again in a while" for one in waits]
