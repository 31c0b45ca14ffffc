"""What many tests begin with is grown once in a run, and each of them goes on from copies of it.

Kept is what is in the databases, and the clock, when everything is said and heard. The streams begin anew: what was
said while it grew is in the databases only.
"""

from collections.abc import Awaitable, Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from deploy.streams import SPEAKERS
from tests.contents import Contents
from tests.house import House

T = TypeVar("T")
Grow = Callable[[House], Awaitable[T]]
_kept: dict[Grow[Any], "Kept"] = {}


@dataclass(frozen=True)
class Kept:
    """told: what growing it told, ids and names. services: which were open, in their order. clock: its file."""

    told: Any
    services: tuple[str, ...]
    contents: dict[str, Contents]
    versions: dict[tuple[str, UUID], int]
    clock: bytes | None


async def grown(house: House, grow: Grow[T]) -> T:
    """As `grow` leaves the house and what it tells, with the same ids and names for every test of this run.

    grow: a function of a module, which keeps nothing of the house in what it tells.
    """
    if grow not in _kept:
        _kept[grow] = await _keep(house, await grow(house))
    kept = _kept[grow]
    await house.begin_from(kept.services, kept.contents, kept.clock)
    house.versions = dict(kept.versions)
    told: T = deepcopy(kept.told)
    return told


async def _keep(house: House, told: Any) -> Kept:
    await house.quiet()
    contents = {name: await house.databases.contents(name) for name in house.services}
    for name in contents.keys() & set(SPEAKERS):
        # Or it would be told once more to streams that have none of it.
        contents[name] = contents[name].without("outbox")
    return Kept(told, tuple(house.services), contents, dict(house.versions), house.clock_file_now())
