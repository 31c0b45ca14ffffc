"""`python -m deploy.production.checking FOLDER`: what a platform elsewhere lacks, in one sentence each, as JSON lines.

Asked of the servers themselves, by the addresses and secrets that its programs are given; nothing is changed, and no
value is told.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError
from pydantic import ValidationError
from temporalio.service import RPCError

from deploy.production.checking_databases import of_databases
from deploy.production.elsewhere import Elsewhere
from deploy.production.told import programs
from deploy.streams import SPEAKERS
from services.runtime.broker.address import BrokerAddress
from services.runtime.events.streams import stream_name

Said = tuple[str, bool, str, str]
"""What was looked at, whether it is well, what was found, and the remedy."""
WITHIN_S = 60.0


async def looked_at(where: Elsewhere) -> AsyncIterator[Said]:
    """In the order in which a start needs them. A program whose settings are refused is not looked at further."""
    refused = [said for said in map(lambda one: _settings(where, one.name), programs()) if said]
    for said in refused:
        yield said
    if refused:
        return
    async for said in of_databases(where):
        yield said
    yield await _broker(where)
    async for said in _seeds(where):
        yield said
    yield await _temporal(where)


def _settings(where: Elsewhere, program: str) -> Said | None:
    try:
        where.settings(program)
        return None
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(map(str, first["loc"])).upper()
        found = f"LUOTSI_{name}: {first['msg']}" if name else first["msg"]
        return f"{program}'s settings", False, found, f"look at {where.folder}, its .env files and secrets"


async def _broker(where: Elsewhere) -> Said:
    what = "broker"
    try:
        connection = await where.broker.connect(
            allow_reconnect=False, connect_timeout=int(WITHIN_S), error_cb=_quiet
        )
    except (OSError, NatsError, ValueError) as error:
        return what, False, _why(error), "look at LUOTSI_NATS_URL and LUOTSI_NATS_CA in common.env"
    try:
        jetstream = connection.jetstream(timeout=WITHIN_S)
        lacking = []
        for speaker in SPEAKERS:
            try:
                await jetstream.stream_info(stream_name(speaker))
            except NotFoundError:
                lacking.append(stream_name(speaker))
        if lacking:
            return what, False, f"lacks the streams {', '.join(lacking)}", "start luotsi-streams.service"
        return what, True, f"answers and has {len(SPEAKERS)} streams", ""
    except (OSError, NatsError) as error:
        return what, False, _why(error), "give it JetStream"
    finally:
        await connection.close()


async def _seeds(where: Elsewhere) -> AsyncIterator[Said]:
    """Each program comes in by its own."""
    unknown = [one.name for one in programs() if not await _comes_in(where.broker_as(one.name))]
    remedy = f"have the broker read {where.folder}/nats/users.conf again"
    said = f"the broker does not know {', '.join(unknown)}" if unknown else "the broker knows every program"
    yield "seeds", not unknown, said, remedy if unknown else ""


async def _comes_in(at: BrokerAddress) -> bool:
    try:
        connection = await at.connect(allow_reconnect=False, connect_timeout=int(WITHIN_S), error_cb=_quiet)
    except (OSError, NatsError, ValueError):
        return False
    await connection.close()
    return True


async def _temporal(where: Elsewhere) -> Said:
    from datetime import timedelta

    from temporalio.client import Client

    from workflows.temporal_connection import why

    told = where.temporal
    try:
        client = await asyncio.wait_for(
            Client.connect(told["address"], namespace=told["namespace"], **told["line"]), WITHIN_S
        )
        await client.count_workflows(rpc_timeout=timedelta(seconds=WITHIN_S))
    except RPCError as error:
        found = f"says {error.status.name.lower()}"
        return "Temporal", False, found, "look at its namespace, and at the secret luotsi_temporal_api_key"
    except (RuntimeError, OSError, TimeoutError) as error:
        found = (why(error) or "does not answer").replace("_", " ")
        return "Temporal", False, found, "look at LUOTSI_TEMPORAL_* in workflows.env"
    return "Temporal", True, "answers and has the namespace", ""


def _why(error: Exception) -> str:
    """By its kind, without what was given to it."""
    words = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in words:
        return "its certificate is not believed"
    if "uthorization" in words:
        return "does not know the operator's seed"
    return (
        "a seed that is none"
        if isinstance(error, ValueError)
        else f"does not answer ({type(error).__name__})"
    )


async def _quiet(_: Exception) -> None:
    """What is wrong is told once, by its sentence."""


async def _print_all(folder: Path) -> None:
    async for said in looked_at(Elsewhere(folder)):
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    asyncio.run(_print_all(Path(sys.argv[1])))
