"""`./luotsi backup`: a copy of a platform that runs. It gets its name once it is whole and was read back."""

import asyncio
import contextlib
import json
import os
import shutil
import sqlite3
import stat
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from deploy.backup.manifest import TABLES, Manifest, check_files, secrets_in, sums
from deploy.backup.room import make_sure_of, refuse_a_file, size_of
from deploy.backup.sealed import files, key_pairs
from deploy.demo.driving.done import NAME as DONE
from deploy.machine import keys
from deploy.machine.installation import Installation
from deploy.machine.ports import HOST
from deploy.machine.postgres import program
from deploy.operating.opened import ANSWERS_WITHIN_S, opened
from deploy.running.launch import CannotStart
from services.runtime.version import VERSION
from workflows.clock_moves import STANDS

WORKER = "worker.json"
"""How far the worker had told the processes what services said, and which there were: before Temporal's copy."""
CLOCK = "clock.json"
STORES = ("postgres", "temporal")
OTHER_FILES = (CLOCK, DONE, "demo.json", "mail", "einvoices")
_NEEDED_PER_BYTE = 1.3
_OF_THE_WORKER = {
    "position": "SELECT source, aggregate_id::text, version FROM position ORDER BY 1, 2",
    "begun_process": "SELECT process_id::text FROM begun_process ORDER BY 1",
}

Say = Callable[[str], None]


async def nothing() -> None:
    """Happens between the two copies; a test's people act there."""


async def back_up(
    installation: Installation,
    to: Path,
    say: Say,
    meanwhile: Callable[[], Awaitable[object]] = nothing,
    seal_for: str | None = None,
) -> Path:
    """The backup's own folder in `to`. meanwhile: what is done after Temporal's copy and before the databases'.

    seal_for: then it is a file, which the other half of that key opens. Refuses: CannotStart (not enough room, cannot
    be written, not to be read back, no such key), and leaves nothing under that name.
    """
    recipient = recipient_in(seal_for) if seal_for else None
    check_room(installation.data, to, is_sealed=recipient is not None)
    taken_at = datetime.now(UTC)
    named = to / f"luotsi-{taken_at:%Y%m%dT%H%M%SZ}{files.ENDS_WITH if recipient else ''}"
    being_made = to / f".{named.name}.being-made"
    # What is not sealed yet goes to no other disk.
    plain = installation.data / ".backup.being-made" if recipient else being_made
    try:
        make_ready(to, is_sealed=recipient is not None)
        await _copy(installation, plain, say, meanwhile)
        await _read_back(installation, plain, taken_at, say)
        if recipient:
            await _seal(plain, being_made, recipient, say)
        being_made.rename(named)
    except OSError as error:
        raise CannotStart(f"{to} cannot be written ({error.strerror}): give another folder") from error
    finally:
        for left in (plain, being_made):
            taken_away(left)
    return named


async def _read_back(installation: Installation, folder: Path, taken_at: datetime, say: Say) -> None:
    say("reading back")
    manifest = await _described(installation, folder, taken_at)
    manifest.write(folder)
    await asyncio.to_thread(verify, folder, manifest)


async def _seal(folder: Path, to: Path, recipient: X25519PublicKey, say: Say) -> None:
    say("sealing")
    await asyncio.to_thread(files.seal, folder, to, recipient)


def taken_away(left: Path) -> None:
    """A folder or a file, if it is there."""
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)


def recipient_in(text: str) -> X25519PublicKey:
    try:
        return key_pairs.read_recipient(text)
    except ValueError as error:
        raise CannotStart(f"{text} is no key to seal for ({error}): it begins with age1") from error


def check_room(data: Path, to: Path, *, is_sealed: bool) -> None:
    """What is to be sealed lies on the platform's own disk until it is. Refuses: CannotStart."""
    refuse_a_file(to)
    if to.absolute().is_relative_to(data):
        raise CannotStart(f"{to} lies in the platform's own folder: give one elsewhere, best on another disk")
    files = sum(size_of(data / name) for name in ("temporal", *OTHER_FILES))
    needed = int(size_of(data / "postgres") * _NEEDED_PER_BYTE) + files
    make_sure_of((to, needed), *([(data, needed)] if is_sealed else []))


def make_ready(to: Path, *, is_sealed: bool) -> None:
    """For a copy that is not sealed: who may rename it there while it is made has their own marked with our keys.
    Refuses: CannotStart.
    """
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    if is_sealed:
        return
    told = to.stat()
    others_may = told.st_mode & 0o022 and not told.st_mode & stat.S_ISVTX
    if others_may or told.st_uid not in (0, os.geteuid()):
        raise CannotStart(
            f"others may write there: give {to} to yourself alone, or seal the backup (--seal-for)"
        )


