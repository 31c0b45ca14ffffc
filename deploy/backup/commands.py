"""`./luotsi backup` and `./luotsi restore`, with what they tell of their work."""

import asyncio
import time
from pathlib import Path

from deploy.backup import restoring
from deploy.backup.copying import back_up
from deploy.backup.room import size_of
from deploy.backup.tables import laying, taking
from deploy.machine.installation import Installation
from deploy.production.elsewhere import Elsewhere
from deploy.running.launch import CannotStart


def backup(where: Installation | Elsewhere, to: Path, seal_for: str | None) -> int:
    """Refuses: CannotStart."""
    if isinstance(where, Elsewhere):
        made = asyncio.run(taking.back_up(where, to, _Telling(), seal_for))
    else:
        made = asyncio.run(back_up(where, to, _Telling(), seal_for=seal_for))
    read_back = "was read back before it was sealed" if seal_for else "was read back"
    print(f"{made} holds {size_of(made) >> 20} MB, and {read_back}.")
    print(
        f"The keys are not in it. Keep a copy of {where.keys} in another place: without them it is of no use."
    )
    if isinstance(where, Elsewhere):
        print(
            "Temporal's store is not in it: whoever restores it begins each open process anew in its phase."
        )
    if seal_for:
        print(f"It is sealed for {seal_for}: keep the other half of that key too, in a third place.")
    return 0


def restore(made: Path, keys: Path | None, data: Path, ports_base: int | None, opened_by: Path | None) -> int:
    """Into the servers that the environment names, else into a folder here. Refuses: CannotStart."""
    if where := Elsewhere.told():
        done = asyncio.run(laying.restore_elsewhere(made, where, _Telling(), opened_by))
        print(*done, sep="\n")
        print(
            "Ready: start the programs with an empty broker and an empty Temporal, then ./luotsi begin-lost"
        )
        return 0
    if keys is None:
        raise CannotStart("--keys is missing: name the copy of the keys, without which it is of no use")
    done = asyncio.run(restoring.restore(made, keys, data, _Telling(), ports_base, opened_by))
    print(*done, sep="\n")
    print(f"Ready: ./luotsi up --data {data}")
    return 0


class _Telling:
    """Each step with the seconds since the first."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self, line: str) -> None:
        print(f"{time.monotonic() - self._began:7.1f} s  {line}", flush=True)
