"""How one process is started, asked whether it is ready, and ended."""

import asyncio
import contextlib
import dataclasses
import os
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Protocol

from deploy import CHECKOUT

LOG_BYTES_KEPT = 20 << 20


class CannotStart(Exception):
    """Says in one sentence why nothing was started."""


async def nothing() -> None:
    """What most processes need before they start."""


async def never() -> bool:
    """The readiness of what does its work and ends."""
    return False


@dataclasses.dataclass(frozen=True)
class Launch:
    """One process, ready to be started as often as it takes.

    ready: whether it does its work now; answers within seconds, raises nothing.
    before: puts right what an earlier life may have left behind.
    stop: the signal for a clean end. end: for an end at once; also sent when the platform itself dies.
    patience: seconds from `stop` until `end`.
    """

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str]
    ready: Callable[[], Awaitable[bool]]
    before: Callable[[], Awaitable[None]] = nothing
    stop: signal.Signals = signal.SIGTERM
    end: signal.Signals = signal.SIGKILL
    patience: float = 10.0


class Running(Protocol):
    """What runs, as far as its watch cares; asyncio.subprocess.Process is one."""

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> int | None: ...

    async def wait(self) -> int: ...

    def send_signal(self, signal: int) -> None: ...

    def kill(self) -> None: ...


Spawn = Callable[[Launch, Path], Awaitable[Running]]
"""Starts a launch, whose words go to the log: `spawn`, or the fork server's way."""


async def spawn(launch: Launch, log: Path, *, spoken_with: bool = False) -> asyncio.subprocess.Process:
    """Starts it in a session of its own, so that Ctrl-C reaches the platform alone; its words go to the log.

    spoken_with: its standard input and output are pipes to us.
    """
    make_room(log)
    pipe = asyncio.subprocess.PIPE
    with log.open("ab") as opened:
        return await asyncio.create_subprocess_exec(
            *dying_with_us(launch.end),
            *launch.argv,
            stdin=pipe if spoken_with else asyncio.subprocess.DEVNULL,
            stdout=pipe if spoken_with else opened,
            stderr=opened,
            cwd=CHECKOUT,
            env=surroundings(launch.environment),
            start_new_session=True,
        )


def surroundings(told: Mapping[str, str]) -> dict[str, str]:
    """Ours, without what somebody else's platform may have put there, and what this process is told."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LUOTSI_")}
    return {**ours, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(CHECKOUT), **told}


def make_room(log: Path) -> None:
    """A log that has grown long is put aside; one old one is kept."""
    log.parent.mkdir(mode=0o700, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_BYTES_KEPT:
        log.replace(log.with_suffix(".log.1"))


def cut(log: Path) -> None:
    """The same while its program runs, which writes at the end, wherever that is: what it has said is copied away.

    A word that is said between the copy's end and the cut is lost. A disk without room leaves the log as it is.
    """
    with contextlib.suppress(OSError):
        if log.stat().st_size > LOG_BYTES_KEPT:
            with log.open("rb") as said, log.with_suffix(".log.1").open("wb") as old:
                shutil.copyfileobj(said, old)
            os.truncate(log, 0)


def dying_with_us(end: signal.Signals) -> tuple[str, ...]:
    """What goes before a program's words, so that it ends with the thread that starts it."""
    if sys.platform != "linux":
        return ()
    return (
        sys.executable,
        "-I",
        "-S",
        str(CHECKOUT / "deploy" / "running" / "die_with_parent.py"),
        str(int(end)),
        str(os.getpid()),
    )


async def listens(host: str, port: int) -> bool:
    """Whether somebody accepts connections there."""
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), 1.0)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True


async def succeeds(*argv: str, seconds: float = 5.0) -> bool:
    """Whether a short program ends well and in time."""
    process = await asyncio.create_subprocess_exec(
        *argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        return await asyncio.wait_for(process.wait(), seconds) == 0
    except TimeoutError:
        process.kill()
        await process.wait()
        return False
