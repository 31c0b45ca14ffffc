"""Every ring of tests in lanes side by side, each with servers of its own; what was red is told again at the end."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from deploy import CHECKOUT
from deploy.checkout.dealing import LANES, LANES_AT_ONCE
from deploy.checkout.trials import BY_NAME, TRIALS

PYTEST = (sys.executable, "-m", "pytest")
RED_TESTS = "LUOTSI_RED_TESTS"
"""The environment's name for the file in which a run of pytest writes down what was red (tests/red_tests.py)."""
EXAMPLES = {"LUOTSI_EXAMPLES": "50"}
"""Of each property (tests/searching.py): more than before a commit."""
TRIALS_AT_ONCE = 2
MOST_LETTERS = 200
"""Of an error, and of a line that a red test has printed: the end of a log is short."""
MOST_LINES = 12
"""Of what a red test has printed: a page that it fell at begins with its address and its heading."""


Told = Mapping[str, str]


@dataclass(frozen=True)
class Ran:
    """red: a line for each red test, with what it printed below it, and for where it ended before its end."""

    code: int
    red: list[str]


def nothing_else() -> None:
    """Goes on beside them."""


def in_lanes(beside: Callable[[], object] = nothing_else) -> int:
    """Every ring but the trials, side by side: the first red lane's exit code, or 0.

    beside: waits for what else is going on, which is told before the last lines.
    """
    named = {str(number): lane for number, lane in enumerate(LANES, start=1)}
    return side_by_side("tests", "lane", named, LANES_AT_ONCE, {}, beside)


def tried(names: Sequence[str]) -> int:
    """These trials, or all for `all`: the first red one's exit code, or 0."""
    chosen = TRIALS if "all" in names else {name: TRIALS[name] for name in names}
    told = {} if "all" in names else BY_NAME
    return side_by_side("trials", "trial", chosen, TRIALS_AT_ONCE, told)


def side_by_side(
    heading: str,
    what: str,
    named: Mapping[str, Sequence[str]],
    at_once: int,
    told: Mapping[str, Told],
    beside: Callable[[], object] = nothing_else,
) -> int:
    """The first exit code that is not 0. Lines are told as they come, each with the name of its lane or trial.

    told: what some of them find in their environment besides. The last lines name what was red: the end is read first.
    """
    with ThreadPoolExecutor(at_once) as pool:
        besides = [told.get(name, {}) for name in named]
        ran = dict(zip(named, pool.map(run_lane, named, named.values(), besides), strict=True))
    beside()
    for name, one in ran.items():
        for line in one.red:
            print(f"{name}: {line}", flush=True)
    red = [f"{what} {name}" for name, one in ran.items() if one.code]
    print(f"{heading}: {verdict(red)}", flush=True)
    return next((one.code for one in ran.values() if one.code), 0)


def run_lane(name: str, rings: Sequence[str], besides: Told) -> Ran:
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "red"
        running = subprocess.Popen(
            [*PYTEST, *rings],
            cwd=CHECKOUT,
            env=dict(besides) | surroundings() | {RED_TESTS: str(written)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        with running:
            assert running.stdout is not None
            for line in running.stdout:
                # In one piece: what ends a line is written after it otherwise, and another lane may come between.
                print(f"{name}| {line.rstrip()}\n", end="", flush=True)
        return Ran(running.returncode, told_of(written))


def surroundings() -> dict[str, str]:
    """Programs stay compiled: a test starts a whole platform, of which each process would compile them anew."""
    return EXAMPLES | {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def told_of(written: Path) -> list[str]:
    """What such a file says was red; nothing where a run has not come to write one."""
    notes = [json.loads(line) for line in written.read_text().splitlines()] if written.exists() else []
    printed = {note["of"]: note["printed"] for note in notes if "printed" in note}
    red = [
        line
        for note in notes
        if "red" in note
        for line in (f"RED {note['red']}: {note['why'][:MOST_LETTERS]}", *shown(printed.pop(note["red"], "")))
    ]
    last = next((note["began"] for note in reversed(notes) if "began" in note), "its collection")
    broke = [f"INTERNALERROR in {last}: {note['broke'][-MOST_LETTERS:]}" for note in notes if "broke" in note]
    ended = not notes or "over" in notes[-1]
    return [*red, *broke] if ended else [*red, *broke, f"ENDED in the middle of {last}"]


def shown(printed: str) -> list[str]:
    """The first lines with anything in them, set in below the test that printed them."""
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    return [f"    {line[:MOST_LETTERS]}" for line in lines[:MOST_LINES]]


def verdict(red: Sequence[str]) -> str:
    """In words, which parts are red."""
    return f"red: {', '.join(red)}" if red else "all green"
