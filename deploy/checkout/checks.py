"""What `./luotsi check`, `./luotsi test` and `./luotsi trial` run, each part with its heading and its time.

The parts of the house (lint, format, types, contracts) run two at a time; what a part says is shown when it is red.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from deploy import CHECKOUT
from deploy.checkout import browser
from deploy.checkout.lanes import PYTEST, in_lanes, tried, verdict

AT_ONCE = 2
"""Processors on the smallest machine that this must be quick on."""


@dataclass(frozen=True)
class Part:
    """One program of this environment. shown: its last line is worth reading even when it is green."""

    heading: str
    program: tuple[str, ...]
    shown: bool = False


TYPES = Part("types", ("-m", "mypy"))
LINT = Part("lint", ("-m", "ruff", "check", "--quiet", "--output-format", "concise"))
FORMAT = Part("format", ("-m", "ruff", "format", "--check", "--quiet", "--output-format", "concise"))
CONTRACTS = Part(
    "contracts", ("-c", "from importlinter.cli import lint_imports_command as run; run(['--no-logo'])")
)
UNIT_TESTS = Part("unit tests", ("-m", "pytest", "-q", "tests/unit", "tests/messages"), shown=True)
HOUSE = (TYPES, LINT, FORMAT, CONTRACTS)
"""The slowest first, so that the others run beside it."""


def check() -> int:
    """Lint, types, import contracts and the tests that need no server; 0 when all are green."""
    began = time.monotonic()
    red = [part.heading for part in failing((*HOUSE, UNIT_TESTS))]
    print(f"check: {verdict(red)} in {time.monotonic() - began:.0f} s")
    return 1 if red else 0


def test(arguments: Sequence[str]) -> int:
    """The house, and beside it every ring but the trials, in lanes; 0 when all are green.

    arguments: handed to one pytest as they are, after the house; its own last lines end it when the house is green.
    """
    if not has_browser("test"):
        return 1
    with ThreadPoolExecutor(1) as beside:
        house = beside.submit(lambda: [part.heading for part in failing(HOUSE)])
        # Types take one processor for minutes, and lanes wait for their servers half of the time.
        tests = in_lanes(house.result) if not arguments else one_run_after(house.result, arguments)
    if red := house.result():
        print(f"luotsi test: {verdict(red)} (see above)")
    return tests or (1 if red else 0)


def trial(names: Sequence[str]) -> int:
    """Long proofs by their names, or `all`; 0 when all are green."""
    return tried(names) if has_browser("trial") else 1


def has_browser(command: str) -> bool:
    """On a build machine without one nothing would be proved."""
    try:
        browser.make_ready()
    except browser.CannotInstall as why:
        print(f"luotsi {command}: {why}")
        return False
    return True


def one_run_after(house: Callable[[], object], arguments: Sequence[str]) -> int:
    """pytest's own exit code."""
    house()
    sys.stdout.flush()
    return subprocess.run([*PYTEST, *arguments], cwd=CHECKOUT, check=False).returncode


def failing(parts: Sequence[Part]) -> Iterator[Part]:
    """Runs the parts side by side and yields those that are red; prints each in the given order."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for part, (code, words, seconds) in zip(parts, pool.map(run, parts), strict=True):
            print(f"{part.heading:<12} {'green' if code == 0 else 'RED':<6} {seconds:5.1f} s", flush=True)
            if code != 0:
                print(words, flush=True)
                yield part
            elif part.shown:
                print(f"{'':<12} {words.splitlines()[-1] if words else ''}", flush=True)


def run(part: Part) -> tuple[int, str, float]:
    """Exit code, everything it said, and seconds."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *part.program],
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout.strip(), time.monotonic() - began
