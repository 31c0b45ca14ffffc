"""`./luotsi up`: the whole platform on this machine, until Ctrl-C."""

import asyncio
import contextlib
import signal
import time
from collections.abc import Awaitable, Callable, Coroutine

from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.platform import Platform

Work = Callable[[Platform], Awaitable[int | None]]

ADDRESSES = "deploy.operating.addresses"
"""A program of its own: it needs the messages of several services, which `up` itself need not load."""
INTERRUPTED = 130
"""The exit code of work that Ctrl-C cut short, as shells have it."""
CANCELLED_AGAIN_AFTER_S = 2.0
"""Long enough for what is under way to end by itself."""


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
    interrupted = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, interrupt, platform, interrupted)
    try:
        return await unless(interrupted, start_and_work(installation, platform, work))
    except asyncio.CancelledError:
        return INTERRUPTED
    finally:
        await platform.stop()
        tell("Stopped; nothing is left running.")
        installation.close()


async def start_and_work(installation: Installation, platform: Platform, work: Work) -> int:
    """From nothing running to the end of the work."""
    tell(f"Starting on {installation.data}")
    await platform.start(installation)
    tell(f"Everything is up after {platform.cold_start_seconds:.1f} s")
    return await work(platform) or 0


def interrupt(platform: Platform, interrupted: asyncio.Event) -> None:
    """The first time: please stop; the second time: now."""
    if interrupted.is_set():
        tell("Stopping at once")
        platform.hurry()
        return
    tell("Stopping (once more stops at once)")
    interrupted.set()


async def unless(interrupted: asyncio.Event, doing: Coroutine[object, object, int]) -> int:
    """What it returns, or CancelledError when it was interrupted; it has ended in either case.

    It is cancelled as often as it takes: `asyncio.wait_for` of Python 3.11 swallows a cancellation that comes at
    the moment of its result, and whoever calls it would go on for good.
    """
    working, heard = asyncio.ensure_future(doing), asyncio.ensure_future(interrupted.wait())
    await asyncio.wait({working, heard}, return_when=asyncio.FIRST_COMPLETED)
    heard.cancel()
    while not working.done():
        working.cancel()
        await asyncio.wait({working}, timeout=CANCELLED_AGAIN_AFTER_S)
    return working.result()


async def stay(platform: Platform) -> None:
    """Says what is running and where, then waits for Ctrl-C, which may come before all is said."""
    tell(whereabouts(platform.installation, platform.pids()))
    with contextlib.suppress(asyncio.CancelledError):
        tell((await platform.said_by(ADDRESSES)).rstrip())
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
