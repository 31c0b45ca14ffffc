"""Our own processes as children of the fork server (server.py), which has imported already what they need.

Every child looks like one that was started from nothing: to `ps`, in its log, by its exit code.
"""

import asyncio
import contextlib
import itertools
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deploy.running import pid_file
from deploy.running.launch import Launch, make_room, spawn, surroundings

ROOM = "x" * 8192
"""The server's environment is this much longer than it need be: a child shows its own in the same place."""


class ForkServerDied(Exception):
    """It ended before it had answered: the order is given again to the server that is started in its place."""


class Forked:
    """A child of the fork server; the part of asyncio.subprocess.Process that its watch uses."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._ended = asyncio.Event()

    async def wait(self) -> int:
        """Its exit code; below zero for a signal."""
        await self._ended.wait()
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Nothing, once it has ended."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def ended(self, code: int) -> None:
        """The server says so."""
        self.returncode = code
        self._ended.set()


class ForkServer:
    """The platform's end of the pipes, over all lives of the server.

    modules: what it may be asked to run. data: the folder of the platform, for those who look for its processes.
    """

    def __init__(self, data: Path, modules: Sequence[str]) -> None:
        argv = (sys.executable, "-m", "deploy.running.fork_server.server", *modules)
        told = {"LUOTSI_DATA": str(data), "LUOTSI_ROOM": ROOM}
        self.launch = Launch("forkserver", argv, told, ready=self._is_ready)
        self._ready = False
        self._closed = False
        self._process: asyncio.subprocess.Process | None = None
        self._changed = asyncio.Condition()
        self._hearing: asyncio.Task[None] | None = None
        self._numbers = itertools.count(1)
        self._awaited: dict[int, asyncio.Future[Forked]] = {}
        self._children: dict[int, Forked] = {}

    async def begin(self, launch: Launch, log: Path) -> asyncio.subprocess.Process:
        """A life of the server itself, after the children of the one before are gone."""
        if self._hearing is not None:
            await self._hearing
        process = await spawn(launch, log, spoken_with=True)
        self._hearing = asyncio.create_task(self._hear(process), name="hears of the fork server")
        await self._change(process)
        return process

    async def fork(self, launch: Launch, log: Path) -> Forked:
        """A child that runs launch.argv, ("python", "-m", module); waits for a server if there is none now.

        Raises OSError when there will not be one, or it has no room for a child.
        """
        make_room(log)
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: self._process or self._closed)
            if self._closed or self._process is None:
                raise OSError("the platform is being stopped")
            with contextlib.suppress(ForkServerDied):
                return await self._order(self._process, launch, log)

    async def close(self) -> None:
        """No more children; those who wait for a server are told so."""
        self._closed = True
        async with self._changed:
            self._changed.notify_all()

    async def _order(self, process: asyncio.subprocess.Process, launch: Launch, log: Path) -> Forked:
        number = next(self._numbers)
        module = launch.argv[-1]
        order = {"number": number, "module": module, "log": str(log)}
        born: asyncio.Future[Forked] = asyncio.get_running_loop().create_future()
        self._awaited[number] = born
        assert process.stdin is not None
        line = json.dumps({**order, "environment": surroundings(launch.environment)})
        process.stdin.write(line.encode() + b"\n")
        return await born

    async def _hear(self, process: asyncio.subprocess.Process) -> None:
        """What one server says, until it is dead; its children died with it."""
        assert process.stdout is not None
        async for line in process.stdout:
            self._heard(json.loads(line))
        self._ready = False
        await self._change(None)
        for born in self._awaited.values():
            if not born.done():
                born.set_exception(ForkServerDied)
        self._awaited.clear()
        for child in self._children.values():
            child.kill()
            while pid_file.born(child.pid) is not None:
                await asyncio.sleep(0.01)
            child.ended(-signal.SIGKILL)
        self._children.clear()

    def _heard(self, report: dict[str, Any]) -> None:
        """One line of the server's."""
        if "code" in report:
            self._children.pop(report["pid"]).ended(report["code"])
        elif "order" in report:
            self._hear_of_order(self._awaited.pop(report["order"]), report)
        else:
            self._ready = True

    def _hear_of_order(self, born: asyncio.Future[Forked], report: dict[str, Any]) -> None:
        if "pid" not in report:
            if not born.done():
                born.set_exception(OSError(f"the fork server has no room for it ({report['error']})"))
            return
        child = self._children[report["pid"]] = Forked(report["pid"])
        if born.done():  # whoever ordered it has gone
            child.kill()
        else:
            born.set_result(child)

    async def _change(self, process: asyncio.subprocess.Process | None) -> None:
        async with self._changed:
            self._process = process
            self._changed.notify_all()

    async def _is_ready(self) -> bool:
        return self._ready
