"""NATS, Temporal and the mailbox as processes of this machine; PostgreSQL is in its own module.

The programs come as wheels and are run by us directly, on loopback, with their data in the platform's folder.
"""

import asyncio
import json
import os
import shutil
import sys
from pathlib import Path

from nats.errors import Error as NatsError

from deploy import streams
from deploy.machine import keys, postgres
from deploy.machine.installation import NAMESPACE, Installation
from deploy.machine.ports import HOST
from deploy.machine.temporal_indexes import spare
from deploy.running import errands
from deploy.running.launch import CannotStart, Launch, Spawn, listens, spawn, succeeds
from services.messages.keep_times import HISTORIES

HISTORIES_ARE_KEPT = f"{HISTORIES.days}d"
"""Counted by the server in the workflow's own time, which a demo moves by a year and more."""

BROKER_SETTINGS = "deploy.machine.broker_settings"
SEARCH_ATTRIBUTES = ("Attention",)

TEMPORAL_DYNAMIC_CONFIG: dict[str, object] = {
    "frontend.WorkflowTimeSkippingEnabled": True,
    "history.timerProcessorMaxTimeShift": "10ms",  # default 1 s: timers up to half a second late
    "history.transferProcessorMaxPollRPS": 2000,  # default 20: every activity waits 50 ms
    "history.timerProcessorMaxPollRPS": 2000,
    "history.visibilityProcessorMaxPollRPS": 2000,
    # The default is 5, which takes minutes: a release that fails at a history is to be seen at once.
    "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute": 2,
    # The default delays a run born of continue-as-new, and time skipping then doubles the run's clock.
    "history.workflowIdReuseMinimalInterval": "0s",
    # The default keeps every open process in memory, some forty kilobytes each; one that is not there is read anew.
    "history.hostLevelCacheMaxSize": 128,
    # The default is 4, between which the one server of one machine passes tasks and long polls on.
    "matching.numTaskqueueReadPartitions": 1,
    "matching.numTaskqueueWritePartitions": 1,
}

# The server would otherwise ask its makers for a newer version of itself. GOGC: its memory is what a machine lacks
# first, and collecting twice as often costs it a twentieth of its time.
TEMPORAL_ENVIRONMENT = {"TEMPORAL_VERSION_CHECK_DISABLED": "1", "GOGC": "50"}


def launches(installation: Installation, spawn_ours: Spawn = spawn) -> dict[str, Launch]:
    """All that is neither service nor worker, by name. spawn_ours: how programs of ours begin that do one thing."""
    made = (
        postgres.launch(installation),
        nats_server(installation, spawn_ours),
        temporal(installation),
        mailbox(installation),
    )
    return {launch.name: launch for launch in made}


def nats_server(installation: Installation, spawn_ours: Spawn = spawn) -> Launch:
    """NATS with JetStream; a message is acknowledged when it is on the disk. Its settings are made of the messages
    of all services: where these are loaded already, that takes a tenth.
    """
    environment = {
        "LUOTSI_NATS_HOST": HOST,
        "LUOTSI_NATS_PORT": str(installation.ports.nats),
        "LUOTSI_NATS_MONITOR_PORT": str(installation.ports.nats_monitor),
        "LUOTSI_NATS_STORE": json.dumps(str(installation.data / "nats")),
        "LUOTSI_NATS_STORE_BYTES": str(streams.store_bytes(installation.data)),
    }
    settings = installation.data / "nats.conf"

    async def before() -> None:
        move_to_their_account(installation.data / "nats")
        told = {
            "LUOTSI_BROKER_SETTINGS": str(settings),
            "LUOTSI_BROKER_SEEDS": str(installation.keys / keys.SEEDS),
        }
        await errands.run(BROKER_SETTINGS, told, installation.logs / "broker_settings.log", spawn_ours)

    argv = (program("nats-server"), "--config", str(settings))
    return Launch("nats", argv, environment, ready=lambda: jetstream_answers(installation), before=before)


def move_to_their_account(store: Path) -> None:
    """Streams of a release for which the broker had no accounts lie under the name of the one that it has by itself."""
    before, now = store / "jetstream" / "$G", store / "jetstream" / streams.ACCOUNT
    if before.is_dir() and not now.exists():
        before.rename(now)


def temporal(installation: Installation) -> Launch:
    """Temporal's development server: the real server in one process, on SQLite that is written through."""
    folder = installation.data / "temporal"
    folder.mkdir(mode=0o700, exist_ok=True)
    file = folder / "temporal.db"
    settings = [f"--search-attribute={name}=Keyword" for name in SEARCH_ATTRIBUTES]
    settings += [f"--dynamic-config-value={k}={json.dumps(v)}" for k, v in TEMPORAL_DYNAMIC_CONFIG.items()]
    argv = (
        program("temporal"),
        *("server", "start-dev", "--headless", "--log-level=warn"),
        *(f"--ip={HOST}", f"--port={installation.ports.temporal}", f"--namespace={NAMESPACE}"),
        f"--db-filename={file}",
        *("--sqlite-pragma=journal_mode=wal", "--sqlite-pragma=synchronous=2"),  # 2 is FULL
        *settings,
    )

    async def before() -> None:
        await asyncio.to_thread(spare, file)

    async def ready() -> bool:
        """A file that it has only just made is spared here."""
        if not await keeps_histories(installation.temporal_address):
            return False
        await asyncio.to_thread(spare, file)
        return True

    return Launch("temporal", argv, TEMPORAL_ENVIRONMENT, ready=ready, before=before)


def mailbox(installation: Installation) -> Launch:
    """Catches all mail; nothing leaves the machine."""
    argv = (sys.executable, "-m", "deploy.machine.mailbox")
    told = installation.environment("mailbox")
    return Launch("mailbox", argv, told, ready=lambda: listens(HOST, installation.ports.smtp))


async def jetstream_answers(installation: Installation) -> bool:
    """Whether streams can be asked for."""
    if not await listens(
        HOST, installation.ports.nats
    ):  # the client would wait two seconds before it says so
        return False
    try:
        connection = await installation.broker.connect(
            allow_reconnect=False, connect_timeout=1, error_cb=ignore
        )
    except (OSError, NatsError):
        return False
    try:
        await connection.jetstream(timeout=1).account_info()
        return True
    except (OSError, NatsError):
        return False
    finally:
        await connection.close()


async def keeps_histories(address: str) -> bool:
    """Whether the namespace is there; says for how long it keeps closed histories (else: a day)."""
    host, _, port = address.partition(":")
    if not await listens(host, int(port)):
        return False
    words = ("operator", "namespace", "update", f"--namespace={NAMESPACE}")
    retention = f"--retention={HISTORIES_ARE_KEPT}"
    return await succeeds(program("temporal"), *words, retention, f"--address={address}")


async def ignore(_: Exception) -> None:
    """A server that is not there yet is no news."""


def program(name: str) -> str:
    """Where a wheel put its program: beside this Python, or on the path."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if os.access(beside, os.X_OK) else shutil.which(name)
    if found is None:
        raise CannotStart(f"the program {name} is missing: ./luotsi doctor says how to get it")
    return found
