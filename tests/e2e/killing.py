"""kill -9 of every process once while a year goes on, and what must come out the same as without.

Who dies when follows from a seed: the same seed kills in the same order, at the same acts, after the same delays.
"""

import asyncio
import random
from collections.abc import Callable

from deploy.demo.commission import Cast
from deploy.demo.commissions import PLAIN
from deploy.demo.driving.driver import Driver
from deploy.demo.script import Act, Calendar
from deploy.machine.installation import Installation
from deploy.platform import Platform
from deploy.processes import PROCESSES
from tests.e2e.outcome import Outcome
from tests.e2e.twofold import OURS, TwofoldPlatform, second_of
from tests.patience import PATIENCE_S

VICTIMS = (*(process.name for process in PROCESSES), "forkserver")
FIRST_ACT = "signs the contract of the manager as supervisor"
LONGEST_DELAY_S = 0.5
BACK_WITHIN_S = PATIENCE_S


class Killer(Driver):
    """Carries the year out, and kills the victims one after the other while its acts are under way."""

    def __init__(
        self,
        platform: Platform,
        calendar: Calendar,
        seed: int,
        say: Callable[[str], None],
        apart: int = 2,
        cast: Cast = PLAIN,
    ) -> None:
        super().__init__(platform.installation.broker, calendar, say, cast)
        self._platform = platform
        self._say_so = say
        self._chance = random.Random(seed)
        victims = (
            [self._one_of(name) for name in VICTIMS] if isinstance(platform, TwofoldPlatform) else VICTIMS
        )
        self._victims = self._chance.sample(victims, len(victims))
        self._apart = apart
        self._acts_to_go = -1
        self.killed: list[str] = []

    def _one_of(self, name: str) -> str:
        """Either of the two, where there are two."""
        there_are_two = name in {process.name for process in OURS}
        return self._chance.choice((name, second_of(name))) if there_are_two else name

    async def carry_out(self, act: Act) -> None:
        """The kill falls somewhere into the move of the clock or into the act itself."""
        if act.what == FIRST_ACT:
            self._acts_to_go = 0
        if self._acts_to_go != 0 or not self._victims:
            self._acts_to_go -= 1
            return await super().carry_out(act)
        self._acts_to_go = self._chance.randrange(self._apart)
        kill = asyncio.create_task(self._kill(self._victims.pop(), self._chance.uniform(0, LONGEST_DELAY_S)))
        try:
            await super().carry_out(act)
        finally:
            await kill

    async def _kill(self, name: str, delay_s: float) -> None:
        await asyncio.sleep(delay_s)
        await self._platform.kill9(name)
        self.killed.append(name)
        self._say_so(f"  killed {name}")
        await self._platform.until_ready(name, BACK_WITHIN_S)


async def year_with_kills(
    installation: Installation,
    calendar: Calendar,
    seed: int,
    say: Callable[[str], None],
    apart: int = 2,
    cast: Cast = PLAIN,
    two: bool = False,
) -> tuple[Outcome, list[str]]:
    """A whole platform's life with every process killed once: what came out, and who died in which order.

    two: there are two of every process of ours, and one of them is killed.
    """
    platform = TwofoldPlatform(say) if two else Platform(say)
    await platform.start(installation)
    try:
        killer = Killer(platform, calendar, seed, say, apart, cast)
        try:
            await killer.run()
        finally:
            await killer.close()
        assert not killer.late, killer.late
        return await Outcome.of(installation), killer.killed
    finally:
        await platform.stop()


async def undisturbed_year(
    installation: Installation, calendar: Calendar, say: Callable[[str], None], cast: Cast = PLAIN
) -> Outcome:
    """The same without kills."""
    platform = Platform(say)
    await platform.start(installation)
    try:
        driver = Driver(installation.broker, calendar, say, cast)
        try:
            await driver.run()
        finally:
            await driver.close()
        assert not driver.late, driver.late
        return await Outcome.of(installation)
    finally:
        await platform.stop()
