"""A stranger's file is looked into by a process of its own, with little memory and time, and no secret of ours.

One file at a time in each of our processes; what the other one may use, it bounds itself (`bounds`).
"""

import asyncio
import os
import sys
from pathlib import Path
from weakref import WeakValueDictionary

_ROOT = Path(__file__).parents[3]
_LONGEST_S = 90.0
"""By the wall, whatever it does; of the processor it has less."""

_MOST_WAITING = 8
"""Each holds its file meanwhile."""

_one_at_a_time = asyncio.Semaphore(1)
_waiting: set[object] = set()
_turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()


class SaidNothing(Exception):
    """It could not read what it was given, or not with what it may use."""


class TooManyAtOnce(Exception):
    """Others wait already."""


async def told_by(package: str, given: bytes, whose: str = "") -> bytes:
    """What the package's `__main__` says of what it is given. Raises SaidNothing, TooManyAtOnce.

    whose: who sent it; however many they send, they have one place among those who wait. Whoever is cancelled has none.
    """
    if not whose:
        return await _in_turn(package, given)
    async with _turns.setdefault(whose, asyncio.Lock()):
        return await _in_turn(package, given)


async def _in_turn(package: str, given: bytes) -> bytes:
    if len(_waiting) >= _MOST_WAITING:
        raise TooManyAtOnce
    _waiting.add(mine := object())
    try:
        async with _one_at_a_time:
            return await _told(package, given)
    finally:
        _waiting.discard(mine)


async def _told(package: str, given: bytes) -> bytes:
    looking = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        package,
        cwd=_ROOT,
        env={"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(_LONGEST_S):
            told, _ = await looking.communicate(given)
    except TimeoutError:
        raise SaidNothing from None
    finally:
        if looking.returncode is None:
            looking.kill()
            await looking.wait()
    if looking.returncode or not told:
        raise SaidNothing
    return told
