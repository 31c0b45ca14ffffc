"""The servers as a user runs them: private, durable over kill -9, and gone when their platform is gone."""

import asyncio
import contextlib
import email
import os
import signal
import smtplib
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import nats
import pytest
from nats.js.api import ConsumerConfig
from nats.js.client import JetStreamContext
from nats.js.errors import NotFoundError
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client

from deploy import CHECKOUT, streams
from deploy.machine import databases, keys
from deploy.machine.installation import NAMESPACE
from deploy.machine.ports import HOST
from deploy.running import pid_file
from services.messages.keep_times import HISTORIES
from services.runtime.events.streams import consumer, stream_name
from tests.lasting import end_lasting
from tests.patience import PATIENCE_S, nats_connection
from tests.servers import Servers

pytestmark = pytest.mark.servers


@contextlib.asynccontextmanager
async def jetstream(servers: Servers) -> AsyncIterator[JetStreamContext]:
    connection = await nats_connection(servers.broker)
    try:
        yield connection.jetstream(timeout=PATIENCE_S)
    finally:
        await connection.close()


@pytest.fixture(autouse=True)
async def streams_as_a_user_has_them(servers: Servers) -> None:
    """A lasting house listens from where its test began, which no platform does."""
    await end_lasting()
    async with jetstream(servers) as js:
        for speaker in streams.SPEAKERS:
            with contextlib.suppress(NotFoundError):
                await js.delete_stream(stream_name(speaker))


async def superuser(servers: Servers, database: str = "postgres") -> asyncpg.Connection:
    return await asyncpg.connect(servers.postgres_dsn.removesuffix("/postgres") + f"/{database}")


async def test_postgres_keeps_what_it_acknowledged_over_kill_9(servers: Servers) -> None:
    connection = await superuser(servers)
    table = f"kept_{uuid.uuid4().hex}"
    await connection.execute(f"CREATE TABLE {table} AS SELECT 7 AS it")
    await asyncio.to_thread(servers.kill9, "postgres")
    await asyncio.to_thread(servers.until_ready, "postgres")
    again = await superuser(servers)
    assert await again.fetchval(f"SELECT it FROM {table}") == 7
    await again.execute(f"DROP TABLE {table}")
    await again.close()


async def test_postgres_comes_back_although_a_backend_outlives_it(servers: Servers) -> None:
    connection = await superuser(servers)
    busy = asyncio.create_task(connection.fetchval("SELECT count(*) FROM generate_series(1, 3000000000)"))
    await asyncio.sleep(0.2)
    await asyncio.to_thread(servers.kill9, "postgres")
    await asyncio.to_thread(servers.until_ready, "postgres")
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await busy


async def test_postgres_refuses_a_wrong_password(servers: Servers) -> None:
    wrong = f"postgresql://postgres:wrong@{HOST}:{servers.installation.ports.postgres}/postgres"
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(wrong)


async def test_nats_keeps_what_it_acknowledged_over_kill_9(servers: Servers) -> None:
    await asyncio.to_thread(servers.declare_streams)
    subject = f"events.intake.{uuid.uuid4().hex}"
    async with jetstream(servers) as js:
        ack = await js.publish(subject, b"said", stream="INTAKE")
    await asyncio.to_thread(servers.kill9, "nats")
    await asyncio.to_thread(servers.until_ready, "nats")
    async with jetstream(servers) as js:
        assert (await js.get_msg("INTAKE", ack.seq)).data == b"said"


async def test_temporal_keeps_closed_histories_as_long_here_as_elsewhere(servers: Servers) -> None:
    await asyncio.to_thread(servers.need_temporal)
    await asyncio.to_thread(servers.kill9, "temporal")
    await asyncio.to_thread(servers.until_ready, "temporal")
    client = await Client.connect(servers.temporal_address, namespace=NAMESPACE)
    found = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=NAMESPACE))
    assert found.config.workflow_execution_retention_ttl.seconds == HISTORIES.total_seconds()


