"""What the worker's handlers and loops need besides its database."""

from dataclasses import dataclass

from temporalio.client import Client

from workflows.clock_moves import ClockMoves
from workflows.releases import Releases
from workflows.running_processes import Processes


@dataclass(frozen=True)
class Resources:
    """release: the worker's own. moves: only where the clock may be moved."""

    client: Client
    processes: Processes
    releases: Releases
    release: str
    moves: ClockMoves | None
