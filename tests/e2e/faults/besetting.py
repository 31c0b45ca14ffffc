"""A year that is beset: servers away for longer than ten deliveries, a full disk, power cuts, random kills.

Which fault meets which act follows from a seed. What must come out is the same as without.
"""

import asyncio
import contextlib
import dataclasses
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path

from nats.js import JetStreamContext

from deploy.demo.commission import Cast
from deploy.demo.commissions import PLAIN
from deploy.demo.driving.driver import Driver
from deploy.demo.script import Act, Calendar
from deploy.machine.installation import Installation
from deploy.platform import Platform
from deploy.processes import START_ORDER, of_kinds
from tests.e2e.killing import BACK_WITHIN_S, LONGEST_DELAY_S, VICTIMS
from tests.e2e.outcome import Outcome
from tests.patience import PATIENCE_S, nats_connection

OWN_MOUNTS = ("unshare", "--user", "--map-root-user", "--mount")
"""What is mounted by a program that is started so, it and its children see alone."""
SERVERS = ("temporal", "nats", "postgres", "mailbox")
FIRST_ACT = "sends an inquiry"
STORES = ("postgres", "nats", "temporal")
OURS = tuple(one.name for one in of_kinds(START_ORDER[1]))
FILLED_AGAIN_S = 0.2
DRAINED_WITHIN_S = 60.0
A_MOMENT = timedelta(seconds=1)
AT_ONCE_BYTES = 64 << 20

Fault = Callable[[], Coroutine[None, None, None]]


@dataclasses.dataclass(frozen=True)
class Plan:
    """away_s: how long each server is away. servers: which ones. full_s: how long the disk is full; 0: never. apart:
    acts between faults.
    """

    away_s: float = 12.0
    servers: str = ",".join(SERVERS)
    full_s: float = 0.0
    cuts: int = 1
    kills: int = 12
    apart: int = 1
    seed: int = 1


@dataclasses.dataclass
class Borne:
    """What the year has borne. tries: server -> how often one listener was brought events again while it was away.

    left: faults for which it was too short.
    """

    tries: dict[str, int] = dataclasses.field(default_factory=dict)
    away_s: float = 0.0
    full_s: float = 0.0
    cuts: int = 0
    killed: Counter[str] = dataclasses.field(default_factory=Counter)
    drained_s: float = 0.0
    left: int = 0

    @property
    def is_drained(self) -> bool:
        """As soon after the last fault as is promised."""
        return self.drained_s <= DRAINED_WITHIN_S

    def in_words(self) -> list[str]:
        away = [
            f"{server} was away for {self.away_s:.0f} s{_tried(times)}"
            for server, times in self.tries.items()
        ]
        cuts = (
            f"the disk was full for {self.full_s:.0f} s; {self.cuts} power cuts, {self.killed.total()} kills"
        )
        killed = ", ".join(f"{name} {times}" for name, times in sorted(self.killed.items()))
        left = [f"the year was over before {self.left} faults more"] if self.left else []
        drained = f"all that was due was done {self.drained_s:.1f} s after the last of them"
        late = "" if self.is_drained else f", NOT within {DRAINED_WITHIN_S:.0f} s"
        return [*away, cuts, *([f"killed: {killed}"] if killed else []), *left, drained + late]


def _tried(times: int) -> str:
    return f", one event was brought again {times} times" if times else ""