async def _copy(
    installation: Installation, to: Path, say: Say, meanwhile: Callable[[], Awaitable[object]]
) -> None:
    """In an order that matters: what a demo has done, what the worker has told, then Temporal, then all databases at
    one instant. What comes to be done meanwhile is asked for again, and done once.

    Nobody moves the clock while the databases are copied, so that it is their own.
    """
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(mode=0o700)
    copy_if_there(installation.data / DONE, to / DONE)
    say("copying Temporal's store")
    (to / WORKER).write_text(json.dumps(await of_the_worker(installation)))
    await asyncio.to_thread(copy_temporal, installation, to)
    await meanwhile()
    async with clock_stands(installation):
        say("copying the databases")
        await asyncio.to_thread(copy_postgres, installation, to)
        copy_if_there(installation.data / CLOCK, to / CLOCK)
    say("copying mails and other files")
    for name in OTHER_FILES:
        if name not in (CLOCK, DONE):
            await asyncio.to_thread(copy_if_there, installation.data / name, to / name)


@contextlib.asynccontextmanager
async def clock_stands(installation: Installation) -> AsyncIterator[None]:
    """A demo moves it by months while files are copied. The lock goes with its connection."""
    connection = await opened("workflows", installation.database_url("workflows"))
    try:
        await connection.execute(f"SELECT pg_advisory_lock({STANDS})")
        yield
    finally:
        await connection.close()


async def of_the_worker(installation: Installation) -> dict[str, Any]:
    connection = await opened("workflows", installation.database_url("workflows"))
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return {
                name: [list(row) for row in await connection.fetch(sql)]
                for name, sql in _OF_THE_WORKER.items()
            }
    finally:
        await connection.close()


def copy_temporal(installation: Installation, to: Path) -> None:
    """By SQLite's own means: as it stands at one instant, while the server writes on."""
    folder = to / "temporal"
    folder.mkdir(mode=0o700)
    there = f"file:{installation.data / 'temporal' / 'temporal.db'}?mode=ro"
    with (
        contextlib.closing(sqlite3.connect(there, uri=True)) as source,
        contextlib.closing(sqlite3.connect(folder / "temporal.db")) as copy,
    ):
        source.backup(copy)


def copy_postgres(installation: Installation, to: Path) -> None:
    """All databases at one instant, with the log that leads to it. Refuses: CannotStart."""
    folder = to / "postgres"
    folder.mkdir(mode=0o700)
    where = ("-h", HOST, "-p", str(installation.ports.postgres), "-U", keys.SUPERUSER, "--no-password")
    how = ("-X", "stream", "-c", "fast", "--manifest-checksums=SHA256")
    told = {
        "PGCONNECT_TIMEOUT": f"{ANSWERS_WITHIN_S:.0f}",
        "LC_ALL": "C",
        "PGPASSWORD": keys.passwords(installation.keys)[keys.SUPERUSER],
    }
    run(program("pg_basebackup"), "-D", str(folder / "cluster"), *where, *how, told=told)


def copy_if_there(source: Path, to: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, to, ignore=shutil.ignore_patterns("*.new"), ignore_dangling_symlinks=True)
    elif source.exists():
        shutil.copy2(source, to)


async def _described(installation: Installation, folder: Path, taken_at: datetime) -> Manifest:
    schemas = {role: await schema_of(installation, role) for role in keys.ROLES}
    copied, named = await asyncio.to_thread(sums, folder), secrets_in(installation.keys)
    told = Manifest(taken_at.isoformat(timespec="seconds"), VERSION, schemas, named, copied)
    return told.marked(installation.keys)


async def schema_of(installation: Installation, role: str) -> str:
    connection = await opened(role, installation.database_url(role))
    try:
        return str(await connection.fetchval("SELECT version_num FROM alembic_version"))
    finally:
        await connection.close()


def verify(folder: Path, manifest: Manifest) -> None:
    """Every file as it was copied, and each store whole. Refuses: CannotStart, which names the first that is not."""
    check_files(folder, manifest)
    if (folder / TABLES).is_dir():
        return
    # Nothing is laid beside it, as there would be of a store that somebody may write to.
    store = f"file:{folder / 'temporal' / 'temporal.db'}?mode=ro&immutable=1"
    with contextlib.closing(sqlite3.connect(store, uri=True)) as copy:
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise CannotStart("the backup is damaged: Temporal's store is not whole")
    run(program("pg_verifybackup"), "--quiet", str(folder / "postgres" / "cluster"), told={"LC_ALL": "C"})


def run(*words: str, told: dict[str, str]) -> None:
    """Refuses: CannotStart with its last line."""
    path = {"PATH": os.environ.get("PATH", os.defpath)}
    done = subprocess.run(words, env=path | told, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip() or "no reason given").splitlines()[-1]
        raise CannotStart(f"{Path(words[0]).name} failed: {said}")
