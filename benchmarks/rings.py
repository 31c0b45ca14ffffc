"""What each ring of tests costs: `.venv/bin/python -m benchmarks.rings [FOLDER ...]` prints processor seconds.

The clock on the wall says how busy a machine was; this says what the tests ask of it, with their servers and children.
A fixed loop before each ring tells how quick the machine is just now: compare by its ratio.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from resource import RUSAGE_CHILDREN, getrusage

from benchmarks.pace import loop_s
from deploy import CHECKOUT

RINGS = (
    ("tests/unit", "tests/messages"),
    ("tests/integration",),
    ("tests/workflows",),
    ("tests/e2e", "tests/browser"),
)
NOT_AS_A_USER = "PYTHONDONTWRITEBYTECODE"
"""With it every run would compile all tests anew."""


def main(folders: Sequence[str]) -> int:
    environment = {name: value for name, value in os.environ.items() if name != NOT_AS_A_USER}
    red = 0
    for ring in [(folder,) for folder in folders] or RINGS:
        loop, (before, began) = loop_s(), (of_children(), time.monotonic())
        command = [sys.executable, "-m", "pytest", "-q", *ring]
        done = subprocess.run(command, cwd=CHECKOUT, env=environment, stdout=subprocess.DEVNULL, check=False)
        cost, wall = of_children() - before, time.monotonic() - began
        said = "" if done.returncode == 0 else f", and was red ({done.returncode})"
        print(
            f"{' '.join(ring)}: {cost:.1f} s of processors, {cost / loop:.0f} loops, {wall:.0f} s in all{said}"
        )
        red = red or done.returncode
    return red


def of_children() -> float:
    """All that have ended, with theirs."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
