"""With anybody's seed, nothing is done through the broker that the table does not let its owner do.

Whoever has a seed names where answers go, what a consumer is, and headers that the broker reads. None of it leads into
a stream, to the end of one, or to another program.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from nats.aio.msg import Msg

from deploy.rights.asked import programs
from deploy.rights.table import table
from deploy.streams import SPEAKERS, declare
from services.runtime.broker.address import BrokerAddress
from services.runtime.broker.jetstream import API
from services.runtime.events.streams import stream_name
from tests.integration.deploy.rights.brokers import Known, broker
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.servers
ROADS = (
    "$JS.API.STREAM.DELETE.INTAKE",
    "streams.STREAM.DELETE.INTAKE",
    "$JS.API.CONSUMER.DELETE.INTAKE.workflows",
    "$JS.API.CONSUMER.DURABLE.CREATE.INTAKE.another",
    "events.billing.invoice_issued",
    "commands.billing.set_seller",
    "viewed.staff.sessions.read_note",
    "viewed_at_console.supervisor.sessions.read_note",
    "at_portal.intake.submit_inquiry",
    "at_console.billing.set_seller",
)
"""Where nothing of a thief's may come: the end of a stream, an event, an order, a question."""
ITS_OWN_WORDS = ("_R_.abc.def", "_GR_.abc.def", "$JS.ACK.INTAKE.workflows.1.1.1.1.0")
"""By which the broker finds its way back. Nobody may name them."""
BODIES = (b"", b'{"batch":1,"no_wait":true}', b'{"seq":1,"batch":9}')
HEADERS = (
    *({"Nats-Trace-Dest": road} for road in ROADS),
    {"Nats-Rollup": "all"},
    {"Nats-Rollup": "sub"},
    {"Nats-TTL": "1s"},
    {"Nats-Incr": "1"},
    {"Nats-Schedule": "@every 1s", "Nats-Schedule-Target": "events.billing.evil"},
    {"Nats-Batch-Id": "1", "Nats-Batch-Sequence": "1", "Nats-Batch-Commit": "1"},
    {"Nats-Request-Info": json.dumps({"acc": "streams", "svc": "streams"})},
)


@dataclass(frozen=True)
class Kept:
    """A stream and its listeners' places, as the operator sees them."""

    name: str | None
    created: datetime | None
    consumers: tuple[tuple[Any, ...], ...]
    subjects: tuple[str, ...]


class Ground:
    """A broker with an event in each stream."""

    def __init__(self, url: str, seeds: Path, operator: Known) -> None:
        self._url, self._seeds = url, seeds
        self._jetstream = operator.nats.jetstream(timeout=PATIENCE_S)

    def of(self, user: str) -> Known:
        return Known(self._url, self._seeds, user)

    async def kept(self, but: str = "") -> list[Kept]:
        """but: of whom only what it has not said itself is looked at."""
        return [await self._kept(name, but) for name in SPEAKERS]

    async def _kept(self, speaker: str, but: str) -> Kept:
        name = stream_name(speaker)
        found = await self._jetstream.stream_info(name)
        last = 1 if speaker == but else found.state.last_seq
        consumers = await self._jetstream.consumers_info(name)
        return Kept(
            found.config.name,
            found.created,
            tuple(sorted((one.name, one.created, one.config.deliver_subject) for one in consumers)),
            tuple([str((await self._jetstream.get_msg(name, n)).subject) for n in range(1, last + 1)]),
        )


@asynccontextmanager
async def ground(folder: Path) -> AsyncIterator[Ground]:
    async with broker(folder, local=False) as (url, seeds):
        await declare(BrokerAddress(url, "operator", seeds / "operator.nk"), 1 << 20)
        async with Known(url, seeds, "operator") as operator:
            for speaker in SPEAKERS:
                await operator.nats.jetstream(timeout=PATIENCE_S).publish(f"events.{speaker}.said", b"")
            yield Ground(url, seeds, operator)


def said_by(user: str) -> list[str]:
    """Every subject that it may say, in full."""
    patterns = table(local=False)[user].publish
    return [one.replace("*", "directory").replace(">", "1.1.1.1.0") for one in patterns]


@pytest.mark.parametrize("user", programs())
async def test_what_the_broker_answers_comes_to_nobody_but_the_asker(tmp_path: Path, user: str) -> None:
    async with ground(tmp_path) as there, there.of(user) as thief, heard_by_others(there, user) as heard:
        before = await there.kept(but=user)
        for subject in said_by(user):
            for body in BODIES:
                for road in (*ROADS, *ITS_OWN_WORDS):
                    await thief.nats.publish(subject, body, reply=road)
        await thief.all_is_heard()
        assert await there.kept(but=user) == before
        for name in heard:
            assert set(await all_of(heard[name])) <= set(said_by(user))


