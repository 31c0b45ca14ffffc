"""A process of its own that runs the month, and after so many invoices stays in its transaction until it is killed."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from services.billing.delivery.sending import Outbound
from services.billing.documents.rulebooks.asking import RulebookReader
from services.billing.handlers import runs
from services.billing.invoices import numbering
from services.runtime.broker.address import BrokerAddress
from services.runtime.clock import MovableClock
from services.runtime.commands.asking import Asker
from services.runtime.commands.transactions import Transactions
from services.runtime.events.announcing import announce
from services.runtime.settings import Settings
from services.runtime.storage.connections import engine_for
from tests.integration.billing.builders import the_run
from tests.patience import PATIENCE_S, nats_connection

HAS_ISSUED = "has issued"


async def main(told: str, most: int) -> None:
    """told: the settings."""
    settings = Settings.model_validate(json.loads(told))
    issued = 0

    async def stay(db: Any, event: Any) -> None:
        nonlocal issued
        await announce(db, event)
        issued += 1
        if issued == most:
            print(HAS_ISSUED, flush=True)
            await asyncio.Event().wait()

    numbering.announce = stay  # type: ignore[attr-defined]
    nats = await nats_connection(BrokerAddress(settings.nats_url, "operator", settings.nats_nkey))
    engine, clock = engine_for(settings.database_url), MovableClock(Path(str(settings.clock_file)))
    asker = Asker(nats, timeout_s=PATIENCE_S)
    ready = Outbound(None, None, RulebookReader(None))  # type: ignore[arg-type]  # it delivers nothing
    transactions = Transactions(engine, asker, clock, settings, lambda: None, ready)
    while (await transactions.carry_out(runs.run_billing, the_run())).remaining:
        pass
    await engine.dispose()
    await nats.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
