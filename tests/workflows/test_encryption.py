"""Nothing that a workflow says can be read in Temporal's own files without the key."""

import asyncio
import base64
import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel
from temporalio import activity, workflow
from temporalio.api.common.v1 import Payload
from temporalio.client import WorkflowFailureError
from temporalio.common import RawValue
from temporalio.converter import DataConverter, WorkflowSerializationContext
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from tests.patience import PATIENCE_S
from tests.workflows.conftest import TemporalServer
from workflows.encryption import ENCODING, ENCODING_FOR_ANY, NOTHING, data_converter
from workflows.heard import SignalsThatFit, answered
from workflows.temporal_connection import connect

pytestmark = pytest.mark.servers


class Note(BaseModel):
    text: str


@workflow.defn
class Echo:
    """Puts its canary where a workflow can put words: argument, memo, signal, result, failure, its details."""

    def __init__(self) -> None:
        self.heard: Note | None = None

    @workflow.run
    async def run(self, note: Note) -> Note:
        await workflow.wait_condition(lambda: self.heard is not None)
        if note != self.heard:
            raise ApplicationError(f"heard {note.text}", note, non_retryable=True)
        return note

    @workflow.signal
    def say(self, note: Note) -> None:
        self.heard = note

    @workflow.signal
    def nudge(self) -> None:
        """Takes no word."""


async def speak(temporal: TemporalServer, keys: Path | None, canary: str) -> tuple[Note, str]:
    """The results of a run that succeeds and of one that fails with the canary in its message."""
    client = await connect(temporal.address, keys=keys)
    note, queue = Note(text=canary), f"echo-{uuid4()}"
    plain = UnsandboxedWorkflowRunner()
    async with Worker(client, task_queue=queue, workflows=[Echo], workflow_runner=plain):
        good = await client.start_workflow(
            Echo.run, note, id=f"echo/{uuid4()}", task_queue=queue, memo={"said": canary}
        )
        await good.signal(Echo.say, note)
        bad = await client.start_workflow(Echo.run, note, id=f"echo/{uuid4()}", task_queue=queue)
        await bad.signal(Echo.say, Note(text="something else"))
        with pytest.raises(WorkflowFailureError) as failed:
            await bad.result()
        return await good.result(), str(failed.value.cause)


async def test_sealed_words_come_back_whole_and_are_not_in_the_servers_files(
    temporal: TemporalServer, keys: Path
) -> None:
    canary = f"canary-{uuid4()}"
    note, failure = await speak(temporal, keys, canary)
    assert note == Note(text=canary) and failure.endswith(f"heard {canary}")
    assert not any(canary.encode() in stored for stored in temporal.stored_bytes().values())


async def test_the_same_search_finds_words_that_were_not_sealed(temporal: TemporalServer) -> None:
    canary = f"canary-{uuid4()}"
    await speak(temporal, None, canary)
    assert any(canary.encode() in stored for stored in temporal.stored_bytes().values())


async def test_a_history_sealed_with_an_old_key_opens_after_a_rotation(keys: Path) -> None:
    sealed = await data_converter(keys).encode([Note(text="before")])
    rotate(keys, keep_old=True)
    assert await data_converter(keys).decode(sealed, [Note]) == [Note(text="before")]
    (fresh,) = await data_converter(keys).encode([Note(text="after")])
    assert fresh.metadata["key"] == b"k2"


async def test_a_payload_whose_key_is_gone_is_not_opened_and_the_missing_key_is_named(keys: Path) -> None:
    sealed = await data_converter(keys).encode([Note(text="before")])
    rotate(keys, keep_old=False)
    with pytest.raises(ValueError, match="no key named 'k1'"):
        await data_converter(keys).decode(sealed, [Note])


@pytest.mark.parametrize("name", [b"k2", b"k77", b"k0", b"theirs", b"k1 ", b"\xff", b""])
async def test_a_payload_that_names_a_key_that_we_never_had_is_none_of_ours(keys: Path, name: bytes) -> None:
    """A process would wait for it for ever."""
    (sealed,) = await data_converter(keys).encode([Note(text="before")])
    sealed.metadata["key"] = name
    with pytest.raises(ApplicationError, match="none of ours"):
        await data_converter(keys).decode([sealed], [Note])


async def test_a_key_that_was_added_since_the_start_opens_what_it_has_sealed(keys: Path) -> None:
    """One worker is started by the new key before the other."""
    before = data_converter(keys)
    rotate(keys, keep_old=True)
    sealed = await data_converter(keys).encode([Note(text="after")])
    assert sealed[0].metadata["key"] == b"k2"
    assert await before.decode(sealed, [Note]) == [Note(text="after")]


async def test_a_payload_that_was_changed_or_never_sealed_is_none_of_ours(keys: Path) -> None:
    (sealed,) = await data_converter(keys).encode([Note(text="before")])
    sealed.data = sealed.data[:-1] + bytes([sealed.data[-1] ^ 1])
    plain = await data_converter(None).encode([Note(text="before")])
    for one in (sealed, *plain, Payload(metadata={"encoding": ENCODING, "key": b"k1"}), Payload()):
        with pytest.raises(ApplicationError, match="none of ours"):
            await data_converter(keys).decode([one], [Note])


