"""`./luotsi rebuild`: the console's board built anew from the streams of a running platform."""

import asyncio

import nats

from deploy.machine.installation import Installation
from services.messages.console import BoardRebuilt, RebuildBoard
from services.runtime.asking import Asker
from services.runtime.refusal import Fault

PATIENCE_SECONDS = 3600.0


def rebuild(installation: Installation) -> int:
    """Prints what was built; 1 if the console did not answer, and the board is as it was."""
    try:
        built = asyncio.run(order(installation))
    except Fault as fault:
        print(f"luotsi: no answer: {fault}")
        return 1
    print(f"{built.cards} card(s) built from {built.events} event(s)")
    return 0


async def order(installation: Installation) -> BoardRebuilt:
    """Waits for as long as it takes: the whole of every stream is read."""
    connection = await nats.connect(installation.nats_url)
    try:
        return await Asker(connection)(RebuildBoard(), timeout_s=PATIENCE_SECONDS)
    finally:
        await connection.close()
