"""A stranger's file is looked into by a process of its own, with little memory and time, and no secret of ours."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from services.paper_seals.found import Checked

_ROOT = Path(__file__).parents[2]
_LONGEST_S = 90.0
"""By the wall, whatever it does; of the processor it has less."""

_MOST_WAITING = 8
"""Each holds its file meanwhile."""

_one_at_a_time = asyncio.Semaphore(1)
_waiting: set[object] = set()


class UnreadableFile(Exception):
    """It is no PDF that can be read, or reading it would take more than a paper of ours does."""


class TooManyAtOnce(Exception):
    """Others wait already."""


async def checked(file: bytes, certificates: Sequence[str]) -> Checked:
    """As checking.check, one file at a time. Raises UnreadableFile, TooManyAtOnce."""
    if len(_waiting) >= _MOST_WAITING:
        raise TooManyAtOnce
    _waiting.add(mine := object())
    try:
        async with _one_at_a_time:
            told = await _told(json.dumps(list(certificates)).encode() + b"\n" + file)
    finally:
        _waiting.discard(mine)
    return Checked.model_validate_json(told)


async def _told(given: bytes) -> bytes:
    looking = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.paper_seals",
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
        raise UnreadableFile from None
    finally:
        if looking.returncode is None:
            looking.kill()
            await looking.wait()
    if looking.returncode or not told:
        raise UnreadableFile
    return told
