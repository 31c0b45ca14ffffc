"""A program that is started while a server is away says so with the time that it has waited, and stops when told to."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from nats.errors import NoRespondersError

from deploy import CHECKOUT
from deploy.machine.ports import HOST
from services.messages.operations import ReportState
from services.runtime.commands.refusal import Unavailable
from tests.house import House
from tests.patience import PATIENCE_S

NOBODY = f"{HOST}:1"
AWAY = {
    "broker": ("services.notices", {"LUOTSI_NATS_URL": f"nats://{NOBODY}"}),
    "database": (
        "services.notices",
        {"LUOTSI_DATABASE_URL": f"postgresql+asyncpg://nobody@{NOBODY}/nothing"},
    ),
    "temporal": ("workflows.worker", {"LUOTSI_TEMPORAL_ADDRESS": NOBODY}),
}


@asynccontextmanager
async def started(
    house: House, program: str, away: dict[str, str]
) -> AsyncIterator[asyncio.subprocess.Process]:
    settings = await house.settings_for(program.removeprefix("services.").removesuffix(".worker"))
    told = settings.model_dump(mode="json", exclude_none=True)
    environment = {f"LUOTSI_{name.upper()}": str(value) for name, value in told.items()}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", program),
        cwd=CHECKOUT,
        env={**os.environ, **environment, **away},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def lines(process: asyncio.subprocess.Process) -> AsyncIterator[dict[str, object]]:
    assert process.stdout
    async for line in process.stdout:
        yield json.loads(line)


@pytest.mark.parametrize("who", AWAY)
async def test_a_start_that_waits_for_a_server_says_so_and_hears_sigterm(house: House, who: str) -> None:
    async with asyncio.timeout(PATIENCE_S), started(house, *AWAY[who]) as process:
        said = lines(process)
        waits = await anext(line async for line in said if line["event"] == "start_waits")
        assert waits["waits_for"] == who and "age_s" in waits
        name = AWAY[who][0].removeprefix("services.").removesuffix(".worker")
        if who == "broker":
            with pytest.raises(NoRespondersError):
                await house.nats.request(f"health.{name}", b"{}", timeout=PATIENCE_S)
        else:
            told = json.loads((await house.nats.request(f"health.{name}", b"{}", timeout=PATIENCE_S)).data)
            assert told["ready"] is False and [one["who"] for one in told["away"]] == [who]
            with pytest.raises(Unavailable) as unavailable:
                await house.ask(ReportState(), name)
            assert unavailable.value.waits_for == who
        process.terminate()
        assert [line["event"] async for line in said if line["event"].startswith("service_")] == [  # type: ignore[attr-defined]
            "service_stopped"
        ]
        assert await process.wait() == 0


async def test_a_start_that_waited_for_the_broker_goes_on_when_it_is_there(house: House) -> None:
    """Until then nobody hears how it is; afterwards it says that it is well, and hears sigterm as ever."""
    gate = await house.gate("nats")
    gate.close()
    async with asyncio.timeout(PATIENCE_S), started(house, "services.notices", {}) as process:
        said = lines(process)
        waits = await anext(line async for line in said if line["event"] == "start_waits")
        assert waits["waits_for"] == "broker"
        await gate.open()
        await anext(line async for line in said if line["event"] == "service_started")
        told = json.loads((await house.nats.request("health.notices", b"{}", timeout=PATIENCE_S)).data)
        assert told["ready"] is True
        process.terminate()
        assert [line["event"] async for line in said if line["event"] == "service_stopped"] == [
            "service_stopped"
        ]
        assert await process.wait() == 0
