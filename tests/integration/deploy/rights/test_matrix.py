"""Every program, subject and verb at a real broker: what it takes and what it refuses is what the table says."""

import gc
from pathlib import Path

import pytest
from nats.js.errors import APIError

from deploy.machine import keys
from deploy.rights.asked import programs
from deploy.rights.table import table
from deploy.streams import LISTENERS, SPEAKERS, declare
from services.messages.envelope import SERVICES, command_subject, commands_of, event_subject, events_of
from services.runtime.broker.address import BrokerAddress, inbox_of
from services.runtime.commands.viewing import subjects_of
from services.runtime.events.streams import stream_name
from tests.integration.deploy.rights.brokers import Known, broker
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.servers
_OF_STREAMS = ("INFO", "CREATE", "UPDATE", "DELETE", "PURGE", "MSG.GET", "MSG.DELETE", "SNAPSHOT")
_OF_CONSUMERS = ("INFO", "MSG.NEXT", "DURABLE.CREATE", "CREATE", "DELETE", "PAUSE")


def subjects() -> list[str]:
    """All that anybody says, and what the broker itself can be told about streams and their listeners."""
    of_messages = (*SERVICES, "process")
    asked = [command for service in of_messages for command in commands_of(service).values()]
    found = [subject for command in asked for subject in (command_subject(command), *subjects_of(command))]
    found += [event_subject(event) for speaker in SPEAKERS for event in events_of(speaker).values()]
    found += [f"{word}.{name}" for word in ("health", "outbox", "rested") for name in programs()]
    about_itself = ("report_state", "list_parked", "replay_parked", "list_access")
    found += [f"commands.{name}.{asked}" for name in programs() for asked in about_itself]
    found += [f"{inbox_of(name)}.an.answer" for name in (*programs(), "operator")]
    for speaker in SPEAKERS:
        name = stream_name(speaker)
        found += [f"$JS.API.STREAM.{verb}.{name}" for verb in _OF_STREAMS]
        for listener in (*LISTENERS, "a-stranger"):
            found += [f"$JS.API.CONSUMER.{verb}.{name}.{listener}" for verb in _OF_CONSUMERS]
            found.append(f"$JS.ACK.{name}.{listener}.1.1.1.1.0")
        found += [f"$JS.API.CONSUMER.LIST.{name}", f"$JS.API.DIRECT.GET.{name}"]
    return [
        *found,
        "clock.moved",
        "$JS.API.STREAM.LIST",
        "$JS.API.INFO",
        "$SYS.REQ.SERVER.PING",
        "_INBOX.an.answer",
    ]


@pytest.mark.parametrize("local", [True, False])
async def test_the_broker_refuses_whatever_the_table_does_not_say(tmp_path: Path, local: bool) -> None:
    asked = subjects()
    async with broker(tmp_path, local=local) as (url, seeds):
        for name in programs():
            async with Known(url, seeds, name) as known:
                assert await known.differences(table(local=local)[name], asked) == []


async def test_who_stole_a_doors_seed_says_no_event_deletes_no_stream_and_hears_no_others_answers(
    tmp_path: Path,
) -> None:
    async with broker(tmp_path, local=False) as (url, seeds):
        await declare(BrokerAddress(url, "operator", seeds / "operator.nk"), 1 << 20)
        async with Known(url, seeds, "portal") as thief:
            await thief.nats.publish("events.billing.invoice_issued", b"{}")
            for subject in ("_INBOX_sessions.>", "_INBOX_console.>", "events.>", "commands.>", ">"):
                await thief.nats.subscribe(subject)
            await thief.nats.publish("$JS.API.STREAM.DELETE.BILLING", b"")
            await thief.nats.publish("$JS.API.STREAM.PURGE.BILLING", b"")
            await thief.all_is_heard()
            assert len(thief.refused["publish"]) == 3
            assert len(thief.refused["subscription"]) == 5
        async with Known(url, seeds, "operator") as operator:
            info = await operator.nats.jetstream(timeout=PATIENCE_S).stream_info("BILLING")
            assert info.state.messages == 0


async def test_a_speaker_says_only_its_own_events_and_cannot_delete_them(tmp_path: Path) -> None:
    async with broker(tmp_path, local=False) as (url, seeds):
        await declare(BrokerAddress(url, "operator", seeds / "operator.nk"), 1 << 20)
        async with Known(url, seeds, "intake") as intake:
            jetstream = intake.nats.jetstream(timeout=PATIENCE_S)
            await jetstream.publish("events.intake.inquiry_received", b"{}")
            await intake.nats.publish("events.contracts.contract_signed", b"{}")
            await intake.all_is_heard()
            assert intake.refused["publish"] == {"events.contracts.contract_signed"}
        async with Known(url, seeds, "operator") as operator:
            with pytest.raises(APIError):  # the stream itself forbids it to everybody
                await operator.nats.jetstream(timeout=PATIENCE_S).purge_stream("INTAKE")


async def test_nobody_comes_in_without_a_seed_that_the_broker_knows(tmp_path: Path) -> None:
    async with broker(tmp_path, local=False) as (url, seeds):
        async with Known(url, seeds, "portal"):
            pass
        other = tmp_path / "other"
        keys.make_seeds(other)
        for stranger in (BrokerAddress(url), BrokerAddress(url, "portal", other / "portal.nk")):
            with pytest.raises(Exception, match="Authorization"):
                await stranger.connect(allow_reconnect=False)
        gc.collect()  # a socket that was left open is told of here, not in a test that comes later
