"""`python -m benchmarks.idle [SECONDS]`: what an empty platform costs that nobody uses.

Prints as JSON: processor seconds from nothing to ready in an empty folder, as they came and at full pace (see
`benchmarks.pace`), then per process the thousandths of a core and the megabytes (PSS) over so many seconds, and how
many processes PostgreSQL has. Exits with 1 over the limits.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.pace import Pace
from benchmarks.rings import NOT_AS_A_USER
from deploy import CHECKOUT

LARGEST_SHARE = 0.03
LARGEST_MB = 700.0
LARGEST_START_S = 10.0
SETTLING_SECONDS = 45.0
"""By then PostgreSQL has ended what the start left open: one that ends counts as if its whole life were spent then."""
MEASURING_SECONDS = 60.0
READY = "Ctrl-C stops everything"
_TICK = os.sysconf("SC_CLK_TCK")


def main(seconds: float) -> int:
    pace = Pace()
    with tempfile.TemporaryDirectory(prefix="luotsi-idle-", ignore_cleanup_errors=True) as folder:
        argv = [sys.executable, str(CHECKOUT / "luotsi"), "up", "--data", f"{folder}/data"]
        as_a_user = {name: value for name, value in os.environ.items() if name != NOT_AS_A_USER}
        platform = subprocess.Popen(argv, env=as_a_user, stdout=subprocess.PIPE, text=True)
        try:
            assert platform.stdout is not None
            if not any(READY in line for line in platform.stdout):
                return 1
            start = started(platform.pid, pace)
            figures = start | measured(platform.pid, seconds)
        finally:
            platform.send_signal(signal.SIGINT)
            platform.wait()
    print(json.dumps(figures, indent=2))
    within = figures["idle_share_of_a_core"] <= LARGEST_SHARE and figures["pss_mb"] <= LARGEST_MB
    return 0 if within and figures["start_s_at_full_pace"] <= LARGEST_START_S else 1


def started(root: int, pace: Pace) -> dict[str, Any]:
    start: Counter[str] = Counter()
    for pid, used in all_used_s(root).items():
        start[name_of(pid)] += used  # type: ignore[assignment]
    whole, slowness = sum(start.values()), pace.slowness()
    return {
        "start_processor_s": round(whole, 1),
        "slowness": round(slowness, 2),
        "start_s_at_full_pace": round(whole / slowness, 1),
        "start_s": {name: round(used, 2) for name, used in sorted(start.items()) if used > 0.1},
    }


def measured(root: int, seconds: float) -> dict[str, Any]:
    time.sleep(SETTLING_SECONDS)
    before, began = all_used_s(root), time.monotonic()
    time.sleep(seconds)
    after, wall = all_used_s(root), time.monotonic() - began
    shares: dict[str, float] = {}
    memory: dict[str, float] = {}
    for pid, used in after.items():
        name = name_of(pid)
        shares[name] = shares.get(name, 0.0) + (used - before.get(pid, 0.0)) / wall
        memory[name] = memory.get(name, 0.0) + pss_mb(pid)
    return {
        "idle_share_of_a_core": round(sum(shares.values()), 4),
        "pss_mb": round(sum(memory.values()), 1),
        "postgres_processes": sum(name_of(pid) == "postgres" for pid in after),
        "thousandths_of_a_core": {name: round(1000 * share, 1) for name, share in sorted(shares.items())},
        "mb": {name: round(mb, 1) for name, mb in sorted(memory.items())},
    }


def all_used_s(root: int) -> dict[int, float]:
    """By process; one that ends while we look is left out."""
    found = {}
    for pid in tree(root):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            found[pid] = used_s(pid)
    return found


def tree(pid: int) -> Iterator[int]:
    """A process and all that live below it."""
    yield pid
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from tree(int(child))


def used_s(pid: int) -> float:
    """Its processor seconds, and those of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICK


def pss_mb(pid: int) -> float:
    """Its share of the memory that it has in common with others counts in part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def name_of(pid: int) -> str:
    """The module of ours, or the program."""
    try:
        words = [word for word in Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0") if word]
    except FileNotFoundError:
        return "ended"
    if "-m" in words:
        return words[words.index("-m") + 1]
    return Path(words[0].split(":")[0]).name if words else "?"


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else MEASURING_SECONDS))
