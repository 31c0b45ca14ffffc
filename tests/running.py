"""A service that runs in the process of the tests, with its loops."""

import asyncio
from dataclasses import dataclass
from typing import Any

from deploy import streams
from services.runtime.cancelling import cancel_all
from services.runtime.service import Service

MAY_REST = {*streams.SPEAKERS, "notices"}
"""They keep what they know in their databases alone; a door remembers people for a while, the worker its histories."""


@dataclass(frozen=True)
class Running:
    """A service and its loops, in this process."""

    service: Service[Any]
    loops: list[asyncio.Task[None]]

    def is_as_new(self) -> bool:
        """Nothing has ended, and nobody is away."""
        return not self.service.dependencies.away() and not any(loop.done() for loop in self.loops)

    async def end(self) -> None:
        """Its loops first, then its connection."""
        await cancel_all(self.loops)
        await self.service.leave()
        await self.service.engine.dispose()