@pytest.mark.parametrize("user", programs())
async def test_who_answers_itself_may_say_nothing_more_by_it(tmp_path: Path, user: str) -> None:
    """The broker lets whoever is asked answer: also who asked itself, and named where an event is to go."""
    async with ground(tmp_path) as there, there.of(user) as thief, heard_by_others(there, user) as heard:
        before = await there.kept(but=user)

        async def answer(message: Msg) -> None:
            if message.reply:
                await thief.nats.publish(message.reply, b"{}")

        await thief.nats.subscribe(f"outbox.{user}", cb=answer)
        for road in ROADS:
            await thief.nats.publish(f"outbox.{user}", b"{}", reply=road)
        await thief.all_is_heard()
        await thief.all_is_heard()
        assert await there.kept(but=user) == before
        for name in heard:
            assert set(await all_of(heard[name])) <= set(said_by(user))


@asynccontextmanager
async def heard_by_others(there: Ground, user: str) -> AsyncIterator[dict[str, tuple[Known, list[str]]]]:
    """Who is asked along the roads, and what."""
    async with AsyncExitStack() as stack:
        found: dict[str, tuple[Known, list[str]]] = {}
        for name in {"billing", "sessions", "intake"} - {user}:
            known = await stack.enter_async_context(there.of(name))
            found[name] = known, []

            async def hears(message: Msg, got: list[str] = found[name][1]) -> None:
                if not message.subject.startswith(("outbox.", "_INBOX_")):
                    got.append(message.subject)

            for subject in table(local=False)[name].subscribe:
                await known.nats.subscribe(subject, cb=hears)
            await known.nats.flush()
        yield found


async def all_of(heard: tuple[Known, list[str]]) -> list[str]:
    known, got = heard
    await known.all_is_heard()
    return got


@pytest.mark.parametrize("user", programs())
async def test_nobody_says_where_a_consumer_lays_what_it_hands_out(tmp_path: Path, user: str) -> None:
    async with ground(tmp_path) as there, there.of(user) as thief:
        before = await there.kept()
        for stream in map(stream_name, SPEAKERS):
            for name in {user, f"{user}-rebuild", "workflows"}:
                config: dict[str, object] = {"durable_name": name, "name": name, "ack_policy": "none"}
                config |= {"deliver_subject": "events.billing.evil", "inactive_threshold": 1}
                body = json.dumps({"stream_name": stream, "config": config}).encode()
                for verb in (
                    f"DURABLE.CREATE.{stream}.{name}",
                    f"CREATE.{stream}.{name}",
                    f"CREATE.{stream}",
                ):
                    for prefix in ("$JS.API", API):
                        to = f"_INBOX_{user}.answer"
                        await thief.nats.publish(f"{prefix}.CONSUMER.{verb}", body, reply=to)
        await thief.all_is_heard()
        assert await there.kept() == before


@pytest.mark.parametrize("user", programs())
async def test_no_header_has_the_broker_do_what_its_sender_may_not(tmp_path: Path, user: str) -> None:
    async with ground(tmp_path) as there, there.of(user) as thief:
        before = await there.kept(but=user)
        for subject in said_by(user):
            for told in HEADERS:
                await thief.nats.publish(subject, b"", headers=told, reply=f"_INBOX_{user}.answer")
        await thief.all_is_heard()
        assert await there.kept(but=user) == before


async def test_no_program_writes_the_brokers_own_word_for_where_an_answer_goes(tmp_path: Path) -> None:
    async with ground(tmp_path) as there, there.of("sessions") as asked, there.of("console") as thief:
        got: list[str] = []
        came = asyncio.Event()

        async def hears(message: Msg) -> None:
            got.append(message.reply)
            came.set()

        await asked.nats.subscribe("at_console.sessions.>", cb=hears)
        await asked.nats.flush()
        for reply in (*ITS_OWN_WORDS, "events.billing.evil"):
            await thief.nats.publish("at_console.sessions.cancel_session", b"{}", reply=reply)
        await thief.all_is_heard()
        async with asyncio.timeout(PATIENCE_S):
            await came.wait()
        await asked.all_is_heard()
        assert [reply.partition(".")[0] for reply in got] == ["_R_"]
