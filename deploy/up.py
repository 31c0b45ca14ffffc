"""`./luotsi up`: the whole platform on this machine, until Ctrl-C."""

import asyncio
import contextlib
import signal
import time
from collections.abc import Awaitable, Callable

from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.operating.addresses import addresses
from deploy.platform import Platform

Work = Callable[[Platform], Awaitable[int | None]]

INTERRUPTED = 130
"""The exit code of work that Ctrl-C cut short, as shells have it."""


def up(installation: Installation) -> int:
    """Runs until it is told to stop; the result is the exit code."""
    return asyncio.run(run(installation, stay))


async def run(installation: Installation, work: Work) -> int:
    """Starts the platform, does the work on it, stops it; Ctrl-C and SIGTERM end the work and stop all cleanly.

    A second Ctrl-C stops it hard. work: its result is the exit code; None counts as 0.
    Refuses: CannotStart, with nothing left running.
    """
    began = time.monotonic()
    platform = Platform(lambda line: tell(f"{time.monotonic() - began:7.1f} s  {line}"))
    working = asyncio.create_task(start_and_work(installation, platform, work))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, interrupt, platform, working)
    try:
        return await working
    except asyncio.CancelledError:
        return INTERRUPTED
    finally:
        installation.close()


async def start_and_work(installation: Installation, platform: Platform, work: Work) -> int:
    """From nothing running to nothing running."""
    tell(f"Starting on {installation.data}")
    try:
        await platform.start(installation)
        tell(f"Everything is up after {platform.cold_start_seconds:.1f} s")
        return await work(platform) or 0
    finally:
        await shielded(platform.stop())
        tell("Stopped; nothing is left running.")


def interrupt(platform: Platform, working: "asyncio.Task[int]") -> None:
    """The first time: please stop; the second time: now."""
    if working.cancelling():
        tell("Stopping at once")
        platform.hurry()
        return
    tell("Stopping (once more stops at once)")
    working.cancel()


async def shielded(stopping: Awaitable[None]) -> None:
    """Goes through with it, whatever else is cancelled."""
    task = asyncio.ensure_future(stopping)
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise
    task.result()


async def stay(platform: Platform) -> None:
    """Says what is running and where, then waits for Ctrl-C."""
    tell(whereabouts(platform.installation, platform.pids()))
    tell(await addresses(platform.installation))
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.Event().wait()


def whereabouts(installation: Installation, pids: dict[str, int]) -> str:
    """What is running and where, in lines."""
    where = {
        "postgres": f"{HOST}:{installation.ports.postgres}",
        "nats": f"{installation.nats_url} (monitor: http://{HOST}:{installation.ports.nats_monitor})",
        "temporal": installation.temporal_address,
        "mailbox": f"{HOST}:{installation.ports.smtp} (mails: {installation.mail})",
        "portal": installation.url("portal"),
        "console": installation.url("console"),
    }
    lines = [f"  {name:<10} pid {pid:<8} {where.get(name, '')}".rstrip() for name, pid in pids.items()]
    kept = [f"  {'data':<10} {installation.data}", f"  {'logs':<10} {installation.logs}"]
    return "\n".join(
        ["Running:", *lines, *kept, "Ctrl-C stops everything; the same command continues later."]
    )


def tell(line: str) -> None:
    """To the terminal, at once. One that is gone (`| head`, a closed window) must not bring the platform down."""
    with contextlib.suppress(OSError):
        print(line, flush=True)
