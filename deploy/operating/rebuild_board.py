"""`./luotsi rebuild`: the console's board built anew from the streams of a running platform."""

import asyncio

from deploy.operating.entering import entered
from services.messages.console import BoardRebuilt, RebuildBoard
from services.messages.operations import ReportState
from services.runtime.broker.address import BrokerAddress
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault

PATIENCE_SECONDS = 600.0


def rebuild(at: BrokerAddress, anew: bool = False) -> int:
    """Prints how far it is, then what was built; 1 if the console did not answer, and the board is as it was.

    Interrupted, it goes on from there the next time, unless it is to begin anew.
    """
    try:
        built = asyncio.run(order(at, anew))
    except Fault as fault:
        print(f"luotsi: no answer: {fault}")
        return 1
    except KeyboardInterrupt:
        print("luotsi: stopped; the board is as it was, and the same command goes on from here")
        return 1
    print(f"{built.cards} card(s) built from {built.events} event(s)")
    return 0


async def order(at: BrokerAddress, anew: bool = False) -> BoardRebuilt:
    """Asks for one portion after the other, for as long as it takes: the whole of every stream is read."""
    connection = await entered(at)
    ask = Asker(connection)
    try:
        await ask(ReportState(), of="console")  # who is away is not waited for as long as the work may take
        while True:
            built = await ask(RebuildBoard(anew=anew), timeout_s=PATIENCE_SECONDS)
            if built.done:
                return built
            anew = False
            print(f"{built.events} event(s) applied, {built.waiting} to be read", flush=True)
    finally:
        await connection.close()
