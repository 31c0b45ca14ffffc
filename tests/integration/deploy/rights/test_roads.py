"""With anybody's seed, nothing is done through the broker that the table does not let its owner do.

Whoever has a seed says what a consumer is, and headers that the broker reads. Neither leads into a stream, nor to the
end of one.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from deploy.rights.asked import programs
from deploy.rights.table import table
from deploy.streams import SPEAKERS, declare
from services.runtime.broker.address import BrokerAddress
from services.runtime.events.streams import stream_name
from tests.integration.deploy.rights.brokers import Known, broker
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.servers
ROADS = (
    "$JS.API.STREAM.DELETE.INTAKE",
    "$JS.API.CONSUMER.DELETE.INTAKE.workflows",
    "$JS.API.CONSUMER.DURABLE.CREATE.INTAKE.another",
    "events.billing.invoice_issued",
    "commands.billing.set_seller",
    "viewed.staff.sessions.read_note",
    "$JS.ACK.INTAKE.workflows.1.1.1.1.0",
)
"""Where nothing of a thief's may come: a stream's end, an event, an order, a question, another's acknowledgement."""


class Ground:
    """A broker with an event in each stream, and what its operator sees there."""

    def __init__(self, url: str, seeds: Path, operator: Known) -> None:
        self.url, self.seeds, self._operator = url, seeds, operator

    async def state(self) -> list[object]:
        jetstream = self._operator.nats.jetstream(timeout=PATIENCE_S)
        found: list[object] = []
        for speaker in SPEAKERS:
            stream = await jetstream.stream_info(stream_name(speaker))
            consumers = sorted(
                (one.name, one.created, one.config.deliver_subject)
                for one in await jetstream.consumers_info(stream_name(speaker))
            )
            found.append((stream.config.name, stream.created, stream.state.messages, consumers))
        return found

    def of(self, user: str) -> Known:
        return Known(self.url, self.seeds, user)

    async def stored(self, name: str) -> list[str]:
        jetstream = self._operator.nats.jetstream(timeout=PATIENCE_S)
        last = (await jetstream.stream_info(name)).state.last_seq
        return [str((await jetstream.get_msg(name, number)).subject) for number in range(1, last + 1)]


@asynccontextmanager
async def ground(folder: Path) -> AsyncIterator[Ground]:
    async with broker(folder, local=False) as (url, seeds):
        await declare(BrokerAddress(url, "operator", seeds / "operator.nk"), 1 << 20)
        async with Known(url, seeds, "operator") as operator:
            for speaker in SPEAKERS:
                await operator.nats.jetstream(timeout=PATIENCE_S).publish(f"events.{speaker}.said", b"")
            yield Ground(url, seeds, operator)


def said_by(user: str) -> list[str]:
    """Every subject that it may say, in words."""
    patterns = table(local=False)[user].publish
    return [one.replace("*", "directory").replace(">", "1.1.1.1.0") for one in patterns]


@pytest.mark.parametrize("user", programs())
async def test_nobody_says_where_a_consumer_lays_what_it_hands_out(tmp_path: Path, user: str) -> None:
    async with ground(tmp_path) as there, there.of(user) as thief:
        before = await there.state()
        for speaker in SPEAKERS:
            for name in {user, f"{user}-rebuild", "workflows"}:
                config: dict[str, object] = {
                    "durable_name": name,
                    "name": name,
                    "deliver_subject": "events.billing.evil",
                }
                config |= {"ack_policy": "none", "deliver_policy": "all", "inactive_threshold": 1}
                stream = stream_name(speaker)
                body = json.dumps({"stream_name": stream, "config": config}).encode()
                for verb in (
                    f"DURABLE.CREATE.{stream}.{name}",
                    f"CREATE.{stream}.{name}",
                    f"CREATE.{stream}",
                ):
                    for prefix in ("$JS.API", "streams"):
                        await thief.nats.publish(
                            f"{prefix}.CONSUMER.{verb}", body, reply=f"_INBOX_{user}.answer"
                        )
        await thief.all_is_heard()
        assert await there.state() == before


@pytest.mark.parametrize("user", programs())
async def test_no_header_has_the_broker_do_what_its_sender_may_not(tmp_path: Path, user: str) -> None:
    headers = [{"Nats-Trace-Dest": road} for road in ROADS]
    headers += [
        {"Nats-Rollup": "all"},
        {"Nats-Rollup": "sub"},
        {"Nats-TTL": "1s"},
        {"Nats-Incr": "1"},
        {"Nats-Schedule": "@every 1s", "Nats-Schedule-Target": "events.billing.evil"},
        {"Nats-Batch-Id": "1", "Nats-Batch-Sequence": "1", "Nats-Batch-Commit": "1"},
        {"Nats-Request-Info": json.dumps({"acc": "streams", "svc": "streams"})},
    ]
    async with ground(tmp_path) as there, there.of(user) as thief:
        before = await there.state()
        mine = stream_name(user)
        for subject in said_by(user):
            for told in headers:
                await thief.nats.publish(subject, b"", headers=told, reply=f"_INBOX_{user}.answer")
        await thief.all_is_heard()
        await asyncio.sleep(0)
        after = await there.state()
        assert [one for one in after if one[0] != mine] == [  # type: ignore[index]
            one
            for one in before
            if one[0] != mine  # type: ignore[index]
        ]
        if user in SPEAKERS:
            assert (await there.stored(mine))[0] == f"events.{user}.said"
