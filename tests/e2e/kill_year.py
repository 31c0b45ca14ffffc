"""`python -m tests.e2e.kill_year [--seed N] [--short | --eventful] [--two]`: kill -9 of every process once in its year.

The same year runs undisturbed first; the figures of both are printed side by side. Exit code 1 if they differ.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from deploy.demo.commission import Cast
from deploy.demo.commissions import EVENTFUL, PLAIN
from deploy.demo.script import Calendar, calendar_for
from deploy.machine.installation import Installation
from tests.e2e.killing import VICTIMS, undisturbed_year, year_with_kills
from tests.e2e.walking import short_year

APART = 5
"""The most acts between two kills: eleven of them spread over the whole year."""


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=1)
    length = asked.add_mutually_exclusive_group()
    length.add_argument("--short", action="store_true", help="contracts of eleven weeks instead of a year")
    length.add_argument("--eventful", action="store_true", help="the commissions whose year turns as well")
    asked.add_argument(
        "--two", action="store_true", help="two of every process of ours, of which one is killed"
    )
    told = asked.parse_args()
    whole = calendar_for(None, datetime.now(UTC).date())
    with tempfile.TemporaryDirectory(prefix="luotsi-kills-", ignore_cleanup_errors=True) as folder:
        cast = EVENTFUL if told.eventful else PLAIN
        calendar = short_year() if told.short else whole
        return asyncio.run(compare(Path(folder), calendar, told.seed, cast, told.two))


async def compare(folder: Path, calendar: Calendar, seed: int, cast: Cast, two: bool) -> int:
    without, with_kills = (
        Installation.open(folder / "without", None),
        Installation.open(folder / "with", None),
    )
    try:
        expected = await undisturbed_year(without, calendar, quietly, cast)
        began = time.monotonic()
        came_out, killed = await year_with_kills(with_kills, calendar, seed, aloud, APART, cast, two)
    finally:
        without.close()
        with_kills.close()
    print(f"\nkilled: {', '.join(killed)}; {time.monotonic() - began:.0f} s; seed {seed}")
    for name, value in came_out.figures.items():
        print(f"  {name:<34}{expected.figures[name]:>12,}{value:>12,}")
    unlike = came_out.unlike(expected)
    print(
        "the same came out" if not unlike else "NOT THE SAME: here is with kills, there without",
        *unlike,
        sep="\n  ",
    )
    spared = sorted(set(VICTIMS) - {name.removesuffix("-2") for name in killed})
    if spared:
        print(f"the year was over before all were killed: {', '.join(spared)} lived on")
    return int(bool(unlike or spared))


def quietly(line: str) -> None:
    """The undisturbed year is no news."""


def aloud(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
