"""`./luotsi backup` and `./luotsi restore`, with what they tell of their work."""

import asyncio
import time
from pathlib import Path

from deploy.backup import restoring
from deploy.backup.copying import back_up, size_of
from deploy.backup.opening import opened
from deploy.machine.installation import Installation


def backup(installation: Installation, to: Path, seal_for: str | None) -> int:
    """Refuses: CannotStart."""
    made = asyncio.run(back_up(installation, to, _Telling(), seal_for=seal_for))
    read_back = "was read back before it was sealed" if seal_for else "was read back"
    print(f"{made} holds {size_of(made) >> 20} MB, and {read_back}.")
    print(
        f"The keys are not in it. Keep a copy of {installation.keys} in another place: without them it is of no use."
    )
    if seal_for:
        print(f"It is sealed for {seal_for}: keep the other half of that key too, in a third place.")
    return 0


def restore(made: Path, keys: Path, data: Path, ports_base: int | None, opened_by: Path | None) -> int:
    """Refuses: CannotStart."""
    restoring.check_empty(data)
    with opened(made, opened_by, data) as folder:
        done = asyncio.run(restoring.restore(folder, keys, data, _Telling(), ports_base))
    print(*done, sep="\n")
    print(f"Ready: ./luotsi up --data {data}")
    return 0


class _Telling:
    """Each step with the seconds since the first."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self, line: str) -> None:
        print(f"{time.monotonic() - self._began:7.1f} s  {line}", flush=True)
