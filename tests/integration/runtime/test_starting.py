"""A program that is started while a server is away says so with the time that it has waited, and stops when told to."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from deploy import CHECKOUT
from deploy.machine.ports import HOST
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
        process.terminate()
        assert [line["event"] async for line in said if line["event"].startswith("service_")] == [  # type: ignore[attr-defined]
            "service_stopped"
        ]
        assert await process.wait() == 0
