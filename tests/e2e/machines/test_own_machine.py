"""Every program comes up by the unit that `./luotsi install` writes, with that unit's settings and secrets alone."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
import pytest

from deploy import CHECKOUT
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.operating.health import NAMES, ask
from deploy.platform import Platform, prepare_databases, prepare_streams
from deploy.production.elsewhere import SETTINGS
from deploy.production.installing import install
from deploy.production.told import programs
from deploy.running.launch import spawn
from services.runtime.broker.address import BrokerAddress
from tests.e2e.machines.units import Unit, running
from tests.patience import PATIENCE_S

STARTED_WITHIN_S = 180.0
HOSTS = {"portal": "portal.firm.example", "console": "console.firm.example"}


@asynccontextmanager
async def servers(data: Path) -> AsyncIterator[Installation]:
    """Somebody else's, as far as our programs know."""
    installation, platform = Installation.open(data, None), Platform(lambda line: None)
    try:
        await platform.start_servers(installation)
        await prepare_databases(installation, spawn)
        await prepare_streams(installation)
        yield installation
    finally:
        await platform.stop()
        installation.close()


def fill_in(folder: Path, installation: Installation) -> None:
    """Where the servers of this run are, as an administrator would."""
    told = {
        "common.env": f"LUOTSI_NATS_URL={installation.nats_url}\n",
        "workflows.env": f"LUOTSI_TEMPORAL_ADDRESS={installation.temporal_address}\n",
        "notices.env": f"LUOTSI_SMTP_PORT={installation.ports.smtp}\n",
    }
    for file, line in told.items():
        with (folder / file).open("a") as opened:
            opened.write(line)


async def said_by(folder: Path, *words: str) -> str:
    """What `./luotsi` says to somebody who keeps that platform; it has to end well."""
    run = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy", *words),
        cwd=CHECKOUT,
        env={"PATH": os.defpath, SETTINGS: str(folder)},
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await run.communicate()
    assert run.returncode == 0, (words, said.decode())
    return said.decode()


async def until_well(at: BrokerAddress) -> None:
    async with asyncio.timeout(STARTED_WITHIN_S):
        while not all(one.is_well for one in await ask(at, NAMES)):
            pass


@pytest.mark.servers
async def test_every_program_comes_up_by_its_unit_and_the_doors_answer(tmp_path: Path) -> None:
    async with servers(tmp_path / "data") as installation, AsyncExitStack() as stack:
        folder = tmp_path / "etc"
        shutil.copytree(installation.keys, folder / "keys")
        (tmp_path / "luotsi").symlink_to(CHECKOUT)  # whose own name may have a space, which no unit can hold
        install(folder, HOSTS, f"{HOST}:{installation.ports.postgres}", tmp_path / "luotsi")
        ports = {"portal": installation.ports.portal, "console": installation.ports.console}
        fill_in(folder, installation)
        for process in programs():
            unit = Unit(folder / "systemd" / f"luotsi-{process.name}.service", tmp_path / process.name)
            told = {}
            if process.name in ports:
                told["LUOTSI_HTTP_PORT"] = str(ports[process.name])
            log = tmp_path / f"{process.name}.log"
            await stack.enter_async_context(running(unit, told, log))
        await until_well(installation.broker)
        async with httpx.AsyncClient(timeout=PATIENCE_S) as browser:
            for door, host in HOSTS.items():
                answer = await browser.get(f"http://{HOST}:{ports[door]}/", headers={"Host": host})
                assert answer.status_code in (200, 303), (door, answer.status_code)
        assert "silent" not in await said_by(folder, "health")
        assert "0 parked message(s)" in await said_by(folder, "parked", "list")
        assert "0 card(s) built" in await said_by(folder, "rebuild")
        assert "lost" in await said_by(folder, "figures")
        assert await said_by(folder, "release")
        assert "0 processes were known" in await said_by(folder, "begin-lost")
