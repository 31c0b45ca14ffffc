"""`./luotsi backup` of a platform whose servers are elsewhere: its databases at one instant, by its programs' words.

Temporal's store is somebody else's and not in it: a restored platform begins each open process anew in its phase.
"""

import asyncio
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from deploy.backup.copying import Say, make_ready, recipient_in, taken_away
from deploy.backup.manifest import TABLES, Manifest, check_files, secrets_in, sums
from deploy.backup.room import make_sure_of, refuse_a_file
from deploy.backup.sealed import files
from deploy.backup.tables import instant, rows
from deploy.machine import keys
from deploy.operating.opened import opened
from deploy.production.elsewhere import Elsewhere
from deploy.running.launch import CannotStart
from services.runtime.version import VERSION


async def back_up(where: Elsewhere, to: Path, say: Say, seal_for: str | None = None) -> Path:
    """As `copying.back_up`. What is not sealed yet lies in the platform's own folder, and on no other disk."""
    refuse_a_file(to)
    recipient = recipient_in(seal_for) if seal_for else None
    taken_at = datetime.now(UTC)
    named = to / f"luotsi-{taken_at:%Y%m%dT%H%M%SZ}{files.ENDS_WITH if recipient else ''}"
    being_made = to / f".{named.name}.being-made"
    plain = where.folder / ".backup.being-made" if recipient else being_made
    try:
        make_ready(to, is_sealed=recipient is not None)
        needed = await _size_of_rows(_urls(where))
        make_sure_of((to, needed), *([(where.folder, needed)] if recipient else []))
        shutil.rmtree(plain, ignore_errors=True)
        await _copy(where, plain, taken_at, say)
        if recipient:
            say("sealing")
            await asyncio.to_thread(files.seal, plain, being_made, recipient)
        being_made.rename(named)
    except OSError as error:
        raise CannotStart(
            f"{to} cannot be written, or a server does not answer ({error.strerror})"
        ) from error
    finally:
        for left in (plain, being_made):
            taken_away(left)
    return named


def _urls(where: Elsewhere) -> dict[str, str]:
    urls = {role: where.database_url(role) for role in keys.ROLES}
    if missing := [role for role, url in urls.items() if not url]:
        raise CannotStart(f"the addresses of {', '.join(missing)} are not filled in: ./luotsi doctor")
    return urls


async def _size_of_rows(urls: Mapping[str, str]) -> int:
    """At most, in files: what a database holds in bytes stands there in two letters each, and without its indexes."""
    return 2 * sum(await asyncio.gather(*(_size_in(role, url) for role, url in urls.items())))


async def _size_in(role: str, url: str) -> int:
    db = await opened(role, url)
    try:
        return int(await db.fetchval("SELECT sum(pg_table_size(oid)) FROM pg_class WHERE relkind = 'r'"))
    finally:
        await db.close()


async def _copy(where: Elsewhere, to: Path, taken_at: datetime, say: Say) -> None:
    urls = _urls(where)
    to.mkdir(mode=0o700)
    say("waiting for a moment in which nobody writes")
    async with instant.of_all(urls) as looks:
        say("copying the databases as they were at that moment")
        contents = {role: await rows.copy_out(look, to / TABLES / role) for role, look in looks.items()}
    say("reading back")
    schemas = {role: one.revision for role, one in contents.items()}
    told = Manifest(
        taken_at.isoformat(timespec="seconds"), VERSION, schemas, secrets_in(where.keys), sums(to)
    )
    manifest = told.marked(where.keys)
    manifest.write(to)
    await asyncio.to_thread(check_files, to, manifest)
