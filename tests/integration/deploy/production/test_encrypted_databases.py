"""PostgreSQL behind TLS: whoever is vouched for is spoken with, and nobody else; each password opens one database."""

import ssl
from pathlib import Path
from urllib.parse import quote

import asyncpg
import pytest
import sqlalchemy as sa

from deploy.machine import keys
from services.runtime.storage.connections import engine_for, says_that_it_is_there
from services.runtime.storage.encrypted import connect
from tests.integration.deploy.production.tls_proxy import HOST, authority, tls_before
from tests.servers import Servers

pytestmark = pytest.mark.servers


def at(servers: Servers, port: int, words: str) -> str:
    password = keys.passwords(servers.installation.keys)[keys.SUPERUSER]
    return f"postgresql://{keys.SUPERUSER}:{password}@{HOST}:{port}/{keys.SUPERUSER}?{words}"


async def test_a_service_reaches_a_database_whose_certificate_it_can_check(
    servers: Servers, tmp_path: Path
) -> None:
    known = authority(tmp_path)
    async with tls_before(servers.installation.ports.postgres, known, postgres=True) as port:
        for words in (f"sslmode=verify-full&sslrootcert={quote(str(known.certificate))}", "sslmode=require"):
            engine = engine_for(at(servers, port, words))
            async with engine.connect() as connection:
                assert (await connection.execute(sa.text("SELECT 1"))).scalar_one() == 1
            await says_that_it_is_there(engine)
            await engine.dispose()


@pytest.mark.parametrize("name", [HOST, "db.firm.example"])
async def test_another_authority_or_another_name_is_not_believed(
    servers: Servers, tmp_path: Path, name: str
) -> None:
    known = authority(tmp_path / "known", name)
    believed = known if name != HOST else authority(tmp_path / "other", name)
    words = f"sslmode=verify-full&sslrootcert={quote(str(believed.certificate))}"
    async with tls_before(servers.installation.ports.postgres, known, postgres=True) as port:
        with pytest.raises(ssl.SSLCertVerificationError):
            await connect(at(servers, port, words))
        engine = engine_for(at(servers, port, words))
        with pytest.raises(ssl.SSLCertVerificationError):
            async with engine.connect():
                pass
        await engine.dispose()


async def test_a_line_that_is_to_be_encrypted_is_never_in_the_clear(servers: Servers) -> None:
    with pytest.raises((ConnectionError, asyncpg.PostgresError)):
        await connect(at(servers, servers.installation.ports.postgres, "sslmode=require"))


async def test_a_server_that_asks_for_our_certificate_gets_it(servers: Servers, tmp_path: Path) -> None:
    known, ours = authority(tmp_path / "known"), authority(tmp_path / "ours")
    words = f"sslmode=verify-full&sslrootcert={quote(str(known.certificate))}"
    own = f"&sslcert={quote(str(ours.chain))}&sslkey={quote(str(ours.key))}"
    port = servers.installation.ports.postgres
    async with tls_before(port, known, postgres=True, asks=ours.certificate) as behind:
        opened = await connect(at(servers, behind, words + own))
        assert await opened.fetchval("SELECT 1") == 1
        await opened.close()
        with pytest.raises((ssl.SSLError, ConnectionError, asyncpg.PostgresError)):
            await connect(at(servers, behind, words))
