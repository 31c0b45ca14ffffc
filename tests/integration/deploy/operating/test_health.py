"""`./luotsi health`: who answers is told with what it waits for, each of several, and who is silent as well."""

import asyncio
import json
from pathlib import Path

import pytest
from nats.aio.msg import Msg

from deploy.operating.health import ask
from deploy.operating.refused import refusals
from services.runtime.broker.address import BrokerAddress
from tests.patience import PATIENCE_S, nats_connection
from tests.servers import Servers

pytestmark = pytest.mark.servers


async def test_what_a_thief_is_refused_is_counted_by_the_seed_that_they_have(servers: Servers) -> None:
    """The program whose seed it is tells nothing of it; the broker's own log does."""
    installation = servers.installation
    log = installation.logs / "nats.log"
    before = " ".join(refusals(log))
    thief = await nats_connection(BrokerAddress(installation.nats_url, "portal", installation.nkey("portal")))
    try:
        await thief.publish("events.intake.thief\u00e4s", b"{}")
        await thief.flush()
    finally:
        await thief.close()
    async with asyncio.timeout(PATIENCE_S):  # the broker answers before its log is on the disk
        while not (told := next((line for line in refusals(log) if "seed of portal" in line), "")):
            await asyncio.sleep(0.05)
    assert told.endswith("from 127.0.0.1: saying events.intake.thiefäs") and told not in before


def test_a_log_tells_of_refusals_alone(tmp_path: Path) -> None:
    log = tmp_path / "nats.log"
    head = '[7] 2027/05/02 04:32:04.53 [ERR] [::1]:39340 - cid:15 - "v2: - x" - "billing/nkey:UCR" - '
    log.write_text(
        "[7] 2027/05/02 04:32:00.00 [INF] Starting nats-server\n"
        f'{head}Subscription Violation - Subject "events.>", SID 1\n'
        f'{head}Publish Violation - Subject "{"x" * 500}"\n'
        "[7] 2027/05/02 04:33:00.84 [ERR] 10.0.0.2:39352 - cid:16 - authentication error\n"
        "\xff rubbish\n"
    )
    assert list(refusals(log)) == [
        "2 times the broker refused somebody with the seed of billing, the last at 2027/05/02 04:32:04 "
        f"from [::1]: saying {'x' * 80}",
        "1 times the broker refused somebody without a seed that is known, the last at 2027/05/02 04:33:00 "
        "from 10.0.0.2",
    ]


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
