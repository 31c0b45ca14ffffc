"""`./luotsi health`: who answers is told with what it waits for, each of several, and who is silent as well."""

import json

import pytest
from nats.aio.msg import Msg

from deploy.operating.health import ask
from services.runtime.broker.address import BrokerAddress
from tests.patience import nats_connection
from tests.servers import Servers

pytestmark = pytest.mark.servers


async def test_each_of_several_is_told_of_and_one_that_waits_is_not_well_nor_who_is_silent(
    servers: Servers,
) -> None:
    installation = servers.installation
    billing = BrokerAddress(installation.nats_url, "billing", installation.nkey("billing"))
    connections = [await nats_connection(billing) for _ in range(2)]
    away = [{"who": "postgres", "since": "2027-01-13T08:00:00Z"}]

    async def well(message: Msg) -> None:
        await message.respond(json.dumps({"ready": True, "version": "1", "outbox_pending": 0}).encode())

    async def waits(message: Msg) -> None:
        await message.respond(json.dumps({"ready": False, "error_type": "OSError", "away": away}).encode())

    try:
        for connection, answer in zip(connections, (well, waits), strict=True):
            await connection.subscribe("health.billing", cb=answer)
            await connection.flush()
        found, silent = await ask(servers.broker, ["billing", "intake"])
    finally:
        for connection in connections:
            await connection.close()
    assert not silent.is_well and list(silent.lines()) == ["intake      silent"]
    assert not found.is_well
    assert sorted(found.lines()) == [
        "billing     not ready (OSError); waits for postgres since 2027-01-13T08:00:00Z",
        "billing     ready; release 1",
    ]
