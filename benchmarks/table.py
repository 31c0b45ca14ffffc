"""`python -m benchmarks.table [--small]`: what a year costs, each row measured by its own command, with its goal.

Prints a row as soon as it is known, and at the end the whole as a table; exits with 1 where a goal is missed or a
command prints nothing. Processor seconds are at full pace (see `benchmarks.pace`). Takes about an hour on two idle
cores; --small takes fleets of 8 and 3,000 open processes, in minutes.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.idle import LARGEST_MB, LARGEST_SHARE, LARGEST_START_S
from deploy import CHECKOUT

BEFORE = "before"
"""What was measured when the goals were set, by the same commands or by hand."""


@dataclass(frozen=True)
class Row:
    """said: where its command says the figure. most, least: the goal."""

    figure: str
    command: tuple[str, ...]
    said: str
    before: str
    most: float | None = None
    least: float | None = None

    def measured(self, output: str) -> float | None:
        """The last that was said; none, where nothing was."""
        found = re.findall(self.said, output)
        return float(found[-1]) if found else None

    def is_met(self, figure: float | None) -> bool:
        if figure is None:
            return False
        return (self.most is None or figure <= self.most) and (self.least is None or figure >= self.least)

    @property
    def goal(self) -> str:
        return f"<= {self.most:,g}" if self.most is not None else f">= {self.least:,g}"


def of_json(name: str) -> str:
    return rf'"{name}": ([\d.]+)'


def rows(*, small: bool) -> tuple[Row, ...]:
    some, many, open_ones = ("8", "8", "3000") if small else ("20", "100", "50000")
    year, idle, events = ("histories",), ("idle",), ("events",)
    standing, fleet = ("open_processes", open_ones), r"([\d.]+) s of processors each at full pace"
    return (
        Row("Temporal actions, a plain process-year", year, r"year: (\d+) actions", "69", most=40),
        Row("bytes of sealed history, the same", year, r"actions, (\d+) bytes", "36,100", most=18_000),
        Row("event to effect beside a bare pipeline", events, of_json("ratio"), "0.28", least=0.7),
        Row(
            "empty platform: share of a core",
            idle,
            of_json("idle_share_of_a_core"),
            "0.106",
            most=LARGEST_SHARE,
        ),
        Row("empty platform: megabytes (PSS)", idle, of_json("pss_mb"), "808", most=LARGEST_MB),
        Row("start: processor seconds", idle, of_json("start_s_at_full_pace"), "14.9", most=LARGEST_START_S),
        Row("PostgreSQL's processes, idle", idle, of_json("postgres_processes"), "59", most=30),
        Row(
            "board rebuilt: events a second",
            ("rebuild",),
            of_json("rebuilt_events_a_second"),
            "37",
            least=500,
        ),
        Row("50,000 open: bytes each on disk", standing, r"line: (\d+) bytes", "25,000", most=20_000),
        Row("50,000 open: Temporal's megabytes", standing, r"disk, (\d+) MB$", "2,500", most=512),
        Row(f"processor seconds a year, fleet of {some}", ("fleet", some), fleet, "20.3", most=8),
        Row(f"processor seconds a year, fleet of {many}", ("fleet", many), fleet, "-", most=6),
        Row("commissions a minute, eventful year", ("demo",), of_json("commissions_a_minute"), "-", least=10),
    )


def output_of(command: Sequence[str]) -> str:
    """What it prints; its exit code says the same as the goals."""
    words = (sys.executable, "-m", f"benchmarks.{command[0]}", *command[1:])
    return subprocess.run(words, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=False).stdout


def measured(table: Sequence[Row], output: Callable[[Sequence[str]], str]) -> dict[Row, float | None]:
    """Each command once, whatever it prints for."""
    said: dict[tuple[str, ...], str] = {}
    found: dict[Row, float | None] = {}
    for row in table:
        if row.command not in said:
            said[row.command] = output(row.command)
        found[row] = row.measured(said[row.command])
        print(f"{row.figure}: {told(found[row])} ({row.goal})", file=sys.stderr, flush=True)
    return found


def told(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:,g}"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--small", action="store_true")
    found = measured(rows(small=asked.parse_args().small), output_of)
    print(f"| figure | {BEFORE} | now | goal | met |\n|---|---|---|---|---|")
    for row, figure in found.items():
        met = "yes" if row.is_met(figure) else "no"
        print(f"| {row.figure} | {row.before} | {told(figure)} | {row.goal} | {met} |")
    return int(not all(row.is_met(figure) for row, figure in found.items()))


if __name__ == "__main__":
    sys.exit(main())
