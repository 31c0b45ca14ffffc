"""The drill where servers are somebody else's: the databases are copied by their roles, and Temporal's store is not.

The machine is lost with all its servers. On another one each open process begins anew in its phase, and the year comes
out the same. That the copy is of one instant while people write: tests/integration/deploy/backup.
"""

import asyncio
import dataclasses
import shutil
from pathlib import Path

from deploy.backup.copying import OTHER_FILES, copy_if_there
from deploy.backup.manifest import Manifest, sums
from deploy.backup.restoring import restore
from deploy.backup.tables.taking import back_up
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.platform import Platform
from deploy.production.elsewhere import Elsewhere
from tests.e2e.outcome import Outcome
from tests.e2e.test_restore import LAST_MEANWHILE, ignore
from tests.e2e.walking import Walk, short_year
from tests.integration.deploy.production.installed import installed

HOSTS = {"portal": "portal.firm.example", "console": "console.firm.example"}


async def add_what_a_minutes_year_needs(data: Path, backup: Path, keys: Path) -> None:
    """Elsewhere there is no such clock, and mails are gone. By who has the keys, so it is marked anew."""
    for name in OTHER_FILES:
        await asyncio.to_thread(copy_if_there, data / name, backup / name)
    whole = dataclasses.replace(Manifest.read(backup), files=sums(backup))
    whole.marked(keys).write(backup)


async def lost_in_the_middle(folder: Path) -> tuple[Walk, Path]:
    """Whoever acts, and the backup that is left; the keys were copied apart."""
    installation, platform = Installation.open(folder / "lost", None), Platform(ignore)
    try:
        await platform.start(installation)
        shutil.copytree(installation.keys, folder / "etc" / "keys")
        shutil.copytree(installation.keys, folder / "keys")
        installed(folder / "etc", HOSTS, f"{HOST}:{installation.ports.postgres}")
        walk = Walk(platform, short_year())
        await walk.driver.open()
        await walk.until(LAST_MEANWHILE)
        backup = await back_up(Elsewhere(folder / "etc"), folder / "backups", ignore)
        await add_what_a_minutes_year_needs(installation.data, backup, folder / "keys")
        shutil.copy2(installation.data / "ports.json", folder)
        platform.hurry()
    finally:
        await platform.stop()
        installation.close()
    shutil.rmtree(installation.data)
    return walk, backup


async def go_on(walk: Walk, installation: Installation) -> Outcome:
    """The rest of the year."""
    platform = Platform(ignore)
    try:
        await platform.start(installation)
        walk.platform = platform
        return await walk.outcome()
    finally:
        await walk.driver.close()
        await platform.stop()


async def test_a_year_goes_on_from_databases_alone(walk: Walk, tmp_path: Path) -> None:
    expected = await walk.outcome()
    lost, backup = await lost_in_the_middle(tmp_path)
    data = tmp_path / "restored"
    data.mkdir()
    done = await restore(backup, tmp_path / "keys", data, ignore)
    assert any("began anew in the phase" in line for line in done), done
    shutil.copy2(tmp_path / "ports.json", data)
    restored = Installation.open(data, None)
    try:
        came_out = await go_on(lost, restored)
    finally:
        restored.close()
    assert came_out.unlike(expected) == [], "\n".join(done)
    assert not lost.driver.late
