"""After a rotation the servers take the new password, and the old one opens nothing."""

from pathlib import Path

import asyncpg
import pytest

from deploy.machine import databases, keys
from deploy.machine.ports import HOST
from deploy.production.elsewhere import SETTINGS
from deploy.production.rotating import rotated
from services.runtime.storage.encrypted import connect
from tests.integration.deploy.production.installed import installed
from tests.integration.deploy.production.test_managed_databases import (
    HOSTS,
    administrators,
    given_to_psql,
    printed,
)
from tests.servers import Servers

__all__ = ["administrators"]

pytestmark = pytest.mark.servers


async def test_a_rotated_password_opens_the_database_and_the_old_one_does_not(
    servers: Servers,
    administrators: asyncpg.Connection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder, address = tmp_path / "luotsi", f"{HOST}:{servers.installation.ports.postgres}"
    installed(folder, HOSTS, address)
    await given_to_psql(servers, printed(folder, capsys))
    monkeypatch.setenv(SETTINGS, str(folder))
    old = databases.url(address, keys.passwords(folder / "keys"), "billing")
    rotated(folder, "password", ["billing"])
    await given_to_psql(servers, printed(folder, capsys))
    new = (folder / "secrets" / "billing" / "luotsi_database_url").read_text()
    assert new.replace("postgresql+asyncpg", "postgresql") != old
    await (await connect(new)).close()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await connect(old)
    others = databases.url(address, keys.passwords(folder / "keys"), "intake")
    await (await connect(others)).close()


async def test_on_one_machine_the_next_start_sets_a_rotated_password(servers: Servers) -> None:
    address, told = f"{HOST}:{servers.installation.ports.postgres}", keys.passwords(servers.installation.keys)
    server = await asyncpg.connect(servers.postgres_dsn)
    try:
        for password in ("first", "second"):
            await databases.make_database(address, told | {"notices": password}, "notices")
        await (await connect(databases.at(address, "notices", "second", "notices"))).close()
        with pytest.raises(asyncpg.InvalidPasswordError):
            await connect(databases.at(address, "notices", "first", "notices"))
    finally:
        await server.execute("DROP DATABASE IF EXISTS notices")
        await server.execute("DROP ROLE IF EXISTS notices")
        await server.close()
