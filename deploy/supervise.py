"""The platform as one thing: starts every process in order, keeps it running, and stops it in order."""

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import Callable, Coroutine, Iterable

import nats
from nats.aio.client import Client
from nats.errors import Error as NatsError

from deploy import keys, running, servers, streams
from deploy.forking import Nursery
from deploy.keeping import Kept, last_line
from deploy.launch import Launch, Spawn, never, spawn
from deploy.place import HOST, CannotStart, Place
from deploy.processes import START_ORDER, STOP_ORDER, Kind, Process, of_kinds

READY_WITHIN_SECONDS = 120.0
PREPARED_WITHIN_SECONDS = 120.0


class Platform:
    """Every process of the list on one machine. One instance is one run, from `start` to `stop`.

    say: hears, in one line each, of what starts, dies and comes back. cold_start_seconds: what `start` took.
    """

    def __init__(self, say: Callable[[str], None] = print) -> None:
        self._say = say
        self._kept: dict[str, Kept] = {}
        self._kinds: dict[str, Kind] = {}
        self._nats: Client | None = None
        self._place: Place | None = None
        self._nursery: Nursery | None = None
        self._at_once = asyncio.Event()
        self.cold_start_seconds = 0.0

    async def start(self, place: Place) -> None:
        """Everything is up and answers when this returns. Refuses: CannotStart, and nothing is left running."""
        began = time.monotonic()
        try:
            await self._prepare(place)
            stage = START_ORDER[1]
            await self._start(stage, {it.name: self._spoken_to(place, it) for it in of_kinds(stage)})
        except BaseException:
            await self.stop()
            raise
        self.cold_start_seconds = time.monotonic() - began

    async def start_servers(self, place: Place) -> None:
        """The servers and the mailbox alone: what integration tests need. Refuses: CannotStart."""
        self._place = place
        keys.make(place.keys)
        try:
            await self._start(START_ORDER[0], servers.launches(place))
            self._nats = await nats.connect(
                place.nats_url, max_reconnect_attempts=-1, reconnect_time_wait=0.1, error_cb=servers.ignore
            )
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Services first, then the worker, then the servers. When this returns, nothing is left running."""
        if self._nats is not None:
            await self._nats.close()
            self._nats = None
        if self._nursery is not None:
            await self._nursery.close()
        for kinds in STOP_ORDER:
            names = [name for name in self._kept if self._kinds[name] in kinds]
            await asyncio.gather(*(self._kept[name].stop(at_once=self._at_once) for name in names))
            for name in names:
                del self._kept[name]
        if self._place is not None:
            running.forget(self._place.data)

    @property
    def place(self) -> Place:
        """Where it runs; only once it was started."""
        assert self._place is not None
        return self._place

    def hurry(self) -> None:
        """Makes a stop that is under way a hard one."""
        self._at_once.set()

    def pid(self, name: str) -> int | None:
        """The process's id; None while it is dead."""
        return self._kept[name].pid

    def pids(self) -> dict[str, int]:
        """Who is alive, by name, in the order of the start."""
        return {name: kept.pid for name, kept in self._kept.items() if kept.pid is not None}

    async def kill9(self, name: str) -> None:
        """Kills one process, and waits for its death. It is started again like any that died."""
        await self._kept[name].kill()

    async def until_ready(self, name: str, seconds: float = READY_WITHIN_SECONDS) -> None:
        """Returns when the process does its work (again). Refuses: CannotStart when it does not."""
        await self._kept[name].until_ready(seconds)

    async def _start(self, kinds: tuple[Kind, ...], launches: dict[str, Launch]) -> None:
        """All of one stage at once; returns when each is ready."""
        for process in of_kinds(kinds):
            ours = process.kind in ("service", "worker")
            self._keep(launches[process.name], process.kind, self._spawn_ours if ours else spawn)
        await all_or_first_refusal(self.until_ready(process.name) for process in of_kinds(kinds))

    def _keep(self, launch: Launch, kind: Kind, how: Spawn) -> None:
        """Begins its life, and the watch over it."""
        log = self.place.logs / f"{launch.name}.log"
        self._kinds[launch.name] = kind
        self._kept[launch.name] = Kept(launch, log, self._say, self._write_down, how)
        self._kept[launch.name].start()

    def _open_nursery(self) -> None:
        """Ours are born there; where it cannot be, each is started from nothing."""
        if sys.platform == "linux":
            words = (process.command for process in of_kinds(START_ORDER[1]))
            self._nursery = Nursery(self.place.data, [module for _, _, module in words])
            self._keep(self._nursery.launch, "local", self._nursery.begin)

    @property
    def _spawn_ours(self) -> Spawn:
        return spawn if self._nursery is None else self._nursery.fork

    def _write_down(self) -> None:
        running.write(self.place.data, self.pids())

    async def _prepare(self, place: Place) -> None:
        """The servers, then databases and streams. What takes long to load is loaded meanwhile."""
        self._place = place
        keys.make(place.keys)
        self._open_nursery()
        databases = asyncio.create_task(prepare_databases(place, self._spawn_ours))
        try:
            await self.start_servers(place)
            began = time.monotonic()
            nursery = [self.until_ready("nursery")] if self._nursery else []
            await all_or_first_refusal((*nursery, prepare_streams(place), outcome(databases)))
        finally:
            databases.cancel()
            await asyncio.gather(databases, return_exceptions=True)
        self._say(f"databases and streams are ready after {time.monotonic() - began:.1f} s")

    def _spoken_to(self, place: Place, process: Process) -> Launch:
        """A service or the worker: ready when it says so on its health subject."""
        program, *words = process.command
        argv = (sys.executable if program == "python" else program, *words)
        told = place.environment(process.name)
        return Launch(process.name, argv, told, ready=lambda: self._is_well(process.name))

    async def _is_well(self, name: str) -> bool:
        if self._nats is None or not self._nats.is_connected:
            return False
        try:
            answer = await self._nats.request(f"health.{name}", b"{}", timeout=1.0)
            return json.loads(answer.data)["ready"] is True
        except (NatsError, OSError, ValueError, LookupError, TypeError):
            return False


