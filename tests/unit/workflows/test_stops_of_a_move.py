"""Where a move of the clock stops on its way."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from services.messages.operations import Report
from workflows.clock_moves import ClockMoves

NOW = datetime(2027, 1, 4, 7, tzinfo=UTC)
TO = NOW + timedelta(hours=5)
SILENT, SPOKEN = NOW + timedelta(hours=1), NOW + timedelta(hours=3)
_HOURLY = timedelta(hours=1)


class Moves(ClockMoves):
    """A deadline each hour; at one of them somebody says something."""

    def __init__(self) -> None:
        nobody: Any = None
        self.now, self.steps = NOW, 0
        clock: Any = SimpleNamespace(now=lambda: self.now)
        quiet: Any = SimpleNamespace(said=10, until_so=self._reports)
        super().__init__(nobody, nobody, nobody, quiet, clock)
        self._said = 10

    async def _reports(self) -> list[Report]:
        return []

    async def _next_deadline(self, reports: list[Report], after: datetime) -> datetime | None:
        return after + _HOURLY

    async def _step(self, instant: datetime) -> list[Report]:
        self.now = instant
        self._quiet.said += instant == SPOKEN
        return []


@pytest.mark.parametrize(
    ("one_deadline", "until_said", "stops_at"),
    [
        pytest.param(False, False, TO, id="it goes there"),
        pytest.param(True, False, SILENT, id="at the first deadline, whatever happens at it"),
        pytest.param(False, True, SPOKEN, id="at the first one at which somebody says something"),
    ],
)
async def test_it_stops_where_it_was_asked_to(
    one_deadline: bool, until_said: bool, stops_at: datetime
) -> None:
    moves = Moves()
    await moves.go_on(SimpleNamespace(moving_to=TO, one_deadline=one_deadline, until_said=until_said))
    assert moves.now == stops_at


async def test_what_was_said_since_the_last_move_stops_it_too() -> None:
    moves = Moves()
    moves._quiet.said += 1
    await moves.go_on(SimpleNamespace(moving_to=TO, one_deadline=False, until_said=True))
    assert moves.now == SILENT


async def test_a_worker_that_has_made_no_move_yet_does_not_know_what_was_said() -> None:
    moves = Moves()
    moves._said = None
    await moves.go_on(SimpleNamespace(moving_to=TO, one_deadline=False, until_said=True))
    assert moves.now == SILENT