def test_a_mail_that_was_taken_is_on_the_disk_when_the_mailbox_is_killed(servers: Servers) -> None:
    message_id = f"<{uuid.uuid4()}@luotsi.test>"
    with smtplib.SMTP(HOST, servers.installation.ports.smtp) as sender:
        sender.sendmail(
            "a@luotsi.test", ["b@luotsi.test"], f"Message-ID: {message_id}\r\n\r\nHyvää päivää\r\n".encode()
        )
    servers.kill9("mailbox")
    found = [email.message_from_bytes(file.read_bytes()) for file in servers.installation.mail.glob("*.eml")]
    assert [mail["Delivered-To"] for mail in found if mail["Message-ID"] == message_id] == ["b@luotsi.test"]
    servers.until_ready("mailbox")


async def test_declaring_streams_again_changes_nothing_and_drift_is_put_back(servers: Servers) -> None:
    """A consumer of ours that listens no more goes; what others made stays."""
    await asyncio.to_thread(servers.declare_streams)
    assert await asyncio.to_thread(servers.declare_streams) == streams.Declared((), ())
    async with jetstream(servers) as js:
        drifted = consumer("billing")
        drifted.ack_wait, drifted.max_deliver = 5, 3
        await js.add_consumer("SESSIONS", drifted)
        await js.add_consumer("SESSIONS", consumer("retired"))
        await js.add_consumer("SESSIONS", ConsumerConfig(durable_name="somebody_elses"))
    declared = await asyncio.to_thread(servers.declare_streams)
    assert declared == streams.Declared((), ("SESSIONS/billing", "SESSIONS/retired"))
    async with jetstream(servers) as js:
        assert (await js.consumer_info("SESSIONS", "billing")).config.max_deliver == -1
        assert await js.delete_consumer("SESSIONS", "somebody_elses")


async def test_events_cannot_be_deleted_or_purged(servers: Servers) -> None:
    await asyncio.to_thread(servers.declare_streams)
    async with jetstream(servers) as js:
        ack = await js.publish("events.billing.said", b"", stream="BILLING")
        with pytest.raises(nats.js.errors.APIError):
            await js.delete_msg("BILLING", ack.seq)
        with pytest.raises(nats.js.errors.APIError):
            await js.purge_stream("BILLING")


async def test_three_who_prepare_the_databases_at_once_all_come_through(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles = [f"{word}_{uuid.uuid4().hex}" for word in ("first", "second")]
    monkeypatch.setattr(keys, "ROLES", roles)
    monkeypatch.setattr(databases, "package_of", lambda role: "workflows")
    passwords = {**keys.passwords(servers.installation.keys), **dict.fromkeys(roles, "secret")}
    address = f"{HOST}:{servers.installation.ports.postgres}"
    await asyncio.gather(*(databases.prepare(address, passwords) for _ in range(3)))
    for role in roles:
        connection = await asyncpg.connect(databases.url(address, passwords, role))
        assert await connection.fetchval("SELECT count(*) FROM alembic_version") == 1
        await connection.close()
    server = await superuser(servers)
    for role in roles:
        await server.execute(f"DROP DATABASE {role} WITH (FORCE)")
        await server.execute(f"DROP ROLE {role}")
    await server.close()


async def test_a_role_enters_its_own_database_alone(servers: Servers) -> None:
    address = f"{HOST}:{servers.installation.ports.postgres}"
    passwords = keys.passwords(servers.installation.keys)
    for role in ("sessions", "billing", "sessions"):  # twice: again is no harm
        await databases.make_database(address, passwords, role)
    await databases.close_to_the_public(address, passwords)
    own = await asyncpg.connect(databases.url(address, passwords, "sessions"))
    assert await own.fetchval("SELECT count(*) FROM pg_extension WHERE extname = 'btree_gist'") == 1
    await own.close()
    for other in ("billing", "postgres", "template1"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await asyncpg.connect(
                databases.url(address, passwords, "sessions").removesuffix("sessions") + other
            )


LEAVES_ITS_SERVERS = """
import pathlib, sys, time
from tests.servers import Servers
Servers(pathlib.Path(sys.argv[1])).need_temporal()
print("up", flush=True)
time.sleep(600)
"""


def test_the_servers_die_with_a_platform_that_is_killed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    words = [sys.executable, "-c", LEAVES_ITS_SERVERS, str(data)]
    with subprocess.Popen(words, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as platform:
        assert platform.stdout and platform.stdout.readline() == "up\n"
        assert set(pid_file.pids(data)) == {"postgres", "nats", "temporal", "mailbox"}
        os.kill(platform.pid, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE_S
    while pid_file.is_running(data) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert pid_file.pids(data) == {}
