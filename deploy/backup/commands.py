"""`./luotsi backup` and `./luotsi restore`, with what they tell of their work."""

import asyncio
import time
from pathlib import Path

from deploy.backup.copying import back_up, size_of
from deploy.backup.restoring import restore as laid_out
from deploy.machine.installation import Installation


def backup(installation: Installation, to: Path) -> int:
    """Refuses: CannotStart."""
    made = asyncio.run(back_up(installation, to, _Telling()))
    print(f"{made} holds {size_of(made) >> 20} MB, and was read back.")
    print(
        f"The keys are not in it. Keep a copy of {installation.keys} in another place: without them it is of no use."
    )
    return 0


def restore(made: Path, keys: Path, data: Path, ports_base: int | None) -> int:
    """Refuses: CannotStart."""
    done = asyncio.run(laid_out(made, keys, data, _Telling(), ports_base))
    print(*done, sep="\n")
    print(f"Ready: ./luotsi up --data {data}")
    return 0


class _Telling:
    """Each step with the seconds since the first."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self, line: str) -> None:
        print(f"{time.monotonic() - self._began:7.1f} s  {line}", flush=True)