async def test_what_is_sealed_for_one_workflow_is_opened_in_no_other(keys: Path) -> None:
    ours, theirs = (
        data_converter(keys).with_context(WorkflowSerializationContext("luotsi", name))
        for name in ("process/1", "process/2")
    )
    sealed = await ours.encode([Note(text="before")])
    assert await ours.decode(sealed, [Note]) == [Note(text="before")]
    with pytest.raises(ApplicationError, match="none of ours"):
        await theirs.decode(sealed, [Note])


async def test_what_was_sealed_before_it_was_for_one_workflow_is_still_read(keys: Path) -> None:
    ring = json.loads((keys / "payloads.json").read_text())
    cipher, nonce = AESGCM(base64.b64decode(ring["keys"][ring["current"]])), os.urandom(12)
    said = nonce + cipher.encrypt(nonce, b'{"text": "before"}', ring["current"].encode())
    old = Payload(metadata={"encoding": ENCODING_FOR_ANY, "key": ring["current"].encode()}, data=said)
    converter = data_converter(keys).with_context(WorkflowSerializationContext("luotsi", "process/1"))
    assert await converter.decode([old], [Note]) == [Note(text="before")]


async def test_a_stranger_at_temporal_tells_a_workflow_nothing(temporal: TemporalServer, keys: Path) -> None:
    """In clear, or in what was sealed for another workflow: it goes on as if nothing had been said."""
    client, stranger = await connect(temporal.address, keys=keys), await connect(temporal.address)
    queue, note = f"echo-{uuid4()}", Note(text="ours")
    plain = UnsandboxedWorkflowRunner()
    async with Worker(
        client, task_queue=queue, workflows=[Echo], workflow_runner=plain, interceptors=[SignalsThatFit()]
    ):
        one, other = [
            await client.start_workflow(Echo.run, note, id=f"echo/{uuid4()}", task_queue=queue)
            for _ in range(2)
        ]
        await stranger.get_workflow_handle(one.id).signal("say", Note(text="forged"))
        copied = (
            await data_converter(keys)
            .with_context(WorkflowSerializationContext("luotsi", other.id))
            .encode([Note(text="of another")])
        )
        nothing = RawValue(Payload(metadata={"encoding": NOTHING}))
        for said in ([RawValue(copied[0])], [], [nothing], [note, note], [nothing, nothing]):
            await stranger.get_workflow_handle(one.id).signal("say", args=said)
        await stranger.get_workflow_handle(one.id).signal("nudge", args=[note])
        for handle in (one, other):
            await handle.signal(Echo.say, note)
            assert await handle.result() == note


@workflow.defn
class Asking:
    """Waits for what an activity answers, which somebody else may answer."""

    @workflow.run
    async def run(self) -> str:
        told = await workflow.execute_activity(
            answer, activity_id="asked", schedule_to_close_timeout=timedelta(minutes=5)
        )
        return answered(answer, told).text


@activity.defn
async def answer() -> Note:
    activity.raise_complete_async()


@pytest.mark.parametrize(
    "said", [[RawValue(Payload(metadata={"encoding": NOTHING}))], [Note(text="forged")], []]
)
async def test_a_stranger_who_answers_for_an_activity_ends_the_workflow_and_stops_none(
    temporal: TemporalServer, keys: Path, said: list[Any]
) -> None:
    """One that has ended begins anew by itself; one whose task fails stands still."""
    client, stranger = await connect(temporal.address, keys=keys), await connect(temporal.address)
    queue, id_ = f"asking-{uuid4()}", f"asking/{uuid4()}"
    async with Worker(
        client,
        task_queue=queue,
        workflows=[Asking],
        activities=[answer],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        asking = await client.start_workflow(Asking.run, id=id_, task_queue=queue)
        handle = stranger.get_async_activity_handle(workflow_id=id_, run_id=None, activity_id="asked")
        async with asyncio.timeout(PATIENCE_S):
            while True:
                try:
                    await (handle.complete(*said) if said else handle.complete())
                    break
                except RPCError:  # it has not begun yet
                    await asyncio.sleep(0.05)
            with pytest.raises(WorkflowFailureError):
                await asking.result()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"current": "k2", "keys": {"k1": base64.b64encode(bytes(32)).decode()}}, "no key named 'k2'"),
        ({"current": "k1", "keys": {"k1": base64.b64encode(bytes(16)).decode()}}, "not 32 bytes long: k1"),
    ],
)
def test_a_keys_file_that_cannot_seal_is_refused_at_once(keys: Path, content: object, reason: str) -> None:
    (keys / "payloads.json").write_text(json.dumps(content))
    with pytest.raises(ValueError, match=reason):
        converter: DataConverter = data_converter(keys)
        assert converter is None


def rotate(keys: Path, *, keep_old: bool) -> None:
    path = keys / "payloads.json"
    old = json.loads(path.read_text())["keys"] if keep_old else {}
    new = {"k2": base64.b64encode(os.urandom(32)).decode()}
    path.write_text(json.dumps({"current": "k2", "keys": old | new}))
