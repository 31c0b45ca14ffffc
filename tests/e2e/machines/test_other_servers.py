"""The machine and its servers are lost in the middle of a year: the backup of its databases is laid into another
PostgreSQL, beside a broker and a Temporal that are empty, every program starts by its unit, and the year goes on.

The year's clock has to be moved, which only the profile of one machine lets; all else is as docs/operating.md tells it.
"""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from deploy.backup.copying import CLOCK, copy_if_there
from deploy.backup.tables.laying import restore_elsewhere
from deploy.machine import keys
from deploy.machine.databases import make_all
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.platform import Platform, prepare_streams
from deploy.production.elsewhere import Elsewhere
from deploy.production.told import programs
from tests.e2e.machines.test_own_machine import HOSTS, fill_in, said_by, until_well
from tests.e2e.machines.units import Unit, running
from tests.e2e.test_restore import ignore
from tests.e2e.test_restore_elsewhere import lost_in_the_middle
from tests.e2e.walking import Walk
from tests.integration.deploy.production.installed import installed

OF_THE_YEAR = ("PROFILE", "CLOCK_FILE", "MAIL_SETTLES_S", "EINVOICE_FOLDER", "EINVOICE_DATA", "HTTP_PORT")


@asynccontextmanager
async def other_servers(folder: Path, backup: Path) -> AsyncIterator[Platform]:
    """With the keys that were kept, at the addresses that people know, and nothing in them."""
    data = folder / "other"
    data.mkdir()
    shutil.copytree(folder / "keys", data / "keys")
    shutil.copy2(folder / "ports.json", data)
    for name in (CLOCK, "mail"):  # of a year that is one minute, and whose letters lie in a folder
        copy_if_there(backup / name, data / name)
    installation, platform = Installation.open(data, None), Platform(ignore)
    try:
        await platform.start_servers(installation)
        yield platform
    finally:
        await platform.stop()
        installation.close()


async def laid_in(folder: Path, backup: Path, installation: Installation) -> list[str]:
    """By an administrator of the other server, and by the folder of settings."""
    etc = folder / "etc-of-the-other"
    shutil.copytree(folder / "keys", etc / "keys")
    address = f"{HOST}:{installation.ports.postgres}"
    installed(etc, HOSTS, address)
    fill_in(etc, installation)
    await make_all(address, keys.passwords(installation.keys))
    return await restore_elsewhere(backup, Elsewhere(etc), ignore)


def units(folder: Path, installation: Installation) -> Iterator[tuple[Unit, dict[str, str]]]:
    """Each with what this year needs besides."""
    for process in programs():
        told = installation.environment(process.name)
        of_the_year = {
            name: value for name, value in told.items() if name.removeprefix("LUOTSI_") in OF_THE_YEAR
        }
        unit = Unit(
            folder / "etc-of-the-other" / "systemd" / f"luotsi-{process.name}.service", folder / process.name
        )
        yield unit, of_the_year


async def test_a_year_goes_on_with_every_program_as_a_unit_on_other_servers(
    walk: Walk, tmp_path: Path
) -> None:
    expected = await walk.outcome()
    lost, backup = await lost_in_the_middle(tmp_path)
    async with other_servers(tmp_path, backup) as platform, AsyncExitStack() as stack:
        done = await laid_in(tmp_path, backup, platform.installation)
        await prepare_streams(platform.installation)
        for unit, of_the_year in units(tmp_path, platform.installation):
            log = tmp_path / f"{unit.program}.log"
            await stack.enter_async_context(running(unit, of_the_year, log))
        await until_well(platform.installation.broker)
        done.append(await said_by(tmp_path / "etc-of-the-other", "begin-lost"))
        assert "began anew in the phase" in done[-1]
        lost.platform = platform
        try:
            came_out = await lost.outcome()
        finally:
            await lost.driver.close()
    assert came_out.unlike(expected) == [], "\n".join(done)
    assert not lost.driver.late
