"""Real NATS, Temporal and PostgreSQL for the tests: started as a user's are, on free ports, in a folder of their own.

They end with pytest, also when it is killed: each is bound to the thread that started it.
"""

import asyncio
import fcntl
import shutil
import tempfile
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import pytest

from deploy import streams
from deploy.machine import keys
from deploy.machine.installation import Installation
from deploy.platform import Platform
from deploy.room import stream_bytes
from services.runtime.broker.address import BrokerAddress

T = TypeVar("T")
MEMORY = Path("/dev/shm")
ROOM_NEEDED = 6 << 30
OURS, HELD = "luotsi-tests-", "held"


class Servers:
    """The running servers, kept by a loop in a thread of its own, so that tests of any kind can use them."""

    def __init__(self, data: Path) -> None:
        self.installation = Installation.open(data, None)
        self.said: list[str] = []
        self._has_temporal = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="servers", daemon=True)
        self._thread.start()
        self._platform = self.call(self._begin())

    @property
    def nats_url(self) -> str:
        return self.installation.nats_url

    @property
    def broker(self) -> BrokerAddress:
        return self.installation.broker

    @property
    def temporal_address(self) -> str:
        """Where it is, or will be once somebody has `need_temporal`."""
        return self.installation.temporal_address

    def need_temporal(self) -> None:
        """Waits until it answers. It is started for the first who needs it: most rings of tests never do."""
        if not self._has_temporal:
            self.call(self._platform.start_server("temporal"))
            self._has_temporal = True

    @property
    def postgres_dsn(self) -> str:
        """The superuser's own database, for asyncpg."""
        return self.installation.database_url(keys.SUPERUSER, driver="postgresql")

    def declare_streams(self) -> streams.Declared:
        """As a platform does before its services start."""
        return self.call(streams.declare(self.broker, stream_bytes(self.installation.data)))

    def pid(self, name: str) -> int | None:
        """The server's process id; None while it is dead."""
        return self._platform.pid(name)

    def kill9(self, name: str) -> None:
        """Kills one server; it comes back by itself."""
        self.call(self._platform.kill9(name))

    def until_ready(self, name: str) -> None:
        """Waits until the server answers (again)."""
        self.call(self._platform.until_ready(name))

    def stop(self) -> None:
        """Ends all; nothing is left running."""
        self.call(self._platform.stop())
        self.installation.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Does the work in the servers' loop, and waits for its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _begin(self) -> Platform:
        platform = Platform(self.said.append)
        await platform.start_servers(self.installation, without={"temporal"})
        return platform


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """One set of servers for the whole run, Temporal only where somebody needs it."""
    with own_folder() as folder:
        running = Servers(folder / "data")
        try:
            yield running
        finally:
            running.stop()


@contextmanager
def own_folder() -> Iterator[Path]:
    """Gone afterwards; what a run that was killed has left behind goes now."""
    quick = quick_folder()
    if quick:
        forget_killed_runs(quick)
    with (
        tempfile.TemporaryDirectory(prefix=OURS, dir=quick, ignore_cleanup_errors=True) as made,
        (new := Path(made) / "new").open("w") as held,
    ):
        fcntl.flock(held, fcntl.LOCK_EX)  # the kernel lets go of it when this process ends, however it does
        new.rename(new.with_name(HELD))  # seen by others only once it is held
        yield Path(made)


def forget_killed_runs(folder: Path) -> None:
    """They would keep the memory that the next ones need."""
    for held in folder.glob(f"{OURS}*/{HELD}"):
        with suppress(OSError), held.open() as opened:  # another run's, or gone meanwhile
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(held.parent, ignore_errors=True)


def quick_folder() -> Path | None:
    """In memory where there is room: each test makes and drops databases, and waits for the disk otherwise.

    What a power cut would do is not asked here, and a killed server finds its files again either way.
    """
    try:
        return MEMORY if shutil.disk_usage(MEMORY).free >= ROOM_NEEDED else None
    except OSError:
        return None
