"""The drill: a backup in the middle of a year, the machine is lost, another one goes on, and the same comes out.

People act between the copies of Temporal and of the databases, so that the two are of different moments. Where nobody
brings them into step, the year does not come out.
"""

import asyncio
import functools
import shutil
from pathlib import Path

import pytest

from deploy.backup import reconciling
from deploy.backup.copying import back_up
from deploy.backup.restoring import restore
from deploy.machine.installation import Installation
from deploy.platform import Platform
from tests.e2e.outcome import Outcome
from tests.e2e.walking import Walk, short_year

LAST_BEFORE, LAST_MEANWHILE = "records session 3 of the group as held", "chooses to renew the group"
"""Between these two, reviews are held, and what follows begins: facts that the processes wait for."""
STUCK_AFTER_S = 120.0


def ignore(line: str) -> None:
    """What it tells of its work is no news here."""


class Lost:
    """A platform that is lost in the middle of its year, and what is left of it: a backup, and the keys."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.keys = folder / "keys"

    async def begin(self) -> None:
        """The year up to its middle; then only the backup is left, and the driver, as people are."""
        installation, platform = Installation.open(self._folder / "lost", None), Platform(ignore)
        try:
            await platform.start(installation)
            self.walk = Walk(platform, short_year())
            await self.walk.driver.open()
            await self.walk.until(LAST_BEFORE)
            meanwhile = functools.partial(self.walk.until, LAST_MEANWHILE)
            self.backup = await back_up(installation, self._folder / "backups", ignore, meanwhile)
            shutil.copytree(installation.keys, self.keys)
            shutil.copy2(installation.data / "ports.json", self._folder)
            platform.hurry()
        finally:
            await platform.stop()
            installation.close()
        shutil.rmtree(installation.data)

    async def go_on(self, name: str) -> Outcome:
        """The rest of the year on a folder of that name, at the addresses that people know."""
        data = self._folder / name
        self.done = await restore(self.backup, self.keys, data, ignore)
        shutil.copy2(self._folder / "ports.json", data)
        installation, platform = Installation.open(data, None), Platform(ignore)
        try:
            await platform.start(installation)
            self.walk.platform = platform
            return await self.walk.outcome()
        finally:
            await self.walk.driver.close()
            await platform.stop()
            installation.close()


async def nobody(*_: object) -> list[str]:
    """Brings nothing into step."""
    return []


async def test_a_year_goes_on_from_a_backup_and_comes_out_as_one_that_was_not_lost(
    walk: Walk, tmp_path: Path
) -> None:
    expected = await walk.outcome()
    lost = Lost(tmp_path)
    await lost.begin()
    came_out = await lost.go_on("restored")
    assert came_out.figures == expected.figures, "\n".join(lost.done)
    assert came_out.rows == expected.rows
    assert came_out.letters == expected.letters
    assert not lost.walk.driver.late


async def test_without_a_reconciliation_it_does_not(
    walk: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = await walk.outcome()
    lost = Lost(tmp_path)
    await lost.begin()
    monkeypatch.setattr(reconciling, "reconcile", nobody)
    try:
        async with asyncio.timeout(STUCK_AFTER_S):
            came_out = await lost.go_on("restored")
    except (TimeoutError, AssertionError):
        return
    assert came_out != expected
