"""What many tests begin with is grown once in a run, and each of them goes on from copies of it.

Kept is what is in the databases, and the clock, when everything is said and heard. The streams begin anew: what was
said while it grew is in the databases only.
"""

from collections.abc import Awaitable, Callable, Coroutine
from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from deploy.streams import SPEAKERS
from tests.contents import Contents
from tests.house import House
from tests.running import KEEP_NOTHING

T = TypeVar("T")
B = TypeVar("B", bound=Callable[..., Coroutine[Any, Any, Any]])
Grow = Callable[[House], Awaitable[T]]
_kept: dict[tuple[Callable[..., Any], tuple[str, ...]], "Kept"] = {}
"""By what made it, and which services were open before."""


@dataclass(frozen=True)
class Kept:
    """told: what growing it told, ids and names. services: which were open, in their order. clock: its file.

    said: by source, in its order.
    """

    told: Any
    services: tuple[str, ...]
    contents: dict[str, Contents]
    versions: dict[tuple[str, UUID], int]
    clock: bytes | None
    said: dict[str, list[Any]]


async def grown(house: House, grow: Grow[T]) -> T:
    """As `grow` leaves the house and what it tells, with the same ids and names for every test of this run.

    grow: a function of a module, which keeps nothing of the house in what it tells.
    """
    if (grow, ()) not in _kept:
        _kept[grow, ()] = await _keep(house, await grow(house))
    told: T = await _begun(house, _kept[grow, ()])
    return told


def copied(builder: B) -> B:
    """The same for a builder that tests call as they like: a copy where it is the first that is done in the house.

    What it said counts among the house's events; a service that should have heard it is open before. When its rows
    fall due no service has been told: a test of waking begins without a copy.
    """

    @wraps(builder)
    async def begin(house: House, *told: Any, **facts: Any) -> Any:
        if told or facts or not house.is_new or not house.services.keys() <= KEEP_NOTHING:
            return await builder(house, *told, **facts)
        which = builder, tuple(house.services)
        if which not in _kept:
            _kept[which] = await _keep(house, await builder(house, *told, **facts))
        begun = await _begun(house, _kept[which])
        house.said_while_grown = dict(_kept[which].said)
        return begun

    return cast(B, begin)


async def _begun(house: House, kept: Kept) -> Any:
    await house.begin_from(kept.services, kept.contents, kept.clock)
    house.versions = dict(kept.versions)
    return deepcopy(kept.told)


async def _keep(house: House, told: Any) -> Kept:
    await house.quiet()
    said = {source: found for source in SPEAKERS if (found := await house.events(source))}
    contents = {name: await house.databases.contents(name) for name in house.services}
    for name in contents.keys() & set(SPEAKERS):
        # Or it would be told once more to streams that have none of it.
        contents[name] = contents[name].without("outbox")
    clock = house.clock_file_now()
    return Kept(told, tuple(house.services), contents, dict(house.versions), clock, said)
