"""Temporal's own role opens its two databases and no other; made again it has the password that is named then."""

import asyncpg
import pytest

from deploy.machine import keys
from deploy.machine.ports import HOST
from deploy.production.temporal_databases import DATABASES, ROLE, prepare
from tests.servers import Servers

pytestmark = pytest.mark.servers


async def test_the_role_opens_its_own_databases_alone(servers: Servers) -> None:
    superuser = keys.passwords(servers.installation.keys)[keys.SUPERUSER]
    address = f"{HOST}:{servers.installation.ports.postgres}"
    server = await asyncpg.connect(servers.postgres_dsn)
    try:
        for password in ("the first", "the second"):
            await prepare(address, superuser, password)
        for name in DATABASES:
            own = await asyncpg.connect(f"postgresql://{ROLE}:the%20second@{address}/{name}")
            await own.execute("CREATE TABLE made (id int)")
            await own.close()
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(f"postgresql://{ROLE}:the%20first@{address}/{DATABASES[0]}")
        await server.execute("CREATE DATABASE of_another")
        await server.execute("REVOKE ALL ON DATABASE of_another FROM PUBLIC")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(f"postgresql://{ROLE}:the%20second@{address}/of_another")
    finally:
        for name in (*DATABASES, "of_another"):
            await server.execute(f"DROP DATABASE IF EXISTS {name}")
        await server.execute(f"DROP ROLE IF EXISTS {ROLE}")
        await server.close()
