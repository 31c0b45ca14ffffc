"""What many tests begin with is grown once in a run, and each of them goes on from copies of it.

Copied are the databases, the keys and the clock, when everything is said and heard. The streams begin anew: what was
said while it grew is in the databases only.
"""

import shutil
from collections.abc import Awaitable, Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

from deploy.streams import SPEAKERS
from tests.house import House

T = TypeVar("T")
Grow = Callable[[House], Awaitable[T]]
_kept: dict[Grow[Any], "Kept"] = {}


@dataclass(frozen=True)
class Kept:
    """told: what growing it told, ids and names. services: which were open, in their order."""

    told: Any
    services: tuple[str, ...]
    databases: dict[str, str]
    versions: dict[tuple[str, UUID], int]
    folder: Path


async def grown(house: House, grow: Grow[T]) -> T:
    """As `grow` leaves the house and what it tells, with the same ids and names for every test of this run.

    grow: a function of a module, which keeps nothing of the house in what it tells.
    """
    if grow not in _kept:
        _kept[grow] = await _keep(house, await grow(house))
    kept = _kept[grow]
    await _stop_all(house)
    await house.begin_streams()
    shutil.copytree(kept.folder, house.folder, dirs_exist_ok=True)
    await house.databases.begin_with(kept.databases)
    house.versions = dict(kept.versions)
    await house.open(*kept.services)
    told: T = deepcopy(kept.told)
    return told


async def _keep(house: House, told: Any) -> Kept:
    await house.quiet()
    services = tuple(house.services)
    await _stop_all(house)
    for name in set(services) & set(SPEAKERS):
        # Or it would be told once more to streams that have none of it.
        await house.rows(name, "DELETE FROM outbox")
    folder = house.folder.with_name(f"kept-{uuid4()}")
    shutil.copytree(house.folder, folder)
    return Kept(told, services, await house.databases.kept(), dict(house.versions), folder)


async def _stop_all(house: House) -> None:
    for name in tuple(house.services):
        await house.stop(name)
