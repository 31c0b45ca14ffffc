"""A program of ours that does one thing and ends: born like the services, where what it needs is loaded already."""

import asyncio
import contextlib
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.running.launch import CannotStart, Launch, Spawn, never
from deploy.running.restarting import last_line

ENDS_WITHIN_SECONDS = 120.0


async def run(module: str, told: Mapping[str, str], said: Path, spawn_ours: Spawn) -> None:
    """Until it has ended well. said: the file that its words go to. Refuses: CannotStart."""
    launch = Launch(module.rpartition(".")[2], (sys.executable, "-m", module), told, ready=never)
    process = await spawn_ours(launch, said)
    try:
        code = await asyncio.wait_for(process.wait(), ENDS_WITHIN_SECONDS)
    except BaseException as error:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        if isinstance(error, TimeoutError):
            late = f"{launch.name}: not done after {ENDS_WITHIN_SECONDS:.0f} s: see {said}"
            raise CannotStart(late) from error
        raise
    if code:
        raise CannotStart(f"{launch.name}: cannot be done: {last_line(said)} (more in {said})")
