"""Temporal is lost altogether, again and again in one year: each open process begins anew in its phase.

The services keep every fact. So the same comes out as of a year in which nothing was lost. Everything else runs on
meanwhile, so that some facts are still on their way to processes that are no more.
"""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from deploy.demo.driving.driver import Driver
from deploy.machine.installation import Installation
from deploy.operating.lost_processes import begun
from deploy.platform import Platform
from services.messages.envelope import Command, Reply
from services.runtime.commands.asking import Asker
from tests.e2e.walking import Walk, short_year
from workflows.supervision.state import Phase

R = TypeVar("R", bound=Reply)

LOST_AFTER = (
    "sends an inquiry for the group",
    "decides: the group is supervision",
    "matches the group with",
    "sends a proposal for the group",
    "accepts the proposal for the group",
    "completes the contract of the group",
    "signs the contract of the group as supervisor",
    "confirms the days of the group",
    "records session 2 of the group as held",
    "holds the interim review of the group",
    "chooses to renew the group",
    "chooses to close the manager",
)
OF_A_PLAIN_YEAR = {*Phase} - {Phase.TRIAL, Phase.CONTINUATION, Phase.ENDED}
"""A trial stands in tests/unit/workflows/test_beginning_anew.py; a last day is over at once."""


def ignore(line: str) -> None:
    """What starts and stops is no news here."""


class Asking(Asker):
    """As the driver asks: who is away for a moment is waited for."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def __call__(self, command: Command[R], *_: Any, **__: Any) -> R:
        return await self._driver.ask(command)


class Losing:
    """A platform whose Temporal is lost. phases: in which its processes began anew, and which had ended."""

    def __init__(self, folder: Path) -> None:
        self.installation = Installation.open(folder / "losing", None)
        self.platform = Platform(ignore)
        self.phases: set[str] = set()

    async def begin(self) -> None:
        await self.platform.start(self.installation)
        self.walk = Walk(self.platform, short_year())
        await self.walk.driver.open()

    async def lose(self) -> None:
        """Everything that Temporal has kept; a second time begins nothing more."""
        await self.platform.stop_server("temporal")
        shutil.rmtree(self.installation.data / "temporal")
        await self.platform.start_server("temporal")
        await self.platform.until_ready("workflows")
        ask = Asking(self.walk.driver)
        lost, _known = await begun(ask)
        self.phases |= {one.phase for one in lost}
        again, _known = await begun(ask)
        assert {one.phase for one in again} <= {Phase.ENDED}

    async def end(self) -> None:
        await self.walk.driver.close()
        await self.platform.stop()
        self.installation.close()


@pytest.fixture
async def losing(tmp_path: Path) -> AsyncIterator[Losing]:
    losing = Losing(tmp_path)
    try:
        await losing.begin()
        yield losing
    finally:
        await losing.end()


async def test_a_year_whose_processes_are_lost_in_every_phase_comes_out_the_same(
    walk: Walk, losing: Losing
) -> None:
    expected = await walk.outcome()
    for act in LOST_AFTER:
        await losing.walk.until(act)
        await losing.lose()
    came_out = await losing.walk.outcome()
    assert losing.phases >= OF_A_PLAIN_YEAR
    assert expected.unlike(came_out) == []
    assert not losing.walk.driver.late
