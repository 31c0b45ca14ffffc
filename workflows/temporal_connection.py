"""The connection to Temporal: the one place where it is made.

Workflows are started with this plain client, never with the one of `temporalio.testing.TimeSkipper`, whose
workflows skip through their waits for people; `clock.py` moves time afterwards.
"""

import asyncio
from datetime import timedelta
from pathlib import Path

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from workflows.encryption import data_converter

NAMESPACE = "luotsi"
FIRST_PAUSE = timedelta(milliseconds=50)
LONGEST_PAUSE = timedelta(seconds=2)
NOT_YET_THERE = {RPCStatusCode.UNAVAILABLE, RPCStatusCode.NOT_FOUND, RPCStatusCode.DEADLINE_EXCEEDED}


async def connect(
    address: str,
    namespace: str = NAMESPACE,
    keys: Path | None = None,
    *,
    patience: timedelta = timedelta(minutes=1),
) -> Client:
    """A client of a server that serves the namespace; waits for a server that is still starting.

    address: host:port. keys: the folder with payloads.json; None leaves payloads readable.
    Raises TimeoutError when the server or the namespace is not there after `patience` of real time.
    """
    converter = data_converter(keys)
    pause = FIRST_PAUSE
    async with asyncio.timeout(patience.total_seconds()):
        while True:
            try:
                client = await Client.connect(address, namespace=namespace, data_converter=converter)
                await client.count_workflows()
                return client
            except (RuntimeError, RPCError) as fault:  # RuntimeError: nothing listens at the address
                if isinstance(fault, RPCError) and fault.status not in NOT_YET_THERE:
                    raise
            await asyncio.sleep(pause.total_seconds())
            pause = min(pause * 2, LONGEST_PAUSE)
