"""Temporal behind TLS, with a key or a certificate of ours: by what the settings say, and by nothing less."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from temporalio.client import Client

from deploy.machine.installation import NAMESPACE
from deploy.production.checking import Said, said_of_temporal
from services.runtime.settings import Settings
from tests.integration.deploy.production.key_check import KEY, key_before
from tests.integration.deploy.production.tls_proxy import HOST, authority, tls_before
from tests.servers import Servers
from workflows.temporal_connection import connect, line_of

pytestmark = pytest.mark.servers
SOON = timedelta(seconds=2)


def line(**told: Any) -> dict[str, Any]:
    """By the settings of a program."""
    return line_of(Settings(profile="local", database_url="postgresql://", nats_url="nats://", **told))


async def by(port: int, how: dict[str, Any], *, patience: timedelta = timedelta(minutes=1)) -> Client:
    """A client that has been answered."""
    return await connect(f"{HOST}:{port}", NAMESPACE, patience=patience, line=how)


async def doctor(port: int, how: dict[str, Any]) -> Said:
    return await said_of_temporal({"address": f"{HOST}:{port}", "namespace": NAMESPACE, "line": how})


@pytest.fixture
async def temporal(servers: Servers) -> int:
    await asyncio.to_thread(servers.need_temporal)
    return servers.installation.ports.temporal


async def test_a_server_that_asks_for_a_key_is_brought_it(
    temporal: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = authority(tmp_path)
    told = {"temporal_tls_ca": known.certificate}
    with_key = line(**told, temporal_api_key=SecretStr(KEY))
    async with key_before(temporal, known) as port:
        client = await by(port, with_key)
        assert [one async for one in client.list_workflows("WorkflowType = 'Nobody'")] == []
        assert (await doctor(port, with_key))[1]
        for wrong in (line(**told, temporal_api_key=SecretStr("his")), line(**told)):
            with pytest.raises(TimeoutError):
                await by(port, wrong, patience=SOON)
            assert "reason=does_not_know_our_key" in capsys.readouterr().out
            assert (await doctor(port, wrong))[1:3] == (False, "does not know our key")


async def test_a_server_that_asks_for_our_certificate_gets_it(temporal: int, tmp_path: Path) -> None:
    known, ours = authority(tmp_path / "known"), authority(tmp_path / "ours")
    told = {"temporal_tls_ca": known.certificate}
    own = {"temporal_tls_cert": ours.chain, "temporal_tls_key": SecretStr(ours.key.read_text())}
    async with tls_before(temporal, known, asks=ours.certificate) as port:
        assert await (await by(port, line(**told, **own))).count_workflows()
        assert (await doctor(port, line(**told, **own)))[1]
        with pytest.raises(TimeoutError):
            await by(port, line(**told), patience=SOON)
        assert (await doctor(port, line(**told)))[1:3] == (False, "hangs up look at our certificate")
        others = authority(tmp_path / "others")
        own |= {"temporal_tls_cert": others.chain, "temporal_tls_key": SecretStr(others.key.read_text())}
        assert (await doctor(port, line(**told, **own)))[1:3] == (False, "hangs up look at our certificate")


async def test_a_certificate_of_another_name_is_believed_by_that_name_alone(
    temporal: int, tmp_path: Path
) -> None:
    known = authority(tmp_path, "temporal.firm.example")
    told = {"temporal_tls_ca": known.certificate}
    async with tls_before(temporal, known) as port:
        named = line(**told, temporal_tls_name="temporal.firm.example")
        assert await (await by(port, named)).count_workflows()
        for other in (line(**told), line(**told, temporal_tls_name="other.firm.example")):
            assert (await doctor(port, other))[1:3] == (False, "certificate not believed")
        # Without a word of who vouches for it, by what the machine knows: nobody does.
        assert (await doctor(port, line(temporal_tls=True)))[1:3] == (False, "certificate not believed")
        assert (await doctor(port, line()))[1:3] == (False, "encryption asked for")
    assert (await doctor(temporal, line(temporal_tls=True)))[1:3] == (False, "not encrypted")
