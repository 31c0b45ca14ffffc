"""Such a backup in the databases of a new folder, or of other servers, and what follows: Temporal is not in it."""

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path

from deploy.backup import reconciling, restoring
from deploy.backup.copying import Say
from deploy.backup.manifest import TABLES, Manifest, check_files
from deploy.backup.opening import BEING_READ, read_into
from deploy.backup.tables import rows
from deploy.machine import databases, keys
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.operating.lost_processes import begun, in_words
from deploy.operating.opened import opened
from deploy.platform import Platform
from deploy.production.elsewhere import Elsewhere
from deploy.running.launch import CannotStart
from services.runtime.commands.asking import Asker
from services.runtime.commands.refusal import Fault
from services.runtime.storage.encrypted import connect
from services.runtime.storage.migrating import upgrade

_PATIENCE_S, _AGAIN_S = 300.0, 1.0


async def begun_anew(installation: Installation, backup: Path, say: Say) -> list[str]:
    """What was done, in lines: rows in databases that are made for them, then each open process anew in its phase."""
    address, platform = f"{HOST}:{installation.ports.postgres}", Platform(lambda line: None)
    await platform.start_servers(installation)
    try:
        await databases.make_all(address, keys.passwords(installation.keys))
        urls = {role: installation.database_url(role, driver="postgresql") for role in keys.ROLES}
        done = await lay_in(backup, urls)
    finally:
        await platform.stop()
    say("beginning each open process anew, with the platform at work")
    await platform.start(installation)
    try:
        return done + await _begin_lost(installation)
    finally:
        await platform.stop()


async def _begin_lost(installation: Installation) -> list[str]:
    """A server that has just begun may keep the worker waiting; said twice it does no harm. Refuses: CannotStart."""
    connection = await installation.broker.connect()
    until = time.monotonic() + _PATIENCE_S
    try:
        while True:
            try:
                return in_words(*await begun(Asker(connection)))
            except Fault as fault:
                if time.monotonic() > until:
                    raise CannotStart(
                        f"no process could be begun anew ({fault}): restore it once more"
                    ) from fault
            await asyncio.sleep(_AGAIN_S)
    finally:
        await connection.close()


async def restore_elsewhere(
    backup: Path, where: Elsewhere, say: Say, opened_by: Path | None = None
) -> list[str]:
    """Into the databases that a folder of settings names, which an administrator has made and nobody has filled.

    opened_by: as of `restoring.restore`. Its keys have to be those of that time. Refuses: CannotStart, before
    anything is written.
    """
    _check_is_of_tables(backup)
    restoring.check_before_reading(backup, where.keys)
    folder = where.folder / BEING_READ
    with read_into(folder, backup, opened_by, say):
        _check_is_of_tables(folder)
        await asyncio.to_thread(check_files, folder, restoring.checked(folder, where.keys))
        urls = {role: where.database_url(role) for role in keys.ROLES}
        for role, url in urls.items():
            await _check_empty(role, url)
        say("laying rows into the databases")
        return await lay_in(folder, urls)


def _check_is_of_tables(backup: Path) -> None:
    if backup.is_file():
        return  # sealed
    Manifest.read(backup)
    if not (backup / TABLES).is_dir():
        raise CannotStart("it is of a machine whose servers are its own: restore it with --data alone")


async def _check_empty(role: str, url: str) -> None:
    db = await opened(role, url)
    try:
        if await db.fetchval("SELECT count(*) FROM pg_tables WHERE tableowner = current_user"):
            raise CannotStart(
                f"the database {role} has tables already: give one that `./luotsi databases FOLDER --sql` made"
            )
    finally:
        await db.close()


async def lay_in(backup: Path, urls: Mapping[str, str]) -> list[str]:
    """The tables are made as they were then, and brought to this release when they are full. Refuses: CannotStart.

    urls: role -> its own database, in which nobody has written yet.
    """
    total = 0
    for role, url in urls.items():
        folder, package = backup / TABLES / role, databases.package_of(role)
        await upgrade(package, url, rows.Contents.read(folder).revision)
        db = await connect(url)
        try:
            total += await rows.copy_in(db, folder)
        finally:
            await db.close()
        await upgrade(package, url)
    laid = f"{total} rows were laid into {len(urls)} databases"
    return [laid, *await reconciling.reconcile(urls, None)]
