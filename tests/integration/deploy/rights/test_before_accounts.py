"""Streams of a platform that stood before the broker had accounts go on where they were."""

from pathlib import Path

import pytest

from deploy.machine.servers import move_to_their_account
from deploy.streams import declare
from services.runtime.broker.address import BrokerAddress
from tests.integration.deploy.rights.brokers import Known, broker, without_accounts
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.servers


async def test_streams_and_the_places_of_listeners_are_moved_as_they_are(tmp_path: Path) -> None:
    async with broker(tmp_path, local=True, written_by=without_accounts) as (url, seeds):
        await declare(BrokerAddress(url, "operator", seeds / "operator.nk"), 1 << 20)
        async with Known(url, seeds, "operator") as operator:
            jetstream = operator.nats.jetstream(timeout=PATIENCE_S)
            for _ in range(3):
                await jetstream.publish("events.intake.said", b"")
            before = await jetstream.stream_info("INTAKE")
            place = await jetstream.consumer_info("INTAKE", "console")
    for _ in range(2):  # again is no harm
        move_to_their_account(tmp_path)
    async with broker(tmp_path, local=True) as (url, seeds), Known(url, seeds, "operator") as operator:
        jetstream = operator.nats.jetstream(timeout=PATIENCE_S)
        after = await jetstream.stream_info("INTAKE")
        assert (after.created, after.state.messages) == (before.created, 3)
        assert (await jetstream.consumer_info("INTAKE", "console")).created == place.created
