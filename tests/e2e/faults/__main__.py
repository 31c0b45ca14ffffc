"""`python -m tests.e2e.faults [--fleet N] [--kills N] [--away-s S] [--servers NAMES] [--full-s S] [--seed N]`.

One year, beset: servers are away, the disk is full, the power is cut, programs are killed at random. The same year
runs undisturbed first, and both are held against each other: exit code 1 if they differ, or if what was due was not
done soon enough. Ten deliveries of one event take up to 1,000 s: `--away-s 1000` lasts an hour and ten minutes beside
the year for all four servers, a quarter of it with `--servers postgres`. `--small-disk MB` gives the platform a disk of
its own of that size, in a namespace for which no rights are needed; without it `--full-s` fills the machine's.
"""

import argparse
import asyncio
import dataclasses
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from benchmarks.fleet import fleet_of
from deploy.demo.commission import Cast
from deploy.demo.commissions import PLAIN
from deploy.machine.installation import Installation
from tests.e2e.faults.besetting import OWN_MOUNTS, Plan, beset_year
from tests.e2e.killing import undisturbed_year
from tests.e2e.walking import short_year

Lived = TypeVar("Lived")

IS_THERE = "--in-own-mounts"
SAID_LAST_BYTES = 2000


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--fleet", type=int, default=0, help="so many process-years; none: the demo's short one"
    )
    asked.add_argument("--small-disk", type=int, default=0, metavar="MB")
    asked.add_argument("--outcome", type=Path, help="where what came out is kept, instead of being compared")
    for field in dataclasses.fields(Plan):
        name = f"--{field.name.replace('_', '-')}"
        asked.add_argument(name, type=type(field.default), default=field.default)
    asked.add_argument(IS_THERE, action="store_true", help=argparse.SUPPRESS)
    told = asked.parse_args()
    if told.small_disk and not told.in_own_mounts:
        in_own_mounts()
    plan = Plan(**{field.name: getattr(told, field.name) for field in dataclasses.fields(Plan)})
    cast = fleet_of(told.fleet) if told.fleet else PLAIN
    with tempfile.TemporaryDirectory(prefix="luotsi-faults-", ignore_cleanup_errors=True) as folder:
        if told.small_disk:
            at = ("mount", "-t", "tmpfs", "-o", f"size={told.small_disk}m", "tmpfs", folder)
            subprocess.run(at, check=True)
        return asyncio.run(carry_out(Path(folder), plan, cast, told.outcome))


def in_own_mounts() -> None:
    """Goes into a namespace, and begins there anew: what is mounted is seen by this program and its children alone."""
    os.execvp(OWN_MOUNTS[0], [*OWN_MOUNTS, sys.executable, "-m", "tests.e2e.faults", *sys.argv[1:], IS_THERE])


async def carry_out(folder: Path, plan: Plan, cast: Cast, kept: Path | None) -> int:
    calendar = short_year()
    expected = None
    if kept is None:
        expected = await lived(folder / "without", lambda at: undisturbed_year(at, calendar, quietly, cast))
    came_out, borne = await lived(folder / "beset", lambda at: beset_year(at, calendar, plan, aloud, cast))
    print(
        *borne.in_words(),
        *(f"{name:<34}{value:>12,}" for name, value in came_out.figures.items()),
        sep="\n  ",
    )
    if expected is None:
        assert kept is not None
        kept.write_bytes(pickle.dumps((came_out, borne)))
        return 0
    unlike = came_out.unlike(expected)
    print(
        "the same came out" if not unlike else "NOT THE SAME: here is with faults, there without",
        *unlike,
        sep="\n  ",
    )
    return int(bool(unlike) or not borne.is_drained)


async def lived(data: Path, year: Callable[[Installation], Awaitable[Lived]]) -> Lived:
    """On a folder that is gone afterwards, its logs too: what they said last is told where it fails."""
    installation = Installation.open(data, None)
    try:
        return await year(installation)
    except Exception as error:
        error.add_note(last_words(installation.logs))
        raise
    finally:
        installation.close()
        shutil.rmtree(data)


def last_words(logs: Path) -> str:
    """The end of each program's log."""
    ends = {
        log.name: log.read_bytes()[-SAID_LAST_BYTES:].decode(errors="replace") for log in logs.glob("*.log")
    }
    return "\n".join(f"== {name}\n{end}" for name, end in sorted(ends.items()))


def quietly(line: str) -> None:
    """The undisturbed year is no news."""


def aloud(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
