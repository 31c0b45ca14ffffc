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
from deploy.demo.commissions import PLAIN
from deploy.machine.installation import Installation
from deploy.platform import Platform
from services.messages.process import ListProcesses, ProcessState
from tests.e2e.outcome import Outcome
from tests.e2e.walking import Walk, short_year

LAST_BEFORE, LAST_MEANWHILE = "records session 3 of the group as held", "chooses to renew the group"
"""Between these two, reviews are held, and what follows begins: facts that the processes wait for."""
BEGUN_MEANWHILE = "what follows, contract: waits for a day"
"""The whole difference where nobody brings into step what was copied at different moments: nobody has it signed."""


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

    async def restored(self, name: str) -> Installation:
        """A folder of that name, at the addresses that people know."""
        data = self._folder / name
        self.done = await restore(self.backup, self.keys, data, ignore)
        shutil.copy2(self._folder / "ports.json", data)
        return Installation.open(data, None)

    async def standing(self, installation: Installation) -> set[str]:
        """How its processes stand once all is done that can be: a sentence each."""
        platform = Platform(ignore)
        try:
            await platform.start(installation)
            await self.walk.quiet()
            return {in_words(one) for one in (await self.walk.ask(ListProcesses())).processes}
        finally:
            await platform.stop()

    async def go_on(self, installation: Installation) -> Outcome:
        """The rest of the year."""
        platform = Platform(ignore)
        try:
            await platform.start(installation)
            self.walk.platform = platform
            return await self.walk.outcome()
        finally:
            await self.walk.driver.close()
            await platform.stop()


def in_words(one: ProcessState) -> str:
    """Without the instant of its next deadline, which follows the moment at which it was told."""
    named = {commission.process_id: commission.name for commission in PLAIN.commissions}
    waits = "waits for a day" if one.waits_until else "waits for people"
    return f"{named.get(one.process_id, 'what follows')}, {one.phase}: {waits}"


async def nobody(*_: object) -> list[str]:
    """Brings nothing into step."""
    return []


@pytest.fixture
async def lost(tmp_path: Path) -> Lost:
    lost = Lost(tmp_path)
    await lost.begin()
    return lost


async def test_a_year_goes_on_from_a_backup_and_not_where_nobody_brings_it_into_step(
    walk: Walk, lost: Lost, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = await walk.outcome()
    with monkeypatch.context() as patched:
        patched.setattr(reconciling, "reconcile", nobody)
        out_of_step = await lost.restored("out-of-step")
    restored = await lost.restored("restored")
    try:
        without, in_step = await lost.standing(out_of_step), await lost.standing(restored)
        assert (sorted(without - in_step), sorted(in_step - without)) == ([], [BEGUN_MEANWHILE])
        came_out = await lost.go_on(restored)
    finally:
        out_of_step.close()
        restored.close()
    assert came_out.unlike(expected) == [], "\n".join(lost.done)
    assert not lost.walk.driver.late


async def backed_up_while_they_act(folder: Path) -> Path:
    """Of a platform on which months pass while its files are copied; it is lost then."""
    installation, platform = Installation.open(folder / "lost", None), Platform(ignore)
    try:
        await platform.start(installation)
        walk = Walk(platform, short_year())
        await walk.driver.open()
        await walk.until(LAST_BEFORE)
        making = asyncio.create_task(back_up(installation, folder / "backups", ignore))
        while not making.done() and await walk.one_act():
            pass
        await walk.driver.close()
        shutil.copytree(installation.keys, folder / "keys")
        platform.hurry()
        return await making
    finally:
        await platform.stop()
        installation.close()


async def test_a_year_goes_on_from_a_backup_while_which_months_passed(walk: Walk, tmp_path: Path) -> None:
    expected = await walk.outcome()
    backup = await backed_up_while_they_act(tmp_path)
    done = await restore(backup, tmp_path / "keys", tmp_path / "restored", ignore)
    restored, platform = Installation.open(tmp_path / "restored", None), Platform(ignore)
    try:
        await platform.start(restored)
        again = Walk(platform, short_year())
        await again.driver.open()
        try:
            came_out = await again.outcome()
        finally:
            await again.driver.close()
    finally:
        await platform.stop()
        restored.close()
    assert came_out.unlike(expected) == [], "\n".join(done)
