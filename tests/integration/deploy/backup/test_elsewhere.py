"""A backup of databases on somebody else's server, laid into empty ones by roles alone, and what it is refused for."""

import json
import shutil
from pathlib import Path

import asyncpg
import pytest

from deploy.backup.sealed import key_pairs
from deploy.backup.tables.laying import restore_elsewhere
from deploy.backup.tables.taking import back_up
from deploy.machine import databases, keys
from deploy.machine.ports import HOST
from deploy.production.elsewhere import Elsewhere
from deploy.production.migrating import migrate_all
from deploy.running.launch import CannotStart
from tests.integration.deploy.production.installed import installed
from tests.integration.deploy.production.test_managed_databases import (
    HOSTS,
    administrators,
    given_to_psql,
    passwords,
    printed,
)
from tests.integration.deploy.production.tls_proxy import authority, tls_before
from tests.servers import Servers

__all__ = ["administrators"]
pytestmark = pytest.mark.servers
WRITTEN = """INSERT INTO outbox (event_id, subject, headers, payload)
VALUES (gen_random_uuid(), 'events.intake.said', '{}', '{}')"""


def ignore(line: str) -> None:
    """What it tells of its work is no news here."""


async def intake(servers: Servers, folder: Path) -> asyncpg.Connection:
    address = f"{HOST}:{servers.installation.ports.postgres}"
    return await asyncpg.connect(databases.url(address, passwords(folder), "intake"), ssl=False)


async def test_a_sealed_backup_comes_back_into_empty_databases_by_tls_and_by_roles_alone(
    servers: Servers, administrators: asyncpg.Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = authority(tmp_path / "tls")
    async with tls_before(servers.installation.ports.postgres, known, postgres=True) as port:
        address = f"{HOST}:{port}?sslmode=verify-full&sslrootcert={known.certificate}"
        folder = installed(tmp_path / "luotsi", HOSTS, address)
        where = Elsewhere(folder)
        made_by_an_administrator = printed(folder, capsys)
        await given_to_psql(servers, made_by_an_administrator)
        assert await migrate_all(folder) == []
        db = await intake(servers, folder)
        await db.execute(WRITTEN)
        said = await db.fetch("SELECT * FROM outbox")
        await db.close()

        secret = key_pairs.new()
        (tmp_path / "key.txt").write_text(secret)
        backup = await back_up(where, tmp_path / "backups", ignore, key_pairs.recipient_of(secret))
        assert backup.is_file() and [one.name for one in backup.parent.iterdir()] == [backup.name]
        assert b"events.intake.said" not in backup.read_bytes()

        with pytest.raises(CannotStart, match="has tables already"):
            await restore_elsewhere(backup, where, ignore, tmp_path / "key.txt")
        for role in keys.ROLES:
            await administrators.execute(f"DROP DATABASE {role}")
        with pytest.raises(CannotStart, match="its database is not there"):
            await restore_elsewhere(backup, where, ignore, tmp_path / "key.txt")
        await given_to_psql(servers, made_by_an_administrator)
        done = await restore_elsewhere(backup, where, ignore, tmp_path / "key.txt")
        assert any("1 events are said again" in line for line in done), done
        db = await intake(servers, folder)
        assert await db.fetch("SELECT * FROM outbox") == said
        await db.close()


async def test_a_full_disk_keys_of_another_platform_and_a_changed_file_are_refused(
    servers: Servers,
    administrators: asyncpg.Connection,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = installed(tmp_path / "luotsi", HOSTS, f"{HOST}:{servers.installation.ports.postgres}")
    with pytest.raises(CannotStart, match="does not take the role and its password"):
        await back_up(Elsewhere(folder), tmp_path / "backups", ignore)
    await given_to_psql(servers, printed(folder, capsys))
    assert await migrate_all(folder) == []
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))
        with pytest.raises(CannotStart, match="make room first"):
            await back_up(Elsewhere(folder), tmp_path / "backups", ignore)
    backup = await back_up(Elsewhere(folder), tmp_path / "backups", ignore)
    others = installed(tmp_path / "others", HOSTS, f"{HOST}:{servers.installation.ports.postgres}")
    with pytest.raises(CannotStart, match="has not the key"):
        await restore_elsewhere(backup, Elsewhere(others), ignore)
    shutil.rmtree(others)
    manifest = json.loads((backup / "manifest.json").read_text())
    (backup / next(iter(manifest["files"]))).write_text("other rows")
    with pytest.raises(CannotStart, match="is damaged"):
        await restore_elsewhere(backup, Elsewhere(folder), ignore)
