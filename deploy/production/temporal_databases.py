"""`python -m deploy.production.temporal_databases`: a role of Temporal's own, and its two databases. Again is no harm.

Its schema is set up by its own tools afterwards, as that role.
"""

import asyncio
import os
from pathlib import Path

from deploy.machine import keys
from deploy.machine.databases import alone, passwords_told, quoted, superuser_url
from services.runtime.storage.encrypted import connect

ROLE = "temporal"
DATABASES = ("temporal", "temporal_visibility")


async def prepare(address: str, superuser_password: str, password: str) -> None:
    """address: host:port. password: the role's, from now on."""
    told = {keys.SUPERUSER: superuser_password}
    async with alone(address, told):
        server = await connect(superuser_url(address, told, keys.SUPERUSER))
        try:
            if not await server.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", ROLE):
                await server.execute(f"CREATE ROLE {ROLE} LOGIN")
            await server.execute(f"ALTER ROLE {ROLE} PASSWORD {quoted(password)}")
            for name in DATABASES:
                if not await server.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
                    await server.execute(f"CREATE DATABASE {name} OWNER {ROLE}")
                await server.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
        finally:
            await server.close()


if __name__ == "__main__":
    own = Path(os.environ["LUOTSI_TEMPORAL_PASSWORD_FILE"]).read_text().strip()
    asyncio.run(prepare(os.environ["LUOTSI_POSTGRES_ADDRESS"], passwords_told()[keys.SUPERUSER], own))
