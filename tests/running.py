"""A service that runs in the process of the tests, with its loops."""

import asyncio
from dataclasses import dataclass
from typing import Any

from deploy import streams
from deploy.machine.installation import DOORS
from services.runtime.cancelling import cancel_all
from services.runtime.service import Service

KEEP_NOTHING = {*streams.SPEAKERS, "notices"}
"""They keep what they know in their databases alone. A door remembers people, which its pages take with them when
they end; the worker remembers its histories, and does not rest.
"""
MAY_REST = {*KEEP_NOTHING, *DOORS}


@dataclass(frozen=True)
class Running:
    """A service and its loops, in this process."""

    service: Service[Any]
    loops: list[asyncio.Task[None]]

    def is_as_new(self) -> bool:
        """Nothing has ended, and nobody is away."""
        return not self.service.dependencies.away() and not any(loop.done() for loop in self.loops)

    async def rest(self) -> None:
        """A door has no pages until it goes on."""
        if self.service.name in DOORS:
            first = len(self.loops) - len(self.service._background)
            await cancel_all(self.loops[first:])
            del self.loops[first:]

    async def go_on(self) -> None:
        """A door with new pages, which remember nobody."""
        service = self.service
        if service.name in DOORS and service._prepare:
            service.resources = service.transactions._resources = await service._prepare(service)
            own = [asyncio.ensure_future(service._keep_going(one)) for one in service._background]
            self.loops.extend(own)

    async def end(self) -> None:
        """Its loops first, then its connection."""
        await cancel_all(self.loops)
        await self.service.leave()
        await self.service.engine.dispose()
