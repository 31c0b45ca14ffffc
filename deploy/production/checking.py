"""`python -m deploy.production.checking FOLDER`: what a platform elsewhere lacks, in one sentence each, as JSON lines.

Asked of the servers themselves, by the addresses and secrets that its programs are given; nothing is changed, and no
value is told.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from temporalio.service import RPCError

from deploy.machine import keys
from deploy.operating.opened import ANSWERS_WITHIN_S
from deploy.processes import PUBLIC_PROOFS, PUBLIC_QUESTIONS, Process
from deploy.production.checking_broker import of_the_broker
from deploy.production.checking_databases import of_databases
from deploy.production.elsewhere import Elsewhere
from deploy.production.told import programs

Said = tuple[str, bool, str, str]
"""What was looked at, whether it is well, what was found, and the remedy."""


async def looked_at(where: Elsewhere) -> AsyncIterator[Said]:
    """In the order in which a start needs them. A program whose settings are refused is not looked at further."""
    refused = [said for one in programs() if (said := _settings(where, one.name) or keys_of(where.keys, one))]
    for said in refused:
        yield said
    if refused:
        return
    kinds = (of_databases(where), of_the_broker(where), _of_temporal(where))
    for told in await asyncio.gather(*map(_all, kinds)):  # who hangs is waited for by nobody else
        for said in told:
            yield said


async def _all(told: AsyncIterator[Said]) -> list[Said]:
    return [said async for said in told]


async def _of_temporal(where: Elsewhere) -> AsyncIterator[Said]:
    yield await said_of_temporal(where.temporal)


def _settings(where: Elsewhere, program: str) -> Said | None:
    try:
        where.settings(program)
        return None
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(map(str, first["loc"])).upper()
        found = f"LUOTSI_{name}: {first['msg']}" if name else first["msg"]
        return f"{program}'s settings", False, found, f"look at {where.folder}, its .env files and secrets"


def keys_of(folder: Path, process: Process) -> Said | None:
    """Whether what the program is handed lies there."""
    remedy = "run ./luotsi install again for this folder: it makes what is missing, and nothing else"
    if lacking := [name for name in process.keys if not (folder / name).is_file()]:
        return f"{process.name}'s keys", False, f"{folder / lacking[0]} is not there", remedy
    if not keys.are_published(folder):
        found = f"{folder / PUBLIC_PROOFS} or {PUBLIC_QUESTIONS} is not of the keys beside it: nobody would come in"
        return f"{process.name}'s keys", False, found, remedy
    return None


async def said_of_temporal(told: Mapping[str, Any]) -> Said:
    """told: its address, its namespace, and how its line is encrypted."""
    from temporalio.client import Client

    from workflows.temporal_connection import why

    try:
        async with asyncio.timeout(ANSWERS_WITHIN_S):
            client = await Client.connect(told["address"], namespace=told["namespace"], **told["line"])
            await client.count_workflows()
    except RPCError as error:
        found = f"says {error.status.name.lower()}"
        return "Temporal", False, found, "look at its namespace, and at the secret luotsi_temporal_api_key"
    except TimeoutError:
        found = f"does not answer within {ANSWERS_WITHIN_S:.0f} s"
        return "Temporal", False, found, "look at LUOTSI_TEMPORAL_* in workflows.env"
    except (RuntimeError, OSError) as error:
        found = (why(error, told["line"]) or "does not answer").replace("_", " ")
        return "Temporal", False, found, "look at LUOTSI_TEMPORAL_* in workflows.env"
    return "Temporal", True, "answers and has the namespace", ""


async def _print_all(folder: Path) -> None:
    async for said in looked_at(Elsewhere(folder)):
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    asyncio.run(_print_all(Path(sys.argv[1])))
    # Temporal's client has threads of its own, which now and then fall over a Python that is being taken down.
    os._exit(0)
