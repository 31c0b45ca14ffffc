"""How quick a processor is just now: machines are throttled and shared, and a second of one is not a second of another.

A goal in processor seconds is one of a machine at its full pace. A fixed loop is measured before and after, and the
quicker of the two counts: nothing looks cheaper than it is.
"""

import time

ROUNDS = 10_000_000
FULL_PACE_S = 0.4
"""What the loop takes at full pace on the machine for whose seconds the goals were set."""


def loop_s() -> float:
    began = time.process_time()
    sum(number for number in range(ROUNDS))
    return time.process_time() - began


class Pace:
    """Begun before what is measured."""

    def __init__(self) -> None:
        self._before = loop_s()

    def slowness(self) -> float:
        """How many times longer everything takes than at full pace; 1 at least."""
        return max(1.0, min(self._before, loop_s()) / FULL_PACE_S)
