"""`python -m benchmarks.idle [SECONDS]`: what an empty platform costs that nobody uses.

Prints as JSON: processor seconds from nothing to ready in an empty folder, then per process the thousandths of a core
and the megabytes (PSS) over so many seconds, and how many processes PostgreSQL has. Exits with 1 over the limits.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deploy import CHECKOUT

LARGEST_SHARE = 0.03
LARGEST_MB = 700.0
LARGEST_START_S = 10.0
SETTLING_SECONDS = 20.0
MEASURING_SECONDS = 60.0
READY = "Ctrl-C stops everything"
_TICK = os.sysconf("SC_CLK_TCK")


def main(seconds: float) -> int:
    with tempfile.TemporaryDirectory(prefix="luotsi-idle-", ignore_cleanup_errors=True) as folder:
        argv = [sys.executable, str(CHECKOUT / "luotsi"), "up", "--data", f"{folder}/data"]
        platform = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
        try:
            assert platform.stdout is not None
            if not any(READY in line for line in platform.stdout):
                return 1
            figures = measured(platform.pid, seconds)
        finally:
            platform.send_signal(signal.SIGINT)
            platform.wait()
    print(json.dumps(figures, indent=2))
    within = figures["idle_share_of_a_core"] <= LARGEST_SHARE and figures["pss_mb"] <= LARGEST_MB
    return 0 if within and figures["start_processor_s"] <= LARGEST_START_S else 1


def measured(root: int, seconds: float) -> dict[str, Any]:
    start_s = sum(used_s(pid) for pid in tree(root))
    time.sleep(SETTLING_SECONDS)
    before = {pid: used_s(pid) for pid in tree(root)}
    began = time.monotonic()
    time.sleep(seconds)
    wall = time.monotonic() - began
    pids = list(tree(root))
    shares: dict[str, float] = {}
    memory: dict[str, float] = {}
    for pid in pids:
        name = name_of(pid)
        shares[name] = shares.get(name, 0.0) + (used_s(pid) - before.get(pid, 0.0)) / wall
        memory[name] = memory.get(name, 0.0) + pss_mb(pid)
    return {
        "start_processor_s": round(start_s, 1),
        "idle_share_of_a_core": round(sum(shares.values()), 4),
        "pss_mb": round(sum(memory.values()), 1),
        "postgres_processes": sum(name_of(pid) == "postgres" for pid in pids),
        "thousandths_of_a_core": {name: round(1000 * share, 1) for name, share in sorted(shares.items())},
        "mb": {name: round(mb, 1) for name, mb in sorted(memory.items())},
    }


def tree(pid: int) -> Iterator[int]:
    """A process and all that live below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from tree(int(child))


def used_s(pid: int) -> float:
    """Its processor seconds, and those of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICK


def pss_mb(pid: int) -> float:
    """Its share of the memory that it has in common with others counts in part."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def name_of(pid: int) -> str:
    """The module of ours, or the program."""
    words = [word for word in Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0") if word]
    if "-m" in words:
        return words[words.index("-m") + 1]
    return Path(words[0].split(":")[0]).name if words else "?"


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else MEASURING_SECONDS))
