"""`./luotsi restore`: a backup laid out in an empty folder and brought into step, ready for `./luotsi up`."""

import asyncio
import contextlib
import os
import shutil
from datetime import datetime
from pathlib import Path

from alembic.script import ScriptDirectory

from deploy.backup import later_mails, reconciling
from deploy.backup.copying import OTHER_FILES, STORES, WORKER, Say, verify
from deploy.backup.manifest import FILE, TABLES, Manifest, check_mark, secrets_in
from deploy.backup.opening import BEING_READ, read_into
from deploy.backup.room import make_sure_of, refuse_a_file, size_of
from deploy.machine import keys
from deploy.machine.databases import package_of
from deploy.machine.installation import FREE_BYTES_NEEDED, Installation
from deploy.platform import Platform
from deploy.running.launch import CannotStart
from services.runtime.storage.migrating import steps_of
from services.runtime.version import VERSION, number_of

_GROWS = 4
"""Indexes, and the log of having written it all."""


async def restore(
    backup: Path,
    keys_from: Path,
    data: Path,
    say: Say,
    ports_base: int | None = None,
    opened_by: Path | None = None,
) -> list[str]:
    """What was done to bring it into step, in lines. Nothing runs when this returns.

    opened_by: the file with the key of a sealed one. Refuses, with nothing left in `data`: CannotStart (no backup or a
    damaged one, a newer release's, keys that are not its own, one that somebody changed, a folder that holds something,
    not enough room).
    """
    check_empty(data)
    check_before_reading(backup, keys_from)
    for whole in (backup, keys_from):
        if data.resolve().is_relative_to(whole.resolve()):
            raise CannotStart(f"{data} lies in {whole}, which is read: give a folder elsewhere")
    was_there, folder = data.exists(), data / BEING_READ
    try:
        keep_to_oneself(data)
        with read_into(folder, backup, opened_by, say, more=_needed_beside(backup)):
            make_sure_of((data, _needed_beside(folder)))  # of a sealed one it is known now
            manifest = checked(folder, keys_from)
            await asyncio.to_thread(verify, folder, manifest)
            check_empty(data, but=BEING_READ)  # reading takes minutes; what fails later is taken away again
            return await _laid_out(folder, manifest, keys_from, data, say, ports_base)
    finally:
        if not was_there:
            with contextlib.suppress(OSError):  # as it holds something
                data.rmdir()


def keep_to_oneself(data: Path) -> None:
    """From the first byte on: who may write there exchanges what was checked. Refuses: CannotStart."""
    if not data.exists():
        return
    if data.stat().st_uid != os.geteuid():
        raise CannotStart(
            f"{data} belongs to somebody else: give a folder of your own, or one that is not there"
        )
    data.chmod(0o700)


def _needed_beside(backup: Path) -> int:
    """What a start asks for; and rows are more in a database than in their files."""
    tables = backup / TABLES
    are_there = tables.is_dir() and not tables.is_symlink()  # what a link leads to is not read
    return FREE_BYTES_NEEDED + (_GROWS * size_of(tables) if are_there else 0)


async def _laid_out(
    backup: Path, manifest: Manifest, keys_from: Path, data: Path, say: Say, ports_base: int | None
) -> list[str]:
    """backup: as it was read and checked, on the disk of `data`."""
    installation = None
    try:
        say(f"laying out {data}")
        lay_out(backup, keys_from, data)
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


def check_before_reading(backup: Path, keys_from: Path) -> None:
    """What refuses it in a moment, where it is not sealed: nobody waits for reading it to hear that."""
    if backup.is_dir() or not backup.exists():
        checked(backup, keys_from)


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
        if role not in keys.ROLES or revision not in {
            step.revision for step in _steps(role).walk_revisions()
        }:
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


def check_empty(data: Path, but: str | None = None) -> None:
    refuse_a_file(data)
    if data.exists() and any(one.name != but for one in data.iterdir()):
        raise CannotStart(f"{data} holds something already: give a folder that is empty or not there")


def lay_out(backup: Path, keys_from: Path, data: Path) -> None:
    """Moves it, as it was checked. Refuses: CannotStart (not to be written)."""
    try:
        shutil.copytree(keys_from, data / "keys")
        (data / "keys").chmod(0o700)
        for name in (*STORES, *OTHER_FILES):
            if (backup / name).exists():
                (backup / name).rename(data / name)
        if (data / "postgres").exists():
            (data / "postgres").chmod(0o700)
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
