"""The platform as one thing: starts every process in order, keeps it running, and stops it in order."""

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import Callable, Collection, Coroutine, Iterable

from nats.aio.client import Client
from nats.errors import Error as NatsError

from deploy import streams
from deploy.machine import keys, servers
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.processes import START_ORDER, STOP_ORDER, Kind, Process, of_kinds
from deploy.room import stream_bytes
from deploy.running import errands, pid_file
from deploy.running.fork_server.client import ForkServer
from deploy.running.launch import CannotStart, Launch, Spawn, spawn
from deploy.running.restarting import WatchedProcess

READY_WITHIN_SECONDS = 120.0


class Platform:
    """Every process of the list on one machine. One instance is one run, from `start` to `stop`.

    say: hears, in one line each, of what starts, dies and comes back. cold_start_seconds: what `start` took.
    """

    def __init__(self, say: Callable[[str], None] = print) -> None:
        self._say = where_there_is_room(say)
        self._watched: dict[str, WatchedProcess] = {}
        self._kinds: dict[str, Kind] = {}
        self._nats: Client | None = None
        self._installation: Installation | None = None
        self._fork_server: ForkServer | None = None
        self._at_once = asyncio.Event()
        self.cold_start_seconds = 0.0

    async def start(self, installation: Installation) -> None:
        """Everything is up and answers when this returns. Refuses: CannotStart, and nothing is left running."""
        began = time.monotonic()
        try:
            await self._prepare(installation)
            stage = START_ORDER[1]
            await self._start(stage, {it.name: self._spoken_to(installation, it) for it in of_kinds(stage)})
        except BaseException:
            await self.stop()
            raise
        self.cold_start_seconds = time.monotonic() - began

    async def start_servers(self, installation: Installation, without: Collection[str] = ()) -> None:
        """The servers and the mailbox alone: what integration tests need. Refuses: CannotStart.

        without: what is started when it is asked for, by `start_server`.
        """
        self._installation = installation
        await make_keys(installation)
        made = servers.launches(installation, self._spawn_ours)
        try:
            await self._start(START_ORDER[0], {name: made[name] for name in made.keys() - set(without)})
            self._nats = await installation.broker.connect(
                max_reconnect_attempts=-1,
                reconnect_time_wait=0.1,
                error_cb=servers.ignore,
            )
        except BaseException:
            await self.stop()
            raise

    async def stop_server(self, name: str) -> None:
        """One of them, which stays away until it is started; the others go on."""
        await self._watched.pop(name).stop(at_once=self._at_once)

    async def start_server(self, name: str) -> None:
        """One that was left out, or stopped. Refuses: CannotStart."""
        self._watch(servers.launches(self.installation, self._spawn_ours)[name], "server", spawn)
        await self.until_ready(name)

    async def stop(self) -> None:
        """Services first, then the worker, then the servers. When this returns, nothing is left running."""
        if self._nats is not None:
            await self._nats.close()
            self._nats = None
        if self._fork_server is not None:
            await self._fork_server.close()
        for kinds in STOP_ORDER:
            names = [name for name in self._watched if self._kinds[name] in kinds]
            await asyncio.gather(*(self._watched[name].stop(at_once=self._at_once) for name in names))
            for name in names:
                del self._watched[name]
        if self._installation is not None:
            pid_file.forget(self._installation.data)

    @property
    def installation(self) -> Installation:
        """Where it runs; only once it was started."""
        assert self._installation is not None
        return self._installation

    def hurry(self) -> None:
        """Makes a stop that is under way a hard one."""
        self._at_once.set()

    def pid(self, name: str) -> int | None:
        """The process's id; None while it is dead."""
        return self._watched[name].pid

    def pids(self) -> dict[str, int]:
        """Who is alive, by name, in the order of the start."""
        return {name: watched.pid for name, watched in self._watched.items() if watched.pid is not None}

    async def kill9(self, name: str) -> None:
        """Kills one process, and waits for its death. It is started again like any that died."""
        await self._watched[name].kill()

    async def until_ready(self, name: str, seconds: float = READY_WITHIN_SECONDS) -> None:
        """Returns when the process does its work (again). Refuses: CannotStart when it does not."""
        await self._watched[name].until_ready(seconds)

    async def said_by(self, module: str) -> str:
        """What a program of ours says until it ends, while everything is up. Refuses: CannotStart."""
        said = self.installation.data / f"{module}.said"
        try:
            await errands.run(module, self.installation.environment(keys.OPERATOR), said, self._spawn_ours)
            return said.read_text()
        finally:
            said.unlink(missing_ok=True)  # it may name people, and is no log

    async def _start(self, kinds: tuple[Kind, ...], launches: dict[str, Launch]) -> None:
        """All of one stage that are to be launched, at once; returns when each is ready."""
        for process in of_kinds(kinds):
            if process.name in launches:
                ours = process.command[0] == "python"
                self._watch(launches[process.name], process.kind, self._spawn_ours if ours else spawn)
        await all_or_first_refusal(self.until_ready(name) for name in launches)

    def _watch(self, launch: Launch, kind: Kind, how: Spawn) -> None:
        """Begins its life, and the watch over it."""
        log = self.installation.logs / f"{launch.name}.log"
        self._kinds[launch.name] = kind
        self._watched[launch.name] = WatchedProcess(launch, log, self._say, self._write_down, how)
        self._watched[launch.name].start()

    def _open_fork_server(self) -> None:
        """Ours are born there; where it cannot be, each is started from nothing."""
        if sys.platform == "linux":
            words = (process.command for process in of_kinds(START_ORDER[1]))
            self._fork_server = ForkServer(self.installation.data, [module for _, _, module in words])
            self._watch(self._fork_server.launch, "local", self._fork_server.begin)

    @property
    def _spawn_ours(self) -> Spawn:
        return spawn if self._fork_server is None else self._fork_server.fork

    def _write_down(self) -> None:
        pid_file.write(self.installation.data, self.pids())

    async def _prepare(self, installation: Installation) -> None:
        """The servers, then databases and streams. What takes long to load is loaded meanwhile."""
        self._installation = installation
        await make_keys(installation)
        self._open_fork_server()
        databases = asyncio.create_task(prepare_databases(installation, self._spawn_ours))
        try:
            # Some of the servers wait for what is loaded there: if it cannot be, that is what is said.
            fork_server = [self.until_ready("forkserver")] if self._fork_server else []
            await all_or_first_refusal((*fork_server, self.start_servers(installation)))
            began = time.monotonic()
            await all_or_first_refusal((prepare_streams(installation), outcome(databases)))
        finally:
            databases.cancel()
            await asyncio.gather(databases, return_exceptions=True)
        self._say(f"databases and streams are ready after {time.monotonic() - began:.1f} s")

    def _spoken_to(self, installation: Installation, process: Process) -> Launch:
        """A service or the worker: ready when it says so on its health subject."""
        program, *words = process.command
        argv = (sys.executable if program == "python" else program, *words)
        told = installation.environment(process.name)
        return Launch(process.name, argv, told, ready=lambda: self._is_well(process.name))

    async def _is_well(self, name: str) -> bool:
        if self._nats is None or not self._nats.is_connected:
            return False
        try:
            answer = await self._nats.request(f"health.{name}", b"{}", timeout=1.0)
            return json.loads(answer.data)["ready"] is True
        except (NatsError, OSError, ValueError, LookupError, TypeError):
            return False


