"""What runs now: names and process ids in data/running.json; and the end of what an earlier platform left."""

import contextlib
import json
import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path

LEFTOVERS_MAY_LIVE_SECONDS = 10.0
"""PostgreSQL needs a moment to end its backends after its platform was killed; longer means that it hangs."""


def write(data: Path, pids: Mapping[str, int]) -> None:
    """Says who runs. With each pid the moment of its birth, as a pid alone may come to mean somebody else."""
    entries = {name: {"pid": pid, "born": born(pid)} for name, pid in pids.items()}
    fresh = data / "running.new"
    fresh.write_text(json.dumps({"platform": os.getpid(), "processes": entries}, indent=2) + "\n")
    fresh.replace(data / "running.json")


def forget(data: Path) -> None:
    """Says that nothing runs."""
    (data / "running.json").unlink(missing_ok=True)


def is_running(data: Path) -> bool:
    """Whether a process of the folder's platform is alive."""
    return bool(alive(data))


def pids(data: Path) -> dict[str, int]:
    """The processes that are alive, by name."""
    return alive(data)


def end_leftovers(data: Path) -> None:
    """Waits for an earlier platform's processes, which end with it, and kills those that do not.

    Only for the holder of the folder's lock: then no living platform owns them.
    """
    deadline = time.monotonic() + LEFTOVERS_MAY_LIVE_SECONDS
    while alive(data) and time.monotonic() < deadline:
        time.sleep(0.02)
    for pid in alive(data).values():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    forget(data)


def alive(data: Path) -> dict[str, int]:
    """Of the processes that were written down, those that still are the same ones."""
    try:
        entries = json.loads((data / "running.json").read_text())["processes"]
    except (OSError, ValueError, KeyError):
        return {}
    return {
        name: entry["pid"]
        for name, entry in entries.items()
        if entry["born"] is not None and born(entry["pid"]) == entry["born"]
    }


def born(pid: int) -> str | None:
    """The kernel's start time of a living process; None when there is none, or nobody can say.

    Source: proc_pid_stat(5), fields 3 and 22; the name in field 2 may hold spaces and brackets.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]
