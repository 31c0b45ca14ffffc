"""`python -m benchmarks.fleet N`: N process-years side by side on the whole platform, each with a calendar of its own.

Prints processor seconds a process-year, of everything that ran, as they came and as they would at full pace (see
`benchmarks.pace`), and process-years a minute; exits with 1 where a process has not ended, or the seconds at full pace
are more than they may be.
"""

import argparse
import asyncio
import contextlib
import dataclasses
import sys
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from benchmarks.pace import Pace
from deploy.demo import people as who
from deploy.demo.commission import Cast, Commission
from deploy.demo.commissions import MANAGER
from deploy.demo.driving.driver import Driver
from deploy.demo.script import calendar_for
from deploy.machine.installation import Installation
from deploy.platform import Platform
from services.messages import process
from services.runtime.clock import SystemClock

MOST_SECONDS = {20: 8.0, 100: 6.0}
"""Of processors at full pace, a process-year, in a fleet of so many."""
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


def fleet_of(size: int) -> Cast:
    profiles = tuple(holder(number) for number in range((size - 1) // EACH_HOLDS + 1))
    return Cast(tuple(map(commission, range(size))), profiles)


async def live(installation: Installation, size: int) -> tuple[float, int]:
    """Seconds on the wall, and how many processes are still open at the end."""
    platform = Platform(lambda _: None)
    await platform.start(installation)
    try:
        began = time.monotonic()
        year = calendar_for(None, SystemClock().now().date())
        fleet = Driver(installation.broker, year, lambda _: None, fleet_of(size))
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
    size, pace = asked.parse_args().size, Pace()
    with tempfile.TemporaryDirectory(prefix="luotsi-fleet-", ignore_cleanup_errors=True) as folder:
        installation = Installation.open(Path(folder) / "data", None)
        with contextlib.closing(installation):
            wall, left = asyncio.run(live(installation, size))
    each, slowness = processor_seconds() / size, pace.slowness()
    at_full_pace = each / slowness
    print(
        f"{size} process-years: {at_full_pace:.1f} s of processors each at full pace ({each:.1f} s at {slowness:.2f} "
        f"times as slow), {60 * size / wall:.1f} a minute, {left} left open"
    )
    return int(left > 0 or at_full_pace > MOST_SECONDS.get(size, MOST_SECONDS[20]))


if __name__ == "__main__":
    sys.exit(main())