def where_there_is_room(say: Callable[[str], None]) -> Callable[[str], None]:
    """Its line may go to a file on a full disk: what it tells of must not end with it."""

    def told(line: str) -> None:
        with contextlib.suppress(OSError):
            say(line)

    return told


async def make_keys(installation: Installation) -> None:
    """In a process of its own, which takes along what it loads for it. Refuses: CannotStart."""
    if not keys.are_made(installation.keys):
        told = {"LUOTSI_KEYS": str(installation.keys)}
        await errands.run("deploy.machine.keys", told, installation.logs / "keys.log", spawn)


async def prepare_databases(installation: Installation, spawn_ours: Spawn) -> None:
    """In a process of its own, which takes the migrations' memory along when it ends. Refuses: CannotStart."""
    told = {
        "LUOTSI_POSTGRES_ADDRESS": f"{HOST}:{installation.ports.postgres}",
        "LUOTSI_POSTGRES_PASSWORDS": json.dumps(keys.passwords(installation.keys)),
    }
    await errands.run("deploy.machine.databases", told, installation.logs / "databases.log", spawn_ours)


async def prepare_streams(installation: Installation) -> None:
    """Declared by us, before anybody speaks or listens. Refuses: CannotStart."""
    try:
        await streams.declare(installation.broker, stream_bytes(installation.data))
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
