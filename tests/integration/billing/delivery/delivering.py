"""A process of its own that hands over what is due, and stays with the operator until it is killed."""

import asyncio
import sys
from pathlib import Path
from typing import Literal

from services.billing.delivery.operators.connecting import Operators
from services.billing.delivery.operators.folder import Folder
from services.billing.delivery.operators.handing_over import Frame, Outgoing
from services.billing.delivery.sending import deliver_one
from services.runtime.clock import MovableClock
from services.runtime.storage.connections import engine_for
from services.runtime.storage.database import transaction

HANDED_OVER = "handed over"


class NeverAnswers:
    """It has the file; whoever sent it is never told."""

    frame: Frame = "none"
    intermediator = ""

    def __init__(self, folder: Path) -> None:
        self.folder = Folder(folder)

    async def send(self, message: Outgoing) -> Literal["sent"]:
        await self.folder.send(message)
        print(HANDED_OVER, flush=True)
        await asyncio.Event().wait()
        return "sent"


async def main(database_url: str, clock_file: str, folder: str) -> None:
    engine, operator = engine_for(database_url), NeverAnswers(Path(folder))
    async with transaction(engine) as db:
        await deliver_one(db, MovableClock(Path(clock_file)), engine, Operators(operator, operator))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
