"""`./luotsi restore`: a backup laid out in an empty folder and brought into step, ready for `./luotsi up`."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from alembic.script import ScriptDirectory

from deploy.backup import later_mails, reconciling
from deploy.backup.copying import OTHER_FILES, WORKER, copy_if_there, size_of, verify
from deploy.backup.manifest import FILE, TABLES, Manifest, check_mark, secrets_in
from deploy.machine import keys
from deploy.machine.databases import package_of
from deploy.machine.installation import Installation
from deploy.platform import Platform
from deploy.running.launch import CannotStart
from services.runtime.storage.migrating import steps_of
from services.runtime.version import VERSION, number_of

Say = Callable[[str], None]


async def restore(
    backup: Path, keys_from: Path, data: Path, say: Say, ports_base: int | None = None
) -> list[str]:
    """What was done to bring it into step, in lines. Nothing runs when this returns.

    Refuses, with nothing left in `data`: CannotStart (no backup or a damaged one, a newer release's, keys that are not
    its own, one that somebody changed, a folder that holds something, not enough room).
    """
    manifest = checked(backup, keys_from)
    check_empty(data)
    say("reading the backup")
    await asyncio.to_thread(verify, backup, manifest)
    check_empty(data)  # reading takes minutes, and from here on what fails is taken away again
    installation = None
    try:
        say(f"laying out {data}")
        await asyncio.to_thread(lay_out, backup, keys_from, data)
        installation = Installation.open(data, ports_base)
        say("bringing into step what is of different moments")
        if (backup / TABLES).is_dir():
            from deploy.backup.tables import laying  # which asks for what stands here

            return await laying.begun_anew(installation, backup, say)
        return await in_step(installation, backup / WORKER, datetime.fromisoformat(manifest.taken_at))
    except BaseException:
        shutil.rmtree(data, ignore_errors=True)
        raise
    finally:
        if installation:
            installation.close()


def checked(backup: Path, keys_from: Path) -> Manifest:
    """What it says of itself, which nobody has changed. Refuses: CannotStart."""
    manifest = Manifest.read(backup)
    check_release(manifest)
    check_keys(manifest, keys_from)
    check_mark(manifest, keys_from)
    return manifest


def check_release(manifest: Manifest) -> None:
    """What a newer release has written may mean what this one does not know, also where no table differs."""
    try:
        is_newer = number_of(manifest.release) > number_of(VERSION)
    except ValueError as error:
        raise CannotStart(f"the backup says of no release that it made it: {FILE} cannot be read") from error
    if is_newer:
        raise CannotStart(f"the backup is of a newer release ({manifest.release}), and this is {VERSION}")
    check_schemas(manifest)


def check_schemas(manifest: Manifest) -> None:
    """A database that a newer release has changed cannot be read by this one."""
    for role, revision in manifest.schemas.items():
        if revision not in {step.revision for step in _steps(role).walk_revisions()}:
            raise CannotStart(
                f"the backup is of a newer release ({manifest.release}): {role} has a schema that is not known here"
            )


def newest(role: str) -> str:
    """The schema that our own code has of that database."""
    return str(_steps(role).get_current_head())


def _steps(role: str) -> ScriptDirectory:
    folder = steps_of(package_of(role))
    return ScriptDirectory(str(folder.parent), version_locations=[str(folder)])


def check_keys(manifest: Manifest, folder: Path) -> None:
    """Each secret of that time; newer ones beside them do no harm."""
    try:
        there = secrets_in(folder)
    except (OSError, ValueError) as error:
        raise CannotStart(f"the keys in {folder} cannot be read") from error
    for file, wanted in manifest.keys.items():
        for name, told in wanted.items():
            if there.get(file, {}).get(name) != told:
                raise CannotStart(
                    f"{folder / file} has not the key {name} of this backup: without it what it sealed is lost"
                )


def check_empty(data: Path) -> None:
    if data.exists() and any(data.iterdir()):
        raise CannotStart(f"{data} holds something already: give a folder that is empty or not there")


def lay_out(backup: Path, keys_from: Path, data: Path) -> None:
    """Refuses: CannotStart (no room, not to be written)."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (free := shutil.disk_usage(data).free) < (needed := size_of(backup)):
            raise CannotStart(
                f"{data} has {free >> 20} MB free and {needed >> 20} MB are needed: make room first"
            )
        if not (backup / TABLES).is_dir():
            shutil.copytree(backup / "postgres", data / "postgres")
            (data / "postgres").chmod(0o700)
            shutil.copytree(backup / "temporal", data / "temporal")
        shutil.copytree(keys_from, data / "keys")
        (data / "keys").chmod(0o700)
        for name in OTHER_FILES:
            copy_if_there(backup / name, data / name)
    except OSError as error:
        raise CannotStart(f"{data} cannot be written ({error.strerror}): give another folder") from error


async def in_step(installation: Installation, worker: Path, taken_at: datetime) -> list[str]:
    """With its servers alone."""
    platform = Platform(lambda line: None)
    await platform.start_servers(installation)
    try:
        urls = own_databases(installation)
        done = await reconciling.reconcile(urls, worker)
        return done + await later_mails.leave_out(installation.mail, urls["notices"], taken_at)
    finally:
        await platform.stop()


def own_databases(installation: Installation) -> dict[str, str]:
    return {role: installation.database_url(role, driver="postgresql") for role in keys.ROLES}
