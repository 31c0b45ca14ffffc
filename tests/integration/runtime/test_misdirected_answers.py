"""Whoever asks names where the answer goes, and the broker checks no such word: answers go to inboxes alone."""

import asyncio
from uuid import uuid4

import pytest

from services.messages.contracts import ShowContract
from services.messages.envelope import command_subject
from tests.house import House
from tests.patience import nats_connection

pytestmark = pytest.mark.servers
BODY = ShowContract(process_id=uuid4()).model_dump_json().encode()


@pytest.mark.parametrize("to", ["$JS.API.STREAM.DELETE.CONTRACTS", "events.billing.invoice_issued", ""])
async def test_an_answer_deletes_no_stream_and_says_no_event(house: House, to: str) -> None:
    await house.open("contracts")
    connection = await nats_connection(house.as_program("portal"))
    before = [await house.jetstream.stream_info(name) for name in ("CONTRACTS", "BILLING")]
    try:
        await connection.publish(command_subject(ShowContract), BODY, reply=to)
        await connection.flush()
    finally:
        await connection.close()
    await house.ask_raw(command_subject(ShowContract), BODY)  # what was asked before has come
    while house.services["contracts"]._answering._in_hand:
        await asyncio.sleep(0)
    await house.services["contracts"].nats.flush()
    after = [await house.jetstream.stream_info(name) for name in ("CONTRACTS", "BILLING")]
    assert [(one.created, one.state.messages) for one in after] == [
        (one.created, one.state.messages) for one in before
    ]