class Beset(Driver):
    """Carries the year out while one thing after another happens to the platform."""

    def __init__(
        self, platform: Platform, calendar: Calendar, plan: Plan, say: Callable[[str], None], cast: Cast
    ) -> None:
        super().__init__(platform.installation.broker, calendar, say, cast)
        self.patience_s = plan.away_s + plan.full_s + BACK_WITHIN_S
        self.borne = Borne(away_s=plan.away_s)
        self._platform = platform
        self._plan = plan
        self._tell = say
        self._chance = random.Random(plan.seed)
        self._is_on = asyncio.Event()
        self._to_come = self._in_an_order()
        self._has_begun = False
        self._acts_to_go = 0

    def _in_an_order(self) -> list[Fault]:
        """First the first server is away (Temporal), while an inquiry comes in; kills fall between the greater ones."""
        first, *others = self._plan.servers.split(",")
        great = [*map(self._away_of, others), *[self._power_cut] * self._plan.cuts]
        great += [self._full_disk] if self._plan.full_s else []
        self._chance.shuffle(great)
        faults: list[Fault] = [self._kill] * self._plan.kills
        step = max(1, len(faults) // (len(great) + 1))
        for place, fault in enumerate(great, start=1):
            faults.insert(place * step + place - 1, fault)
        return [self._away_of(first), *faults]

    async def carry_out(self, act: Act) -> None:
        """The fault falls into the act, whose time has come."""
        self._has_begun = self._has_begun or act.what.startswith(FIRST_ACT)
        self._acts_to_go -= 1
        if not self._has_begun or self._acts_to_go > 0 or not self._to_come:
            return await super().carry_out(act)
        self._acts_to_go = self._plan.apart
        await self._move_to(act.at)
        self._is_on.clear()
        fault = asyncio.ensure_future(self._to_come.pop(0)())
        try:
            await self._is_on.wait()
            await super().carry_out(act)
        finally:
            await fault

    async def live(self) -> None:
        """The last fault comes when people have done all that they do: what is left is the platform's own."""
        await self.open()
        while act := await self.next_act():
            await self.carry_out(act)
        await self._power_cut()
        began = time.monotonic()
        await self._move_to(self._now + A_MOMENT)  # there once everything that has fallen due is done
        self.borne.drained_s, self.borne.left = time.monotonic() - began, len(self._to_come)
        await self.finish()

    async def _kill(self) -> None:
        self._is_on.set()
        name = self._chance.choice(VICTIMS)
        await asyncio.sleep(self._chance.uniform(0, LONGEST_DELAY_S))
        await self._platform.kill9(name)
        self.borne.killed[name] += 1
        self._tell(f"  killed {name}")

    def _away_of(self, server: str) -> Fault:
        async def away() -> None:
            before = await self._brought(server)
            await self._platform.stop_server(server)
            self._is_on.set()
            self._tell(f"  {server} is away")
            await asyncio.sleep(self._plan.away_s)
            tries = {name: count - before[name] for name, count in (await self._brought(server)).items()}
            self.borne.tries[server] = max(tries.values(), default=0)
            await self._platform.start_server(server)

        return away

    async def _brought(self, server: str) -> dict[str, int]:
        """How often each listener was brought an event again. Nothing where the broker itself is away."""
        if server == "nats":
            return {}
        connection = await nats_connection(self._platform.installation.broker)
        try:
            return await brought_again(connection.jetstream(timeout=PATIENCE_S))
        finally:
            await connection.close()

    async def _power_cut(self) -> None:
        self._is_on.set()
        await asyncio.gather(*(self._platform.kill9(name) for name in STORES))
        self._tell("  the power is cut")
        self.borne.cuts += 1
        for name in STORES:
            await self._platform.until_ready(name, BACK_WITHIN_S)

    async def _full_disk(self) -> None:
        """A program dies meanwhile, and has to come back on it."""
        began = time.monotonic()
        ballast = self._platform.installation.data / "ballast"
        self._tell("  the disk is full")
        try:
            await asyncio.to_thread(fill, ballast)
            self._is_on.set()
            await self._platform.kill9(self._chance.choice(OURS))
            while time.monotonic() - began < self._plan.full_s:
                await asyncio.to_thread(fill, ballast)
                await asyncio.sleep(FILLED_AGAIN_S)
        finally:
            ballast.unlink(missing_ok=True)
        self.borne.full_s = time.monotonic() - began
        self._tell("  there is room again")


def fill(ballast: Path) -> None:
    """To the last byte."""
    with ballast.open("ab") as file, contextlib.suppress(OSError):
        step = AT_ONCE_BYTES
        while step:
            try:
                os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, step)
            except OSError:
                step //= 2


async def brought_again(jetstream: JetStreamContext) -> dict[str, int]:
    found = {}
    for stream in await jetstream.streams_info():
        for one in await jetstream.consumers_info(stream.config.name or ""):
            delivered = one.delivered
            if delivered:
                found[f"{stream.config.name}/{one.name}"] = delivered.consumer_seq - delivered.stream_seq
    return found


async def beset_year(
    installation: Installation, calendar: Calendar, plan: Plan, say: Callable[[str], None], cast: Cast = PLAIN
) -> tuple[Outcome, Borne]:
    """A whole platform's life under all of it."""
    platform = Platform(say)
    await platform.start(installation)
    try:
        driver = Beset(platform, calendar, plan, say, cast)
        try:
            await driver.live()
        finally:
            await driver.close()
        for name in VICTIMS:
            await platform.until_ready(name, BACK_WITHIN_S)
        return await Outcome.of(installation), driver.borne
    finally:
        await platform.stop()
