"""`python -m benchmarks.fleet N`: N process-years side by side on the whole platform, each with a calendar of its own.

Prints processor seconds a process-year, of everything that ran, and process-years a minute; exits with 1 where a
process has not ended, or the seconds are more than they may be. Counts are fair on a busy machine, minutes are not.
"""

import argparse
import asyncio
import contextlib
import dataclasses
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import nats

from deploy.demo import people as who
from deploy.demo.arranging import MANAGER, Commission, arrange
from deploy.demo.driver import Driver
from deploy.demo.script import Act, Calendar, calendar_for
from deploy.demo.setting_up import register, set_up, supervisor
from deploy.machine.installation import Installation
from deploy.platform import Platform
from services.messages import process
from services.runtime.clock import SystemClock

MOST_SECONDS = {20: 8.0, 100: 6.0}
"""Of processors, a process-year, in a fleet of so many."""
EACH_HOLDS = 4
WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
"""Of a business ID's seven digits, for its check digit."""


def commission(number: int) -> Commission:
    """One manager of one company; every fourth brings another supervisor, and inquiries begin on ten days."""
    firm = dataclasses.replace(
        who.COMPANY,
        name=f"Bolaget {number:03} Ab",
        business_id=business_id(number),
        domain=f"bolag{number:03}.example",
    )
    return dataclasses.replace(
        MANAGER,
        name=f"manager {number:03}",
        organisation=firm,
        contact=dataclasses.replace(who.COMPANY_HR, at=firm.domain),
        supervisees=(dataclasses.replace(who.MANAGER, at=firm.domain),),
        supervisor=holder(number // EACH_HOLDS).person,
        begins=1 + number % 10,
    )


def holder(number: int) -> who.SupervisorProfile:
    gustav = next(one for one in who.SUPERVISORS if one.person is who.MANAGER_SUPERVISOR)
    person = dataclasses.replace(gustav.person, at=f"handledare{number:03}.example")
    return dataclasses.replace(gustav, person=person, weekday=number % 4)


def business_id(number: int) -> str:
    """A valid one: of two numbers in a row, at most one in eleven has no check digit."""
    digits = f"{2_000_000 + number * 13:07}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return business_id(number + 1000) if rest == 1 else f"{digits}-{11 - rest if rest else 0}"


class Fleet(Driver):
    """Asks again only after those whose own dates have changed, or a fleet's driver would be its largest cost."""

    def __init__(self, nats_url: str, calendar: Calendar, size: int, say: Callable[[str], None]) -> None:
        super().__init__(nats_url, calendar, say)
        self._url, self._year, self._size = nats_url, calendar, size
        self._fleet = {str(one.process_id): one for one in map(commission, range(size))}
        self._known: dict[str, list[Act]] = {}

    async def open(self) -> None:
        await super().open()
        self._heard = await nats.connect(self._url)

        async def hear(message: object) -> None:
            told = json.loads(getattr(message, "data", b"{}"))
            self._known.pop(str(told.get("process_id")), None)

        await self._heard.subscribe("events.sessions.>", cb=hear)

    async def close(self) -> None:
        await self._heard.close()
        await super().close()

    async def carry_out(self, act: Act) -> None:
        await super().carry_out(act)
        await self._heard.flush()

    async def _acts(self) -> list[Act]:
        for process_id, one in self._fleet.items():
            if process_id not in self._known:
                self._known[process_id] = [*arrange(one, self._year), *await self._acts_of_the_year(one)]
        return [*self._set_up(), *(act for acts in self._known.values() for act in acts)]

    def _set_up(self) -> list[Act]:
        at = self._year.working_day(0, 7, 45)
        profiles = [holder(number) for number in range((self._size - 1) // EACH_HOLDS + 1)]
        orders = [
            order
            for profile in profiles
            for order in (register(profile.person, at), *supervisor(profile, self._year.year, at))
        ]
        return [*set_up(self._year), Act(at, str(who.COORDINATOR), "enters the fleet", tuple(orders))]


async def live(installation: Installation, size: int) -> tuple[float, int]:
    """Seconds on the wall, and how many processes are still open at the end."""
    platform = Platform(lambda _: None)
    await platform.start(installation)
    try:
        began = time.monotonic()
        year = calendar_for(None, SystemClock().now().date())
        fleet = Fleet(installation.nats_url, year, size, lambda _: None)
        await fleet.run()
        left = len((await fleet.ask(process.ListProcesses())).processes)
        await fleet.close()
        return time.monotonic() - began, left
    finally:
        await platform.stop()


def processor_seconds() -> float:
    used = [getrusage(of) for of in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("size", type=int, nargs="?", default=20)
    size = asked.parse_args().size
    with tempfile.TemporaryDirectory(prefix="luotsi-fleet-", ignore_cleanup_errors=True) as folder:
        installation = Installation.open(Path(folder) / "data", None)
        with contextlib.closing(installation):
            wall, left = asyncio.run(live(installation, size))
    each = processor_seconds() / size
    print(
        f"{size} process-years: {each:.1f} s of processors each, {60 * size / wall:.1f} a minute, {left} left open"
    )
    return int(left > 0 or each > MOST_SECONDS.get(size, MOST_SECONDS[20]))


if __name__ == "__main__":
    sys.exit(main())
