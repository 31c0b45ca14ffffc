"""A platform with two of every process of ours: what one does, the other must neither do again nor leave."""

import asyncio
import dataclasses
import json

from nats.aio.msg import Msg

from deploy.machine.installation import DOORS, Installation
from deploy.machine.ports import free_ports
from deploy.platform import Platform
from deploy.processes import START_ORDER, Process, of_kinds

OURS = of_kinds(START_ORDER[1])
_ANSWERED_WITHIN_S = 2.0


def second_of(name: str) -> str:
    return f"{name}-2"


class TwofoldPlatform(Platform):
    """The second ones are started when the first do their work, and are watched, killed and stopped like them."""

    async def start(self, installation: Installation) -> None:
        await super().start(installation)
        try:
            for process in OURS:
                self._watch_second(installation, process)
            for process in OURS:
                await self.until_ready(second_of(process.name))
        except BaseException:
            await self.stop()
            raise

    def _watch_second(self, installation: Installation, process: Process) -> None:
        first = self._spoken_to(installation, process)
        told = dict(first.environment)
        if process.name in DOORS:
            told["LUOTSI_HTTP_PORT"] = str(next(free_ports()))
        second = dataclasses.replace(
            first,
            name=second_of(process.name),
            environment=told,
            ready=lambda: self._both_are_well(process.name),
        )
        self._watch(second, process.kind, self._spawn_ours)

    async def _both_are_well(self, name: str) -> bool:
        """Both say so: whoever watches hears either of them only."""
        assert self._nats is not None
        if not self._nats.is_connected:
            return False
        inbox = self._nats.new_inbox()
        well = asyncio.Semaphore(0)

        async def hear(message: Msg) -> None:
            if json.loads(message.data or b"{}").get("ready"):
                well.release()

        heard = await self._nats.subscribe(inbox, cb=hear)
        try:
            await self._nats.publish(f"health.{name}", b"{}", reply=inbox)
            async with asyncio.timeout(_ANSWERED_WITHIN_S):
                await well.acquire()
                await well.acquire()
            return True
        except TimeoutError:
            return False
        finally:
            await heard.unsubscribe()