async def prepare_databases(place: Place, spawn_ours: Spawn) -> None:
    """In a process of its own, which takes the migrations' memory along when it ends. Refuses: CannotStart."""
    told = {
        "LUOTSI_POSTGRES_ADDRESS": f"{HOST}:{place.ports.postgres}",
        "LUOTSI_POSTGRES_PASSWORDS": json.dumps(keys.passwords(place.keys)),
    }
    log = place.logs / "databases.log"
    launch = Launch("databases", (sys.executable, "-m", "deploy.databases"), told, ready=never)
    process = await spawn_ours(launch, log)
    try:
        code = await asyncio.wait_for(process.wait(), PREPARED_WITHIN_SECONDS)
    except BaseException as error:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        if isinstance(error, TimeoutError):
            late = f"the databases are not ready after {PREPARED_WITHIN_SECONDS:.0f} s: see {log}"
            raise CannotStart(late) from error
        raise
    if code:
        raise CannotStart(f"the databases cannot be prepared: {last_line(log)} (more in {log})")


async def prepare_streams(place: Place) -> None:
    """Declared by us, before anybody speaks or listens. Refuses: CannotStart."""
    try:
        await streams.declare(place.nats_url, streams.stream_bytes(place.data))
    except (NatsError, OSError) as error:
        raise CannotStart(f"the streams cannot be declared: {error}") from error


async def outcome(of: asyncio.Task[None]) -> None:
    """Waits for what was begun earlier."""
    await of


async def all_or_first_refusal(steps: Iterable[Coroutine[object, object, None]]) -> None:
    """All at once; when one is refused, the others are not waited for."""
    tasks = [asyncio.create_task(step) for step in steps]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
