"""`./luotsi doctor` asks servers elsewhere, by TLS: what is well is told so, and what is not in one sentence each."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from deploy.checkout.servers_check import look
from deploy.machine import databases, keys
from deploy.machine.installation import NAMESPACE
from deploy.machine.ports import HOST
from deploy.operating.figures import count
from deploy.production.checking import Said, looked_at
from deploy.production.checking_broker import _streams
from deploy.production.elsewhere import Elsewhere
from deploy.streams import declare
from services.runtime.broker.address import BrokerAddress
from services.runtime.storage.encrypted import connect
from tests.integration.deploy.production.installed import installed
from tests.integration.deploy.production.tls_proxy import Authority, authority, tls_before
from tests.integration.deploy.rights.brokers import broker, without_accounts
from tests.patience import nats_connection
from tests.servers import Servers

pytestmark = pytest.mark.servers
HOSTS = {"portal": "portal.firm.example", "console": "console.firm.example"}


@pytest.fixture
async def elsewhere(servers: Servers, tmp_path: Path) -> AsyncIterator[tuple[Elsewhere, Authority]]:
    """All that programs need, each server behind TLS, and the folder that names them."""
    await asyncio.to_thread(servers.need_temporal)
    known, ports = authority(tmp_path / "tls"), servers.installation.ports
    by = f"tls {{ cert_file: '{known.chain}', key_file: '{known.key}' }}"
    folder = tmp_path / "luotsi"
    async with AsyncExitStack() as stack:
        postgres = await stack.enter_async_context(tls_before(ports.postgres, known, postgres=True))
        temporal = await stack.enter_async_context(tls_before(ports.temporal, known))
        installed(folder, HOSTS, f"{HOST}:{postgres}?sslmode=verify-full&sslrootcert={known.certificate}")
        (tmp_path / "broker").mkdir()
        (tmp_path / "broker" / "nats").symlink_to(folder / "keys" / keys.SEEDS)
        nats, _ = await stack.enter_async_context(broker(tmp_path / "broker", local=False, more=by))
        write(folder / "common.env", f"LUOTSI_NATS_URL={nats}\nLUOTSI_NATS_CA={known.certificate}\n")
        ca = f"LUOTSI_TEMPORAL_TLS_CA={known.certificate}\n"
        write(
            folder / "workflows.env",
            f"LUOTSI_TEMPORAL_ADDRESS={HOST}:{temporal}\nLUOTSI_TEMPORAL_NAMESPACE={NAMESPACE}\n{ca}",
        )
        superuser = keys.passwords(servers.installation.keys)[keys.SUPERUSER]
        passwords = keys.passwords(folder / "keys") | {keys.SUPERUSER: superuser}
        await databases.prepare(f"{HOST}:{ports.postgres}", passwords)
        try:
            yield Elsewhere(folder), known
        finally:
            await undone(databases.superuser_url(f"{HOST}:{ports.postgres}", passwords, keys.SUPERUSER))


async def undone(url: str) -> None:
    server = await connect(url)
    for role in keys.ROLES:
        await server.execute(f"DROP DATABASE {role} WITH (FORCE)")
        await server.execute(f"DROP ROLE {role}")
    await server.close()


def write(file: Path, text: str) -> None:
    with file.open("a") as opened:
        opened.write(text)


async def found(where: Elsewhere) -> dict[str, Said]:
    return {said[0]: said async for said in looked_at(where)}


async def test_what_is_missing_is_one_sentence_each_and_what_is_well_is_told(
    elsewhere: tuple[Elsewhere, Authority], tmp_path: Path
) -> None:
    where, known = elsewhere
    assert (await found(where))["broker"][2].startswith("lacks the streams DIRECTORY")
    await declare(where.broker, 1 << 20)
    assert [said for said in (await found(where)).values() if not said[1]] == []
    figures = await count(where)
    assert (figures.lost, figures.duplicates, figures.mails) == (0, 0, 0)

    other = authority(tmp_path / "other")
    known.certificate.write_bytes(other.certificate.read_bytes())
    said = await found(where)
    assert said["broker"][1:3] == (False, "has a certificate that is not believed")
    assert said["Temporal"][1:3] == (False, "certificate not believed")
    assert "certificate of its database server is not believed" in said["database"][2]


async def test_a_program_whose_settings_are_refused_and_a_seed_that_is_unknown_are_named(
    elsewhere: tuple[Elsewhere, Authority],
) -> None:
    where, _ = elsewhere
    await declare(where.broker, 1 << 20)
    several = f"{where.broker.url},nats://{HOST}:1"
    write(where.folder / "common.env", f"LUOTSI_NATS_URL={several}\n")
    said = await found(where)
    assert said["broker"][1] and said[f"nats://{HOST}:1"][2].startswith("does not answer")
    await (await nats_connection(where.broker)).close()  # whichever of them is there
    where.seed("billing").unlink()
    keys.make_seeds(where.keys / keys.SEEDS)
    assert (await found(where))["seeds"][1:3] == (False, "the broker does not know billing")
    write(where.folder / "common.env", "LUOTSI_DATABASE_POOL=40\n")
    _, is_well, told, _ = (await found(where))["connections"]
    assert not is_well and "1090 may come in a rush" in told
    write(where.folder / "common.env", "LUOTSI_DATABASE_POOL=none\n")
    assert "LUOTSI_DATABASE_POOL" in (await found(where))["directory's settings"][2]


async def test_a_broker_that_has_no_accounts_yet_is_told(tmp_path: Path) -> None:
    async with broker(tmp_path, local=False, written_by=without_accounts) as (url, seeds):
        at = BrokerAddress(url, keys.OPERATOR, seeds / "operator.nk")
        await declare(at, 1 << 20)
        assert (await _streams(at))[:3] == ("broker", False, "has no accounts yet")


def test_a_folder_that_is_none_of_ours_is_told_and_none_is_no_fault(tmp_path: Path) -> None:
    assert list(look(None, {})) == []
    [(what, is_well, told, _)] = look(None, {"LUOTSI_SETTINGS": str(tmp_path)})
    assert (what, is_well) == ("servers", False) and "did not write" in told
