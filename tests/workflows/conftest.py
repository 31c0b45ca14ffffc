"""A real Temporal server for each test session, on a free port and in a folder of its own."""

import base64
import ctypes
import json
import os
import signal
import socket
import subprocess
import sysconfig
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.client import Client

from deploy.machine.servers import SEARCH_ATTRIBUTES, TEMPORAL_DYNAMIC_CONFIG, TEMPORAL_ENVIRONMENT
from tests.house import House
from tests.servers import quick_folder
from tests.workflows.journey import Journey, a_year_of_sessions, begin, working
from tests.workflows.stand_in import StandIn
from workflows.clock import open_ones
from workflows.temporal_connection import connect


@dataclass
class TemporalServer:
    """A development server that dies with the test run and can be killed and started again on its data."""

    folder: Path
    port: int
    metrics_port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                self._command(),
                env={**os.environ, **TEMPORAL_ENVIRONMENT},
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=_die_with_parent,
            )

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def stored_bytes(self) -> dict[str, bytes]:
        """All that the server has written, by file name: the write-ahead log as well."""
        return {path.name: path.read_bytes() for path in sorted(self.folder.glob("temporal.db*"))}

    def _command(self) -> list[str]:
        binary = str(Path(sysconfig.get_path("scripts")) / "temporal")
        command = [binary, "server", "start-dev", "--headless", "--ip", "127.0.0.1", "--port", str(self.port)]
        command += ["--metrics-port", str(self.metrics_port), "--namespace", "luotsi", "--log-level", "error"]
        command += ["--db-filename", str(self.folder / "temporal.db")]
        command += ["--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=full"]
        command += [f"--search-attribute={name}=Keyword" for name in SEARCH_ATTRIBUTES]
        for key, value in TEMPORAL_DYNAMIC_CONFIG.items():
            command += ["--dynamic-config-value", f"{key}={json.dumps(value)}"]
        return command


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def temporal() -> Iterator[TemporalServer]:
    with tempfile.TemporaryDirectory(prefix="luotsi-temporal-", dir=quick_folder()) as folder:
        server = TemporalServer(Path(folder), free_port(), free_port())
        server.start()
        yield server
        server.kill()


@pytest_asyncio.fixture
async def client(temporal: TemporalServer, keys: Path) -> AsyncIterator[Client]:
    """A client whose open workflows end with the test."""
    client = await connect(temporal.address, keys=keys)
    yield client
    for workflow_id in await open_ones(client):
        await client.get_workflow_handle(workflow_id).terminate()


@pytest_asyncio.fixture
async def services(client: Client) -> AsyncIterator[StandIn]:
    """The worker runs, and these are the services that it asks."""
    stand_in = StandIn(a_year_of_sessions())
    async with working(client, stand_in):
        yield stand_in


@pytest_asyncio.fixture
async def process(client: Client, services: StandIn) -> Journey:
    """One that has just begun."""
    return await begin(client, services)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A folder with the payload keys of an installation."""
    key = base64.b64encode(os.urandom(32)).decode()
    (tmp_path / "payloads.json").write_text(json.dumps({"current": "k1", "keys": {"k1": key}}))
    return tmp_path


@pytest.fixture
async def house(own_house: House) -> House:
    """Each test's own: the worker and what a test answers for others live as long as their histories."""
    return own_house
