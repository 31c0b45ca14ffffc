"""`./luotsi health`: who answers is told with what it waits for, each of several, and who is silent as well."""

import asyncio
import json
from datetime import UTC, datetime
from functools import partial

import pytest
from nats.aio.msg import Msg

from deploy.operating.health import ask, words_of
from services.runtime.broker.address import BrokerAddress
from services.runtime.broker.refused import Refused
from tests.patience import nats_connection
from tests.servers import Servers

pytestmark = pytest.mark.servers


def test_what_the_broker_has_refused_is_told_in_a_line() -> None:
    at = datetime(2027, 5, 2, 4, 32, 4, tzinfo=UTC)
    assert words_of(Refused("billing", 2, at, "[::1]", is_said=True, what="events.intake.x")) == (
        "2 times the broker refused somebody with the seed of billing, the last at 2027-05-02 04:32:04 UTC "
        "from [::1]: saying events.intake.x"
    )
    assert words_of(Refused("", 1, None, "10.0.0.2")) == (
        "1 times the broker refused somebody without a seed that is known, the last from 10.0.0.2"
    )


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


async def test_who_has_a_seed_and_says_nonsense_hides_nobody_else(servers: Servers) -> None:
    installation = servers.installation
    at = BrokerAddress(installation.nats_url, "notices", installation.nkey("notices"))
    escape = json.dumps({"ready": True, "version": "\x1b[2J1"}).encode()
    nonsense = [b"", b"[]", b"{}", b"nonsense", b'{"ready": true, "away": 5}', b"\xff", escape]
    connections = [await nats_connection(at) for _ in (*nonsense, "nobody", "ours")]

    async def says(number: int, message: Msg) -> None:
        """Each once, as the broker lets it; the last one is ours."""
        if number < len(nonsense):
            return await message.respond(nonsense[number])
        if number == len(nonsense):
            return await connections[number].publish(message.reply, headers={"Status": "503"})
        await asyncio.sleep(0.2)
        await message.respond(json.dumps({"ready": True, "version": "1"}).encode())

    try:
        for number, connection in enumerate(connections):
            await connection.subscribe("health.notices", cb=partial(says, number))
            await connection.flush()
        [found] = await ask(servers.broker, ["notices"])
    finally:
        for connection in connections:
            await connection.close()
    assert not found.is_well
    assert list(found.lines()) == [
        "notices     ready; release ?[2J1",
        "notices     ready; release 1",
        "notices     6 answers cannot be read: none of ours says so, and somebody has its seed",
    ]
